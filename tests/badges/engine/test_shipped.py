"""What the designs that come with Dais promise, measured on the pages of the worst badges."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from badges.engine import squares
from badges.engine.badge_file import fitted_badge
from badges.engine.content import NOTHING, BadgeContent
from badges.engine.design import shipped
from badges.engine.design.faces import front_only
from badges.engine.design.fields import TEXTS, Overlong
from badges.engine.design.language import Design, parse
from badges.engine.design.paper import paper_of
from badges.engine.design.shipped.words import with_words
from badges.engine.layout.fit import MM_PER_POINT, Fit
from badges.engine.layout.fit_check import FitCheck
from badges.engine.layout.reference import render_badges
from badges.engine.stamps.fitted import BadgeOrder
from badges.services import designs
from badges.supplies import supplies
from conference.pdf.layout import Asset
from conference.pdf.shaping import shape
from conference.writing.languages import Localized
from delegates.defaults import categories
from delegates.reference.files import countries
from tests.badges.worst_cases import (
    FOUND,
    PROGRAMME,
    face,
    in_arabic,
    of_type,
    ordinary,
    pictures,
    worst_cases,
)

DPI = 300
# Of 255: a pixel at an edge is a mixture.
INKED = 40
# Millimetres by which a J reaches over the edge of its line.
OVERHANG = 0.7
# Of 255, on average over the strip.
LEAST_GREY = 12
SLOT = (14, 3)


@dataclass(frozen=True)
class Promise:
    """Millimetres. `capitals`: of the longest family names, 0 where nobody is named; `letter`: of
    the category, 0 where it is not shown; `band`: from where to where it is nothing but colour and
    pattern.

    `slot`: how far down it is, None where nothing is hung. `shortens`: texts that may be.
    """

    margin: float
    letter: float = 0
    band: tuple[float, float] = (0, 0)
    capitals: float = 4.5
    slot: float | None = 6
    shortens: frozenset[str] = frozenset()
    has_code: bool = True


# "3 / 6" is written from left to right in every language.
NUMBERS = frozenset({"copy_number", "copy_count"})
VEHICLE = frozenset({"vehicle_make", "vehicle_colour", "delegation_name"})
DUTY = frozenset({"function", "department", "ministry", "delegation_name"})
# A J of 36 points reaches further over the edge.
PLATE = Promise(margin=9.5, capitals=18, slot=None, shortens=frozenset({"delegation_name"}))
PROMISES = {
    "a6_portrait_3": Promise(margin=5, letter=12, band=(125.5, 128.5)),
    "a6_portrait_back_1": Promise(
        margin=5, letter=6, band=(132.1, 134.1), has_code=False, shortens=DUTY
    ),
    "a7_landscape_1": Promise(margin=5, letter=9.5, band=(55.6, 57.8), shortens=DUTY, capitals=4),
    "cr80_landscape_1": Promise(
        margin=3.5, letter=6, band=(42.2, 43.6), slot=4, shortens=DUTY, capitals=3
    ),
    "day_a6_portrait_1": Promise(margin=5, letter=12, band=(125.5, 128.5), shortens=DUTY),
    "transferable_a6_portrait_1": Promise(
        margin=5, letter=12, band=(125.5, 128.5), capitals=0, shortens=DUTY
    ),
    "vehicle_a5_landscape_1": Promise(
        margin=6, letter=14, band=(116.5, 121.5), capitals=0, slot=None, shortens=VEHICLE
    ),
    "nameplate_country_1": replace(PLATE, capitals=0, has_code=False),
    "nameplate_country_back_1": replace(PLATE, capitals=0),
    "nameplate_person_1": replace(PLATE, has_code=False),
    "nameplate_person_back_1": PLATE,
}
BANDED = [name for name in PROMISES if PROMISES[name].letter]


def test_every_face_that_a_new_design_begins_with_is_measured() -> None:
    newest = [design.newest for design in shipped.DESIGNS]
    faces = {name for version in newest for name in (version.front, version.back) if name}

    assert faces == {*PROMISES}


@pytest.mark.parametrize("design", shipped.DESIGNS, ids=lambda design: design.key)
def test_every_design_may_be_saved_as_it_is(design: shipped.ShippedDesign) -> None:
    designs.check(design.newest.faces())
    designs.check(with_words(design.newest.faces(), PROGRAMME, FOUND))


@cache
def design(name: str) -> Design:
    return parse(face(name))


@cache
def assets() -> dict[str, Asset]:
    return pictures()


def pdf_of(name: str, badges: Sequence[BadgeContent]) -> bytes:
    return render_badges(badges, face(name), assets()).pdf


def pages(pdf: bytes) -> list[Image.Image]:
    """In colour, as they are cut."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]


