import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.test import Client

from badges.models import BadgeDesign
from conference.addresses import admin_url
from conference.choices import ConferenceState, Role
from conference.models import Conference
from conference.slugs import is_reserved_slug
from delegates import defaults
from delegates.models import Category, DelegationKind
from tests.deciding import decided
from tests.factories import (
    ConferenceFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.page_forms import form_values

ADD = admin_url(None, "conference_conference_add")


def change_url(conference: Conference) -> str:
    return admin_url(conference, "conference_conference_change", conference.pk)


def values_of(client: Client, url: str) -> dict[str, object]:
    return dict(form_values(client.get(url).content.decode(), "conference_form"))


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_new_conference_starts_with_the_default_scheme(administrator: Client) -> None:
    url = ADD
    values = values_of(administrator, url)
    told = {
        "title_0": "Water for Peace",
        "short_title_0": "Water",
        "place_0": "Dushanbe",
        "slug": "water-2028",
        "starts_on": "2028-06-10",
        "ends_on": "2028-06-13",
        "time_zone": "Asia/Dushanbe",
        "principal_language": "tg",
        "other_languages": ["ru", "en", "tg"],
        "asked_in": "tg ru en",
    }

    response = administrator.post(url, values | told, follow=True)

    conference = Conference.objects.get()
    assert response.redirect_chain == [("/admin/water-2028/", 302)]
    assert response.context["conference"] == conference
    assert conference.languages == ["tg", "ru", "en"]
    kinds = DelegationKind.objects.for_conference(conference)
    assert [kind.code for kind in kinds] == [kind.code for kind in defaults.kinds()]
    assert Category.objects.for_conference(conference).exists()
    assert BadgeDesign.objects.get().is_default


def test_organizer_edits_and_sees_only_the_own_conference(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    other = ConferenceFactory()
    client.force_login(role.user)
    url = change_url(role.conference)

    client.post(url, values_of(client, url) | {"accent": "#23734a"})

    role.conference.refresh_from_db()
    assert role.conference.accent == "#23734a"
    listed = client.get(admin_url(None, "conference_conference_changelist"))
    assert list(listed.context["cl"].result_list) == [role.conference]
    assert f'href="{url}"' in listed.content.decode()
    elsewhere = admin_url(role.conference, "conference_conference_change", other.pk)
    assert client.get(change_url(other)).status_code == 404
    assert client.get(elsewhere).status_code == 404


def test_row_of_a_filtered_list_leads_back_to_it(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    client.force_login(role.user)
    narrowed = {"state__exact": role.conference.state}

    page = client.get(admin_url(None, "conference_conference_changelist"), narrowed)

    back = urlencode({"_changelist_filters": urlencode(narrowed)})
    assert f'href="{change_url(role.conference)}?{back}"' in page.content.decode()


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        (ConferenceState.DRAFT, ["doors"]),
        (ConferenceState.OPEN, ["closed", "draft"]),
        (ConferenceState.CLOSED, ["archived", "reopened"]),
        (ConferenceState.ARCHIVED, ["unarchived"]),
    ],
)
def test_page_offers_the_states_that_are_legal_next(
    client: Client, now: ConferenceState, offered: list[str]
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__state=now)
    client.force_login(role.user)

    page = client.get(change_url(role.conference)).content.decode()

    address = change_url(role.conference).removesuffix("change/")
    leading = re.findall(
        rf'(?:action|href)="{address}((?:decide/)?\w+)/" class="[^"]*decision', page
    )
    leading += re.findall(rf'action="{address}decide/(\w+)/"', page)
    assert sorted(name.removeprefix("decide/") for name in leading) == offered


@pytest.mark.parametrize(
    ("now", "decision", "then"),
    [
        (ConferenceState.DRAFT, "open", ConferenceState.OPEN),
        (ConferenceState.OPEN, "draft", ConferenceState.DRAFT),
        (ConferenceState.OPEN, "closed", ConferenceState.CLOSED),
        (ConferenceState.CLOSED, "reopened", ConferenceState.OPEN),
        (ConferenceState.CLOSED, "archived", ConferenceState.ARCHIVED),
        (ConferenceState.ARCHIVED, "unarchived", ConferenceState.CLOSED),
    ],
)
def test_state_is_decided(
    client: Client, now: ConferenceState, decision: str, then: ConferenceState
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__state=now)
    client.force_login(role.user)

    url = change_url(role.conference).replace("/change/", f"/decide/{decision}/")
    if decision == "open":
        doors = client.get(change_url(role.conference).replace("/change/", "/doors/"))
        url = doors.context["opening"][0].url
    if decision in ("open", "draft"):
        decided(client, url)
    else:
        client.post(url)

    role.conference.refresh_from_db()
    assert role.conference.state == then


def test_what_everybody_sees_is_asked_first_and_the_rest_happens_at_once(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    client.force_login(role.user)
    address = change_url(role.conference).replace("/change/", "/decide/")

    page = client.get(change_url(role.conference)).content.decode()
    asked = client.get(f"{address}draft/").content.decode()

    assert re.findall(rf'action="{address}(\w+)/"', page) == ["closed"]
    assert re.findall(rf'href="{address}(\w+)/"', page) == ["draft"]
    assert "Its home page, its agenda and subscribed calendars" in asked


def test_state_forged_into_the_form_or_the_address_changes_nothing(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__state=ConferenceState.DRAFT)
    client.force_login(role.user)
    url = change_url(role.conference)

    client.post(url, values_of(client, url) | {"state": "open", "accent": "#23734a"})
    decide = url.replace("/change/", "/decide/")
    refused = client.post(f"{decide}archived/", follow=True)
    unknown = client.post(f"{decide}nowhere/")

    role.conference.refresh_from_db()
    assert (role.conference.state, role.conference.accent) == ("draft", "#23734a")
    assert "“Archive it” is no longer possible." in refused.content.decode()
    assert unknown.status_code == 404


def test_state_forged_into_a_new_conference_is_draft(administrator: Client) -> None:
    url = ADD
    told = {
        "title_0": "Water",
        "short_title_0": "Water",
        "place_0": "Dushanbe",
        "slug": "water",
        "starts_on": "2028-06-10",
        "ends_on": "2028-06-13",
        "time_zone": "UTC",
        "state": "open",
    }

    administrator.post(url, values_of(administrator, url) | told)

    assert Conference.objects.get().state == ConferenceState.DRAFT


def test_state_is_decided_by_organizers_alone(client: Client) -> None:
    role = StaffRoleFactory(role=Role.REGISTRATION_OFFICER)
    client.force_login(role.user)

    response = client.post(change_url(role.conference).replace("/change/", "/decide/closed/"))

    role.conference.refresh_from_db()
    assert (response.status_code, role.conference.state) == (403, ConferenceState.OPEN)


def test_public_address_and_time_zone_stay(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    slug, zone = role.conference.slug, role.conference.time_zone
    client.force_login(role.user)
    url = change_url(role.conference)

    response = client.post(url, values_of(client, url) | {"slug": "moved", "time_zone": "UTC"})

    role.conference.refresh_from_db()
    assert (role.conference.slug, role.conference.time_zone) == (slug, zone)
    assert "The address is public" in response.content.decode()


@pytest.mark.parametrize(
    "slug", ["delegates", "agenda", "login", "logout", "jsi18n", "autocomplete", "admin", "ru"]
)
def test_word_that_an_address_uses_itself_names_no_conference(
    administrator: Client, slug: str
) -> None:
    response = administrator.post(ADD, {"slug": slug, "asked_in": "en"})

    assert list(response.context["form"].errors["slug"]) == [
        f"The site uses the word “{slug}” itself; choose another."
    ]


def test_no_app_s_pages_can_be_taken_for_a_conference() -> None:
    assert [
        model._meta.app_label
        for model in admin.site._registry
        if not is_reserved_slug(model._meta.app_label)
    ] == []
