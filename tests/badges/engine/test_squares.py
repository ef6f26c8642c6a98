"""A code that a door could not read is seen before a design is used."""

from dataclasses import replace

import pytest

from badges.engine import squares, tokens
from badges.engine.design import shipped
from badges.engine.design.language import DesignSource
from badges.engine.layout.reference import render_badges
from badges.engine.squares import Square
from tests.badges.engine.people import people, pictures

PLACE = "inset-inline-end: 5mm; top: 94.2mm; width: 24mm; height: 24mm"
SHIPPED = shipped.shipped(shipped.A6_PORTRAIT)


def found(css: str = PLACE, html: str = SHIPPED.html, count: int = 2) -> list[Square | None]:
    """Widths to a thousandth of a millimetre."""
    badges = [replace(one, token=tokens.NO_TOKEN) for one in people(count)]
    source = DesignSource(html, SHIPPED.css.replace(PLACE, css))
    pdf = render_badges(badges, source, pictures()).pdf
    return [one and replace(one, width=round(one.width, 3)) for one in squares.squares(pdf)]


@pytest.mark.parametrize("name", [*shipped.FORMER, shipped.A6_PORTRAIT])
def test_shipped_designs_keep_the_code_large_and_in_white(name: str) -> None:
    badges = [replace(one, token=tokens.NO_TOKEN) for one in people(16)]

    pdf = render_badges(badges, shipped.shipped(name), pictures()).pdf

    for square in squares.squares(pdf):
        assert square is not None
        assert (round(square.width, 3), square.is_in_white) == (24.0, True)


@pytest.mark.parametrize("width", [18.4, 18.5])
def test_width_is_measured_as_printed(width: float) -> None:
    css = f"inset-inline-end: 5mm; top: 94.2mm; width: {width}mm; height: {width}mm"

    assert found(css) == [Square(width, is_in_white=True)] * 2


def test_shorter_side_counts() -> None:
    assert (
        found("inset-inline-end: 5mm; top: 94.2mm; width: 24mm; height: 20mm")
        == [Square(20.0, is_in_white=True)] * 2
    )


@pytest.mark.parametrize(("gap", "is_white"), [(2.0, False), (2.5, True)])
def test_four_modules_around_it_are_white_or_it_is_said(gap: float, is_white: bool) -> None:
    """Four of 41 modules of a code of 24 mm are 2.34 mm."""
    source = DesignSource(
        '<div class="badge"><img class="qr" src="{{ qr }}" alt=""><p class="bar"></p></div>',
        "@page { size: 105mm 148mm; margin: 0 } .badge { position: relative; height: 148mm }"
        " .qr { position: absolute; left: 10mm; top: 10mm; width: 24mm; height: 24mm }"
        f" .bar {{ position: absolute; margin: 0; left: {34 + gap}mm; top: 10mm; width: 9mm;"
        " height: 9mm; background: #14233b }",
    )
    badge = replace(people(1)[0], token=tokens.NO_TOKEN)

    [square] = squares.squares(render_badges([badge], source, pictures()).pdf)

    assert square is not None
    assert square.is_in_white == is_white


def test_at_the_edge_paper_ends_and_nothing_is_dark_there() -> None:
    assert (
        found("left: 81mm; top: 94.4mm; width: 24mm; height: 24mm")
        == [Square(24.0, is_in_white=True)] * 2
    )


def test_badge_without_a_code_is_seen() -> None:
    code = '<img class="qr" src="{{ qr }}" alt="">'
    with_photo = SHIPPED.html.replace(code, "{% if photo %}" + code + "{% endif %}")
    assert with_photo != SHIPPED.html

    assert {square is None for square in found(html=with_photo, count=16)} == {True, False}
