"""What a badge shows of a delegate: text by text, in the conference's languages."""

import datetime as dt
from dataclasses import replace

import pytest
from i18nfield.strings import LazyI18nString

from badges import snapshot
from badges.engine.content import NOTHING, BadgeContent
from badges.models import Generation
from badges.snapshot import Snapshots, with_what_badges_show
from conference.models import Conference
from conference.writing.languages import Localized
from delegates.letters import fields_printed_in
from delegates.models import Category, Delegate
from tests.factories import (
    CategoryFactory,
    CategoryZoneFactory,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    RankFactory,
    ZoneFactory,
)


@pytest.fixture
def category() -> Category:
    conference = ConferenceFactory(
        short_title=LazyI18nString({"en": "Water 2018", "ru": "Вода 2018"}),
        languages=["ru", "tg", "en"],
    )
    found: Category = CategoryFactory(
        conference=conference,
        letter="D",
        colour="#1d4f91",
        name=LazyI18nString({"en": "Delegate", "ru": "Делегат"}),
    )
    return found


WHOLE = {
    "given_name": "Emomali",
    "patronymic": "Sharipovich",
    "family_name": "Rahmon",
    "name_suffix": "II",
}


def prints_patronymics(category: Category, is_printed: bool = True) -> None:
    category.conference.prints_patronymics = is_printed
    category.conference.save()


def content_of(delegate: Delegate, language: str = "ru") -> BadgeContent:
    conference: Conference = delegate.conference
    loaded = with_what_badges_show(Delegate.objects.filter(pk=delegate.pk)).get()
    return Snapshots(conference, language).content(loaded, serial=7, code="0" * 16)


def delegate_in(category: Category, **fields: object) -> Delegate:
    delegation = DelegationFactory(
        conference=category.conference,
        name=LazyI18nString({"en": "Germany", "ru": "Германия"}),
        flag_code="de",
    )
    made: Delegate = DelegateFactory(
        delegation=delegation, category=category, is_category_set_by_hand=True, **fields
    )
    return made


def test_names_are_written_as_on_a_badge(category: Category) -> None:
    delegate = delegate_in(
        category,
        given_name="Jürgen",
        family_name="Weiß",
        own_name="Юрген Вайс",
        own_name_language="ru",
    )

    content = content_of(delegate)

    assert content.given_name.text == "Jürgen"
    assert content.family_name.text == "WEIẞ"
    assert content.own_name == Localized("Юрген Вайс", "ru")


@pytest.mark.parametrize(
    ("is_printed", "names"),
    [(False, ("Emomali", "RAHMON")), (True, ("Emomali Sharipovich", "RAHMON II"))],
)
def test_patronymic_and_suffix_stand_on_it_where_the_conference_says_so(
    category: Category, is_printed: bool, names: tuple[str, str]
) -> None:
    prints_patronymics(category, is_printed)
    delegate = delegate_in(category, **WHOLE)

    content = content_of(delegate)

    assert (content.given_name, content.family_name) == tuple(Localized(one, "") for one in names)


def test_name_as_shown_says_them_itself(category: Category) -> None:
    prints_patronymics(category)

    content = content_of(delegate_in(category, **WHOLE, display_name="RAHMON Emomali"))

    assert (content.given_name.text, content.family_name.text) == ("", "RAHMON Emomali")


def test_name_as_shown_stands_alone_and_as_typed(category: Category) -> None:
    delegate = delegate_in(
        category, given_name="Maria", family_name="Garcia", display_name="Sister María José"
    )

    content = content_of(delegate)

    assert (content.given_name.text, content.family_name.text) == ("", "Sister María José")


def test_texts_are_in_the_language_of_the_job_or_the_next_that_has_them(
    category: Category,
) -> None:
    content = content_of(delegate_in(category), language="tg")

    assert content.language == "tg"
    assert content.delegation_name == Localized("Германия", "ru")
    assert content.conference_short_title == Localized("Вода 2018", "ru")
    assert content.conference_dates == Localized("3–4 майи соли 2018", "tg")


def test_category_is_said_once_in_each_language_it_has(category: Category) -> None:
    content = content_of(delegate_in(category))

    assert content.category_words == (Localized("Делегат", "ru"), Localized("Delegate", "en"))
    assert (content.category_letter, content.category_colour) == ("D", "#1d4f91")


def test_zones_stand_in_the_order_of_the_conference(category: Category) -> None:
    for letter, order in (("M", 3), ("A", 1), ("Z", 2)):
        zone = ZoneFactory(conference=category.conference, letter=letter, order=order)
        CategoryZoneFactory(category=category, zone=zone)

    assert content_of(delegate_in(category)).zones == ("A", "Z", "M")