def differing(one: Image.Image, other: Image.Image) -> tuple[float, ...]:
    """What differs: left, top, right, bottom in millimetres."""
    difference = ImageChops.difference(one, other).convert("L")
    box = difference.point([255 * (value > INKED) for value in range(256)]).getbbox()
    assert box is not None
    return tuple(edge * 25.4 / DPI for edge in box)


def area(*edges: float) -> tuple[int, ...]:
    return tuple(round(edge * DPI / 25.4) for edge in edges)


def emptied(badge: BadgeContent) -> BadgeContent:
    """Nothing on it but its code and its category, in the narrowest letter."""
    texts = {name: NOTHING for name in TEXTS if isinstance(getattr(badge, name, ""), Localized)}
    plain = {"category_words": (), "zones": (), "serial": ""} | {
        "category_letter": badge.category_letter and "I"
    }
    nothing = dict.fromkeys(("conference_logo", "photo", "delegation_flag"), "")
    return replace(badge, **texts | plain | nothing)  # type: ignore[arg-type]


def of_categories() -> list[BadgeContent]:
    """A badge of each category that a conference begins with, and nothing on it."""
    return [
        replace(
            emptied(ordinary()),
            category_colour=category.colour,
            category_is_hatched=category.is_hatched,
        )
        for category in categories()
    ]


@pytest.mark.parametrize("name", PROMISES)
def test_nothing_of_the_worst_badges_is_cut_or_made_smaller_than_the_design_calls_readable(
    name: str,
) -> None:
    check = FitCheck(front_only(face(name)))

    outcomes = {
        (number, misfit.field): misfit.outcome
        for number, badge in enumerate(of_type(name))
        for misfit in check.misfits(badge)
        if misfit.field not in PROMISES[name].shortens
        or misfit.outcome not in {Overlong.ELLIPSIS, Overlong.ACRONYM}
    }

    assert outcomes == {}


@pytest.mark.parametrize("name", [name for name in PROMISES if PROMISES[name].capitals])
def test_capitals_of_the_longest_family_names_are_as_high_as_promised(name: str) -> None:
    """Longer than any of a list of 7,830 names (`bench/name_sizes.py`)."""
    capital = shape("H", "en", 700).above
    named = worst_cases()[0]

    for photo in ("photo", ""):
        badge = fitted_badge(
            BadgeOrder(replace(named, photo=photo), design(name)), supplies(assets().__getitem__)
        )
        sizes = [
            fitted.fit.size
            for place, fitted in zip(badge.compiled.texts, badge.fitted, strict=True)
            if place.field == "family_name"
        ]
        assert min(sizes) * MM_PER_POINT * capital >= PROMISES[name].capitals


@pytest.mark.parametrize("name", [name for name in PROMISES if "country" in name])
def test_capitals_of_most_countries_are_18_mm_high_on_nameplates(name: str) -> None:
    """Of 95 % of them, in the language whose names are longest."""
    capital = shape("H", "en", 700).above
    least = 18 / capital / MM_PER_POINT
    names = [country.name.localize("en") for country in countries()]

    sizes = []
    for words in names:
        check = FitCheck(front_only(face(name)))
        check.misfits(replace(ordinary(), serial="", delegation_name=Localized(words, "en")))
        sizes += [fit.size for fit in check.known.values() if isinstance(fit, Fit)]

    assert len(sizes) == len(names) > 190
    assert sum(size >= least for size in sizes) >= 0.95 * len(sizes)


