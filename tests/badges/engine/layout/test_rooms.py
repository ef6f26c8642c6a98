"""What short texts leave white is room for the texts below them, in one element."""

from dataclasses import replace

import pytest

from badges.engine.badge_file import fitted_badge
from badges.engine.codes import CODE_LENGTH
from badges.engine.content import BadgeContent
from badges.engine.design.boxes import Box
from badges.engine.design.errors import DesignError
from badges.engine.design.faces import front_only
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.layout.fit_check import FitCheck
from badges.engine.layout.rooms import Rooms
from badges.engine.stamps.fitted import BadgeOrder, FittedText
from badges.supplies import supplies
from conference.writing.languages import Localized
from tests.badges.engine.people import pictures

BOX = Box(60, 10, (12, 8), 4, 1.2, 400, room=40, group=1)
LONG = " ".join(["Adviser to the Minister for Water Resources and Energy"] * 4)
BADGE = BadgeContent(
    language="en",
    given_name=Localized("Zarina", ""),
    family_name=Localized("MIRZOEVA", ""),
    delegation_name=Localized("Tajikistan", "en"),
    serial="00001",
    code="0" * CODE_LENGTH,
)


def test_a_box_has_what_is_left_of_its_room() -> None:
    rooms = Rooms()
    rooms.fill("family_name", BOX, 22)

    assert rooms.widened(BOX) == replace(BOX, height=18)


def test_a_box_keeps_its_height_where_nothing_is_left() -> None:
    rooms = Rooms()
    rooms.fill("family_name", BOX, 33)

    assert rooms.widened(BOX) == BOX


@pytest.mark.parametrize(
    ("name", "box"),
    [("conference_title", BOX), ("family_name", replace(BOX, group=2))],
)
def test_texts_that_many_share_and_those_of_other_elements_use_nothing(name: str, box: Box) -> None:
    rooms = Rooms()
    rooms.fill(name, box, 22)

    assert rooms.widened(BOX).height == 40


def test_a_box_without_a_room_is_as_high_as_it_is() -> None:
    assert Rooms().widened(replace(BOX, room=0)) == replace(BOX, room=0)


@pytest.mark.parametrize(
    ("room", "words"),
    [("9", "at least as high as its box"), ("2000", "at most 1000"), ("9 9", "takes one number")],
)
def test_a_room_that_is_none_is_refused(room: str, words: str) -> None:
    html = (
        f'<p data-width="60" data-height="10" data-room="{room}" data-sizes="12 8" data-lines="4"'
        ' data-leading="1.2" data-weight="400">{{ function }}</p>'
    )

    with pytest.raises(DesignError, match=words):
        parse(DesignSource(html, ""))


def test_a_room_needs_its_box() -> None:
    with pytest.raises(DesignError, match="A box also needs data-width"):
        parse(DesignSource('<p data-room="40">{{ function }}</p>', ""))


def fits(content: BadgeContent) -> dict[str, FittedText]:
    order = BadgeOrder(content, parse(shipped(A6_PORTRAIT)))
    badge = fitted_badge(order, supplies(pictures().__getitem__))
    places = (place.field for place in badge.compiled.texts)
    return dict(zip(places, badge.fitted, strict=True))


def size(content: BadgeContent, field: str) -> float:
    return fits(content)[field].fit.size


@pytest.mark.parametrize("photo", ["", "photo"])
def test_a_long_function_is_larger_where_the_name_is_short(photo: str) -> None:
    short = replace(BADGE, photo=photo, function=Localized(LONG, ""))
    long = replace(
        short,
        family_name=Localized("VON UND ZU SCHRATTENTHAL-WALDSTÄTTEN", ""),
        own_name=Localized("Максимилиана Шарлотта фон унд цу Шраттенталь-Вальдштеттен", "ru"),
    )

    assert size(short, "function") > size(long, "function")
    assert FitCheck(front_only(shipped(A6_PORTRAIT))).misfits(long) == []


@pytest.mark.parametrize("photo", ["", "photo"])
def test_a_single_name_is_as_large_as_a_family_name(photo: str) -> None:
    """Whichever part it was entered in: "Sukarno" as typed, "SUKARNO" in capitals."""
    badge = replace(BADGE, photo=photo)
    given = replace(badge, given_name=Localized("Sukarno", ""), family_name=Localized("", ""))
    family = replace(badge, given_name=Localized("", ""), family_name=Localized("SUKARNO", ""))

    assert size(given, "given_name") == size(family, "family_name") > size(badge, "given_name")
    assert [place for place in fits(given) if place.endswith("name")] == [
        "delegation_name",
        "given_name",
    ]
