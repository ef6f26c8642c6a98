"""A conference is made on one short page, by whom the administrator lets."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from badges.models import BadgeDesign
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, Room, StaffInvitation, StaffRole, User
from conference.site.conferences import proposals
from delegates.derived import derive_party
from delegates.models import Category, Country
from tests.factories import (
    CategoryFactory,
    ConferenceAliasFactory,
    ConferenceFactory,
    CountryFactory,
    RoomFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.page_forms import form_values
from tests.signed_in import note_password

ADD = admin_url(None, "conference_conference_add")
DAYS = {"starts_on": "2028-06-10", "ends_on": "2028-06-13"}


@pytest.fixture
def maker() -> User:
    user: User = UserFactory(may_make_conferences=True)
    return user


@pytest.fixture
def page(client: Client, maker: User) -> Client:
    client.force_login(maker)
    return client


def sent(client: Client, values: dict[str, object], url: str = ADD, **headers: str) -> object:
    blank = dict(form_values(client.get(url).content.decode(), "conference_form"))
    return client.post(ADD, blank | values, headers=headers)


def errors_of(response: object) -> dict[str, list[str]]:
    form = response.context["form"]  # type: ignore[attr-defined]
    return {name: list(errors) for name, errors in form.errors.items()}


def test_three_things_typed_make_a_conference_whose_organizer_is_its_maker(
    page: Client, maker: User
) -> None:
    country = CountryFactory(
        iso2="TJ", name=LazyI18nString({"en": "Tajikistan", "tg": "Тоҷикистон"})
    )

    response = sent(page, {"title_0": "Water for Peace", "host_country": country.pk, **DAYS})

    conference = Conference.objects.get()
    assert response["Location"] == admin_url(conference, "index")  # type: ignore[index]
    assert (str(conference.short_title), conference.slug) == (
        "Water for Peace",
        "water-for-peace-2028",
    )
    assert (str(conference.place), str(conference.host_name)) == ("Tajikistan", "Tajikistan")
    assert (conference.time_zone, conference.state) == ("Asia/Dushanbe", "draft")
    assert conference.languages == ["en"]
    held = StaffRole.objects.get()
    assert (held.user, held.conference, held.role) == (maker, conference, Role.ORGANIZER)
    assert Category.objects.filter(conference=conference).exists()
    assert BadgeDesign.objects.get().is_default
    assert page.get(admin_url(conference, "index")).status_code == 200


def test_names_are_asked_in_the_languages_chosen_and_nothing_typed_is_lost(page: Client) -> None:
    """As without a script: the button that asks for names anew."""
    typed: dict[str, object] = {
        "title_0": "Water",
        "starts_on": "2028-06-10",
        "time_zone": "Asia/Dushanbe",
    }
    chosen = {"principal_language": "tg", "other_languages": ["ru", "en"], "_languages": "1"}

    again = sent(page, typed | chosen)

    form = again.context["form"]  # type: ignore[attr-defined]
    assert [one.attrs["lang"] for one in form.fields["title"].widget.widgets] == ["tg", "ru", "en"]
    values = form_values(again.content.decode(), "conference_form")  # type: ignore[attr-defined]
    assert values["title_2"] in ("Water", ["Water"])
    assert values["starts_on"] in ("2028-06-10", ["2028-06-10"])
    assert values["time_zone"] in ("Asia/Dushanbe", ["Asia/Dushanbe"])
    assert not Conference.objects.exists()


def test_making_with_other_languages_than_the_names_were_asked_in_asks_once_more(
    page: Client,
) -> None:
    response = sent(page, {"title_0": "Water", "other_languages": ["ru"], "place_0": "A", **DAYS})

    assert response.context["asks_again"]  # type: ignore[attr-defined]
    assert not Conference.objects.exists()


def test_what_follows_from_the_title_is_said_while_one_types(page: Client) -> None:
    answer = sent(
        page,
        {"title_0": "Water for Peace", **DAYS},
        **{"HX-Request": "true", "HX-Target": "proposals"},
    )

    said = answer.content.decode()  # type: ignore[attr-defined]
    assert "water-for-peace-2028" in said
    assert "<form" not in said
    assert not Conference.objects.exists()


def test_of_what_does_not_follow_the_page_says_what_to_do(page: Client) -> None:
    response = sent(page, {"title_0": "…", **DAYS})

    assert errors_of(response) == {
        "place": ["Enter the place, or choose the host country."],
        "time_zone": ["Choose the time zone."],
        "slug": ["Enter the address: it cannot be derived from the title."],
    }


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("dushanbe", "Asia/Dushanbe"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("lisb", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("Lisbon, Portugal (UTC+1 in June)", "Europe/Lisbon"),
        ("Таджикистан", "Asia/Dushanbe"),
        ("tadjik", "Asia/Dushanbe"),
        ("US/Eastern", "US/Eastern"),
        ("US/East-Indiana", "US/East-Indiana"),
        ("america/buenos_aires", "America/Buenos_Aires"),
        ("Antarctica/South Pole", "Antarctica/South_Pole"),
        ("Etc/GMT-5", "Etc/GMT-5"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_zone_is_found_by_city_country_or_name(page: Client, typed: str, zone: str) -> None:
    make_hosts()

    sent(page, {"title_0": "Water", "place_0": "Here", "time_zone": typed, **DAYS})

    assert Conference.objects.get().time_zone == zone


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "Dushamb",
            "No time zone is called “Dushamb”. Near it: Dushanbe, Tajikistan (UTC+5 in June).",
        ),
        (
            "portugal",
            (
                "“portugal” may be several time zones: Lisbon, Portugal (UTC+1 in June); Madeira,"
                " Portugal (UTC+1 in June); Azores, Portugal (UTC in June). Type the city of one."
            ),
        ),
        (
            "xyzzyq",
            "No time zone is called “xyzzyq”. Type the country, or a large city in the same zone.",
        ),
    ],
)
def test_zone_that_is_not_one_is_refused_with_those_near_it(
    page: Client, typed: str, words: str
) -> None:
    make_hosts()

    response = sent(page, {"title_0": "Water", "place_0": "Here", "time_zone": typed, **DAYS})

    assert errors_of(response) == {"time_zone": [words]}


def test_zone_of_a_host_with_several_follows_from_the_city_or_is_asked(page: Client) -> None:
    portugal = make_hosts()

    typed = {"title_0": "Water", "host_country": portugal.pk, **DAYS}
    asked = sent(page, typed)
    part = sent(page, typed, **{"HX-Request": "true", "HX-Target": "time_zones"})
    sent(page, typed | {"place_0": "Madeira, Portugal"})

    assert errors_of(asked) == {
        "time_zone": [
            (
                "Choose the time zone; the host country has several: Lisbon, Portugal (UTC+1 in"
                " June); Madeira, Portugal (UTC+1 in June); Azores, Portugal (UTC in June)."
            )
        ]
    }
    offered = re.findall(r'<option value="([^"]+)"', part.content.decode())  # type: ignore[attr-defined]
    assert offered[:3] == ["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"]
    assert len(offered) == len(set(offered)) > 400
    assert Conference.objects.get().time_zone == "Atlantic/Madeira"


def make_hosts() -> Country:
    """Portugal, which has three zones, beside Tajikistan, which has one."""
    tajikistan = {"en": "Tajikistan", "ru": "Таджикистан", "fr": "Tadjikistan"}
    CountryFactory(iso2="TJ", name=LazyI18nString(tajikistan))
    portugal: Country = CountryFactory(iso2="PT", name=LazyI18nString({"en": "Portugal"}))
    return portugal


def test_address_is_never_one_that_is_or_was_another_s() -> None:
    ConferenceFactory(slug="water-2028")
    ConferenceAliasFactory(slug="water-2028-2")
    taken = {"water-2028", "water-2028-2"}

    proposed = proposals.slug(
        LazyI18nString({"tg": "Об", "en": "Water"}), ["tg"], dt.date(2028, 6, 1), taken.__contains__
    )

    assert proposed == "water-2028-3"
    assert proposals.slug("Об ва сулҳ", ["tg"], dt.date(2028, 6, 1), taken.__contains__) == (
        "ob-va-sulh-2028"
    )


def test_earlier_conference_is_copied_where_nothing_else_is_typed(
    page: Client, maker: User
) -> None:
    earlier = ConferenceFactory(
        languages=["tg", "en"],
        time_zone="Asia/Dushanbe",
        accent="#23734a",
        order_language="tg",
        prints_patronymics=True,
        description=words("The second of its kind."),
    )
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    StaffRoleFactory(conference=earlier, role=Role.BADGE_DESK)
    RoomFactory(venue__conference=earlier)
    CategoryFactory(conference=earlier, letter="Q")
    url = f"{ADD}?copied_from={earlier.pk}"

    sent(page, {"title_0": "Об", "title_1": "Water", **DAYS}, url)

    made = Conference.objects.exclude(pk=earlier.pk).get()
    assert made.languages == ["tg", "en"]
    assert (made.time_zone, made.accent, made.order_language) == ("Asia/Dushanbe", "#23734a", "tg")
    assert (str(made.place), made.prints_patronymics) == (str(earlier.place), True)
    # What it says of itself to readers is not what the earlier one said.
    assert (made.state, made.logo.name, str(made.description)) == ("draft", "", "")
    assert Room.objects.filter(conference=made).count() == 1
    assert Category.objects.get(conference=made).letter == "Q"
    assert not StaffInvitation.objects.exists()


def test_what_comes_along_is_chosen_and_told(page: Client, maker: User) -> None:
    earlier = ConferenceFactory(title=words("Water 2024"))
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    desk = StaffRoleFactory(conference=earlier, role=Role.BADGE_DESK, user__name="Dilnoza")
    StaffRoleFactory(conference=earlier, role=Role.DOOR, user=desk.user)
    StaffRoleFactory(conference=earlier, role=Role.DOOR, user__name="Anvar")
    RoomFactory(venue__conference=earlier)
    CategoryFactory(conference=earlier)
    url = f"{ADD}?copied_from={earlier.pk}"

    form = page.get(url).context["form"]
    made = sent(
        page, {"title_0": "Water", "with_places": "", "invited": [desk.user_id], **DAYS}, url
    )
    told = page.get(made["Location"])  # type: ignore[index]

    asked = [
        (str(words), box.data["selected"])
        for box in form["invited"]
        for words in [box.data["label"]]
    ]
    assert asked == [("Anvar (Door)", False), ("Dilnoza (Badge desk, Door)", False)]
    assert form["with_places"].value() is True
    assert StaffInvitation.objects.count() == 2
    assert [str(message) for message in told.context["messages"]] == [
        "Taken over from “Water 2024”: categories (1). No people and no sessions.",
        "Invited by e-mail: Dilnoza (Badge desk, Door).",
    ]


def test_without_a_script_what_comes_along_is_shown_before_anything_is_made(
    page: Client, maker: User
) -> None:
    earlier = ConferenceFactory(languages=["en"])
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)

    again = sent(page, {"title_0": "Water", "copied_from": earlier.pk, **DAYS})

    assert "What comes along" in again.content.decode()  # type: ignore[attr-defined]
    assert again.context["form"]["with_places"].value() is True  # type: ignore[attr-defined]
    assert Conference.objects.count() == 1


def test_without_a_script_whoever_begins_with_none_after_all_is_asked_once_more(
    page: Client, maker: User
) -> None:
    """The people of the earlier conference are no longer on the page, so they cannot be wrong."""
    earlier = ConferenceFactory(languages=["en"])
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    desk = StaffRoleFactory(conference=earlier, role=Role.BADGE_DESK)
    country = CountryFactory(iso2="TJ")
    typed = {"title_0": "Water", "host_country": country.pk, "invited": [desk.user_id], **DAYS}

    again = sent(page, typed | {"copied_from": ""}, f"{ADD}?copied_from={earlier.pk}")
    shown = again.content.decode()  # type: ignore[attr-defined]
    page.post(ADD, dict(form_values(shown, "conference_form")))

    assert again.context["asks_again"]  # type: ignore[attr-defined]
    assert Conference.objects.count() == 2
    assert not StaffInvitation.objects.exists()


@pytest.mark.parametrize("target", ["begun", ""])
def test_earlier_conference_that_is_chosen_brings_its_languages_and_proposals(
    page: Client, maker: User, target: str
) -> None:
    """At once where a script asks for the part; else the page comes back before it is made."""
    earlier = ConferenceFactory(languages=["tg", "en"])
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    again = sent(page, {"title_0": "Water", "copied_from": earlier.pk}, **headers)

    said = again.content.decode()  # type: ignore[attr-defined]
    page_or_part = f'<form id="conference_form">{said}</form>' if target else said
    values = form_values(page_or_part, "conference_form")
    assert (values["principal_language"], values["other_languages"]) == (["tg"], ["en"])
    assert (values["asked_in"], values["title_1"]) == (["tg en"], ["Water"])
    assert Conference.objects.count() == 1


def test_what_the_earlier_conference_proposes_is_said_at_once(page: Client, maker: User) -> None:
    earlier = ConferenceFactory(time_zone="Asia/Dushanbe", place=words("Dushanbe"))
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)

    shown = page.get(f"{ADD}?copied_from={earlier.pk}")

    proposed = dict(shown.context["proposed"])
    assert (proposed["Place"], proposed["Time zone"]) == ("Dushanbe", "Dushanbe")
    assert shown.context["form"]["place"].value() is None


def test_languages_that_are_changed_after_the_earlier_conference_was_chosen_stay(
    page: Client, maker: User
) -> None:
    earlier = ConferenceFactory(languages=["tg", "en"])
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    chosen = {"principal_language": "en", "other_languages": ["ru"], "_languages": "1"}

    again = sent(page, chosen, f"{ADD}?copied_from={earlier.pk}")

    form = again.context["form"]  # type: ignore[attr-defined]
    assert (form["principal_language"].value(), form["other_languages"].value()) == ("en", ["ru"])


def test_principal_language_that_is_changed_moves_no_name_into_another_language(
    page: Client, maker: User
) -> None:
    """As without a script: names were asked in Tajik first."""
    earlier = ConferenceFactory(languages=["tg", "en"])
    StaffRoleFactory(conference=earlier, user=maker, role=Role.ORGANIZER)
    chosen: dict[str, object] = {"principal_language": "en", "other_languages": ["tg"]}
    names = {"title_0": "Об", "title_1": "Water"}

    sent(page, chosen | names | DAYS, f"{ADD}?copied_from={earlier.pk}")

    made = Conference.objects.exclude(pk=earlier.pk).get()
    assert (made.languages, made.title.data) == (["en", "tg"], {"tg": "Об", "en": "Water"})


def test_conference_that_is_not_the_maker_s_cannot_be_copied(page: Client, maker: User) -> None:
    theirs = ConferenceFactory()
    StaffRoleFactory(conference=theirs, user=maker, role=Role.BADGE_DESK)

    shown = page.get(f"{ADD}?copied_from={theirs.pk}")
    typed = {"copied_from": theirs.pk, "begun_with": theirs.pk, **DAYS}
    response = sent(page, {"title_0": "Water", "place_0": "A"} | typed)

    assert "copied_from" not in shown.context["form"].initial
    assert "copied_from" in errors_of(response)
    assert Conference.objects.count() == 1


def hosts_offered(page: str) -> list[str]:
    select = page.split('name="host_country"')[1].split("</select>", maxsplit=1)[0]
    return [unescape(words.strip()) for words in re.findall(r"<option[^>]*>([^<]*)", select)]


def make_countries() -> None:
    for iso2, name in (("ZM", "Zambia"), ("DE", "Germany"), ("SU", "Soviet Union")):
        CountryFactory(iso2=iso2, name=LazyI18nString({"en": name}))
    for country in Country.objects.all():
        derive_party(country)
        country.save()


@pytest.mark.parametrize(
    ("starts_on", "offered"),
    [
        ("2068-05-03", ["Germany", "Zambia"]),
        ("", ["Germany", "Zambia"]),
        ("1980-05-03", ["Germany", "Soviet Union", "Zambia"]),
    ],
)
def test_hosts_are_offered_by_name_those_of_the_past_for_the_past(
    page: Client, starts_on: str, offered: list[str]
) -> None:
    make_countries()

    part = sent(
        page,
        {"starts_on": starts_on},
        **{"HX-Request": "true", "HX-Target": "host_country"},
    )

    said = hosts_offered(part.content.decode())  # type: ignore[attr-defined]
    assert said == ["none, or not known yet", *offered]


def test_host_of_the_earlier_conference_is_offered_first(page: Client, maker: User) -> None:
    earlier = StaffRoleFactory(
        user=maker,
        role=Role.ORGANIZER,
        conference__host_name=LazyI18nString({"en": "Government of Invention"}),
    ).conference

    shown = page.get(ADD, {"copied_from": earlier.pk}).content.decode()
    part = sent(
        page,
        {"copied_from": earlier.pk},
        **{"HX-Request": "true", "HX-Target": "host_country"},
    )

    assert hosts_offered(shown)[0] == "as before: Government of Invention"
    assert hosts_offered(part.content.decode())[0] == "as before: Government of Invention"  # type: ignore[attr-defined]


def test_administrator_says_who_makes_conferences(client: Client) -> None:
    administrator = UserFactory(is_superuser=True)
    other = UserFactory()
    client.force_login(administrator)
    note_password(client, administrator)
    url = admin_url(None, "conference_user_change", other.pk)
    values = form_values(client.get(url).content.decode(), "user_form")

    client.post(url, dict(values) | {"may_make_conferences": "on"})

    other.refresh_from_db()
    assert other.may_make_conferences
    client.force_login(other)
    assert client.get("/admin/", follow=True).redirect_chain == [("/admin/-/", 302)]
    assert ADD in client.get("/admin/-/").content.decode()


@pytest.mark.parametrize("role", Role)
def test_no_staff_role_makes_conferences(client: Client, role: Role) -> None:
    client.force_login(StaffRoleFactory(role=role).user)

    assert client.get(ADD).status_code in {403, 404}
    assert client.post(ADD, {"title_0": "Water"}).status_code in {403, 404}
    assert Conference.objects.count() == 1


@pytest.mark.parametrize(
    ("is_maker", "role", "offers"),
    [
        (True, Role.ORGANIZER, True),
        (False, Role.ORGANIZER, False),
        (True, Role.PROGRAMME_OFFICER, False),
    ],
)
def test_copying_is_offered_to_organizers_who_make_conferences(
    client: Client, is_maker: bool, role: Role, offers: bool
) -> None:
    held = StaffRoleFactory(role=role, user__may_make_conferences=is_maker)
    client.force_login(held.user)

    shown = client.get(
        admin_url(held.conference, "conference_conference_change", held.conference.pk)
    )

    assert (f"{ADD}?copied_from={held.conference.pk}" in shown.content.decode()) is offers