def test_flag_is_the_delegations_own(category: Category) -> None:
    delegate = delegate_in(category)
    by_code = content_of(delegate).delegation_flag
    delegate.delegation.flag_file = "flags/aa/own.png"
    delegate.delegation.save()

    assert by_code == "flag:de"
    assert content_of(delegate).delegation_flag == "flags/aa/own.png"


def test_switched_off_or_unknown_flag_is_no_flag(category: Category) -> None:
    delegate = delegate_in(category)
    for code in ("", "qq"):
        delegate.delegation.flag_code = code
        delegate.delegation.save()

        assert content_of(delegate).delegation_flag == ""


def test_content_comes_back_from_its_snapshot_equal(category: Category) -> None:
    content = content_of(delegate_in(category))

    assert BadgeContent.from_snapshot(content.as_snapshot()) == content


def test_a_field_that_was_not_yet_stored_then_takes_its_default(category: Category) -> None:
    content = content_of(delegate_in(category, function="Minister"))
    stored = content.as_snapshot()
    del stored["function"]

    assert BadgeContent.from_snapshot(stored) == replace(content, function=NOTHING)


def test_a_field_that_is_stored_no_more_is_passed_over(category: Category) -> None:
    content = content_of(delegate_in(category))

    assert BadgeContent.from_snapshot(content.as_snapshot() | {"seat": "12"}) == content


@pytest.mark.parametrize(
    ("stored_then", "changed_since", "is_outdated"),
    [(True, False, False), (True, True, True), (False, False, False), (False, True, False)],
)
def test_a_badge_is_outdated_by_what_changed_and_not_by_a_field_that_came_later(
    category: Category, stored_then: bool, changed_since: bool, is_outdated: bool
) -> None:
    delegate = delegate_in(category, function="Minister")
    stored = content_of(delegate, "en").as_snapshot()
    if not stored_then:
        del stored["function"]
    if changed_since:
        delegate.function = "Adviser"
        delegate.save()

    loaded = with_what_badges_show(Delegate.objects.filter(pk=delegate.pk)).get()

    generation = Generation(content=stored)
    snapshots = Snapshots(delegate.conference, "en")
    assert snapshot.is_outdated(generation, loaded, snapshots) == is_outdated


@pytest.mark.parametrize("is_printed", [False, True])
def test_what_a_badge_shows_of_a_delegate_is_what_makes_it_out_of_date(
    category: Category, is_printed: bool
) -> None:
    """One after the other, each field that can be edited takes another value."""
    prints_patronymics(category, is_printed)
    delegate = delegate_in(
        category,
        own_given_name="Ева",
        own_family_name="Ивонова",
        own_name="Ева Ивонова",
        own_name_language="tg",
    )
    another = {
        "delegation": DelegationFactory(conference=category.conference),
        "position": "adviser",
        "order": 7,
        "honorific": "Dr",
        "patronymic": "Another",
        "name_suffix": "Jr",
        "rank_represented": "Another",
        "in_office_since": dt.date(2020, 1, 1),
        "languages": "Another",
        "hotel": "Another",
        "arrival_at": dt.datetime(2027, 5, 24, 4, 30, tzinfo=dt.UTC),
        "arrival_place": "Another",
        "arrival_carrier": "Another",
        "arrival_number": "Another",
        "arrival_aircraft": "yes",
        "departure_at": dt.datetime(2027, 5, 24, 4, 30, tzinfo=dt.UTC),
        "departure_place": "Another",
        "departure_carrier": "Another",
        "departure_number": "Another",
        "departure_aircraft": "yes",
        "hosting": "hosted",
        "spouse_of": None,
        "given_name": "Another",
        "family_name": "Another",
        "own_name": "Ивонова Ева",
        "own_name_language": "ru",
        "display_name": "Another",
        "gender": "female",
        "function": "Another",
        "department": "Another",
        "ministry": "Another",
        "listing": "counted",
        "publication": "withheld",
        "rank": RankFactory(conference=category.conference),
        "category": CategoryFactory(conference=category.conference, letter="X"),
        "is_category_set_by_hand": False,
        "email": "another@example.org",
        "phone": "+992 00",
        "nationality": CountryFactory(),
        "photo": "photos/aa/another.jpg",
    }
    before = content_of(delegate)
    shown = set()
    for field, value in another.items():
        former = getattr(delegate, field)
        Delegate.objects.filter(pk=delegate.pk).update(**{field: value})
        if content_of(delegate) != before:
            shown.add(field)
        Delegate.objects.filter(pk=delegate.pk).update(**{field: former})

    editable = {field.name for field in Delegate._meta.fields if field.editable}
    # The parts of a name in own script change the whole with them, as the database sees to.
    parts = {"own_given_name", "own_family_name"}
    assert editable - {"id", "conference"} - parts == another.keys()
    assert shown == fields_printed_in(category.conference)
    assert shown == snapshot.SHOWN - (set() if is_printed else {"patronymic", "name_suffix"})
