"""What a badge shows of a delegate: text by text, in the conference's languages."""

import pytest
from i18nfield.strings import LazyI18nString

from badges.content import BadgeContent
from badges.snapshot import Snapshots, with_what_badges_show
from conference.languages import Localized
from conference.models import Conference
from delegates.models import Category, Delegate
from tests.factories import (
    CategoryFactory,
    CategoryZoneFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
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
    for letter, position in (("M", 3), ("A", 1), ("Z", 2)):
        zone = ZoneFactory(conference=category.conference, letter=letter, position=position)
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