def test_plate_of_ten_letters_is_read_from_15_metres() -> None:
    """An eye of full sight reads five minutes of arc (ISO 8596): 22 mm at 15 m."""
    capital = shape("H", "en", 700).above
    check = FitCheck(front_only(face("vehicle_a5_landscape_1")))

    check.misfits(replace(of_type("vehicle_")[0], vehicle_plate="4821 AB 01"))

    [size] = [fit.size for (field, *_), fit in check.known.items() if field == "vehicle_plate"]  # type: ignore[union-attr]
    assert size * MM_PER_POINT * capital >= 22


@pytest.mark.parametrize("name", BANDED)
def test_letter_is_as_high_as_promised(name: str) -> None:
    badge = emptied(ordinary())

    with_letter, without = pages(pdf_of(name, [replace(badge, category_letter="H"), badge]))

    _left, top, _right, bottom = differing(with_letter, without)
    assert bottom - top >= PROMISES[name].letter


@pytest.mark.parametrize("name", PROMISES)
@pytest.mark.parametrize("is_arabic", [False, True])
def test_code_slot_and_quiet_margin_are_clear_on_the_worst_badges(
    name: str, is_arabic: bool
) -> None:
    badges = [in_arabic(one) if is_arabic else one for one in of_type(name)]
    paper, margin = paper_of(design(name).css), PROMISES[name].margin - OVERHANG
    (width, height), down, middle = SLOT, PROMISES[name].slot, paper.width / 2

    pdf = pdf_of(name, badges)

    for square in squares.squares(pdf) if PROMISES[name].has_code else ():
        assert square is not None
        assert square.width >= squares.LEAST_MILLIMETRES
        assert square.is_in_white
    empty = pages(pdf_of(name, [emptied(one) for one in badges]))
    for one, without in zip(pages(pdf), empty, strict=True):
        if down is not None:
            slot = area(middle - width / 2, down, middle + width / 2, down + height)
            assert one.crop(slot).convert("L").getextrema() == (255, 255)
        left, top, right, bottom = differing(one, without)
        assert min(left, top) >= margin
        assert right <= paper.width - margin
        assert bottom <= paper.height - margin


@pytest.mark.parametrize("name", BANDED)
def test_bands_of_all_categories_are_told_apart_in_grey(name: str) -> None:
    """Looked at as from two metres, where an eye sees half a millimetre: of any two bands either
    the grey is another one, or the pattern.
    """
    paper, (top, bottom) = paper_of(design(name).css), PROMISES[name].band
    band = area(0, top, paper.width, bottom)
    letters = [category.letter for category in categories()]

    seen = [
        page.crop(band).convert("L").filter(ImageFilter.GaussianBlur(0.25 * DPI / 25.4))
        for page in pages(pdf_of(name, of_categories()))
    ]

    apart = {
        one + other: ImageStat.Stat(ImageChops.difference(seen[here], seen[there])).mean[0]
        for (here, one), (there, other) in combinations(enumerate(letters), 2)
    }
    assert {pair: value for pair, value in apart.items() if value < LEAST_GREY} == {}


@pytest.mark.parametrize("name", PROMISES)
def test_conference_that_reads_from_right_to_left_has_it_mirrored(name: str) -> None:
    width = paper_of(design(name).css).width / 25.4 * 72
    for badge in of_type(name)[:2]:
        left, right = (
            fitted_badge(
                BadgeOrder(replace(badge, language=tag), design(name)),
                supplies(assets().__getitem__),
            )
            for tag in ("en", "ar")
        )
        for place, mirrored in zip(left.compiled.texts, right.compiled.texts, strict=True):
            if place.field in NUMBERS:
                continue
            wide = place.box.width / 25.4 * 72
            assert mirrored.left == pytest.approx(width - place.left - wide, abs=0.1)
        for drawn, other in zip(left.compiled.pictures, right.compiled.pictures, strict=True):
            here, there = drawn.drawn_in, other.drawn_in
            assert there.left == pytest.approx(width - here.left - here.width, abs=0.1)
