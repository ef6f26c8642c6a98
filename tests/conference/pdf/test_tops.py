"""What stands above a page, by the places of its blocks alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from conference.pdf.tops import Running, Tops, css_string

HUNGARY, TAJIKISTAN = Running("States", "Hungary"), Running("States", "Tajikistan")
MORE = replace(HUNGARY, goes_on=True)
PRESS = Running("Media", "Free Press")
LEFT, RIGHT = 50.0, 310.0


def tops(*blocks: Running, start: str = "left") -> Tops:
    return Tops(blocks, "%s (continued)", start, middle=297.0)


def page(*places: tuple[float, float]) -> Mapping[str, Any]:
    """From the block with the number 0 on: its left edge and its upper."""
    return {
        str(number): SimpleNamespace(content=SimpleNamespace(left=left, top=top))
        for number, (left, top) in enumerate(places)
    }


def said(start: str, end: str, *, head: str, number: int = 1) -> str:
    def lines(first: str, second: str) -> str:
        blank = css_string("\u00a0")
        above, below = (css_string(text) if text else blank for text in (first, second))
        return f'{above} "\\A " {below}'

    return (
        f"@page:nth({number}){{@top-left{{content:{lines(head, start)}}}"
        f"@top-right{{content:{lines('', end)}}}}}"
    )


def test_page_says_from_where_to_where_it_goes_and_what_goes_on() -> None:
    blocks = (MORE, MORE, TAJIKISTAN)

    css = tops(*blocks).css([page((LEFT, 60), (RIGHT, 60), (RIGHT, 90))])

    continued = "Hungary (continued)"
    assert css == said(continued, continued, head="States · Hungary – Tajikistan")


@pytest.mark.parametrize(
    ("last", "head"),
    [
        (MORE, "States · Hungary"),
        (PRESS, "States · Hungary – Media · Free Press"),
    ],
)
def test_one_delegation_is_said_once_and_another_kind_with_its_name(
    last: Running, head: str
) -> None:
    css = tops(HUNGARY, last).css([page((LEFT, 60), (LEFT, 90))])

    assert css == said("", "", head=head)


def test_column_that_begins_below_a_heading_has_nothing_above_it() -> None:
    heading = Running("States")

    css = tops(heading, HUNGARY, MORE).css([page((LEFT, 60), (LEFT, 90), (RIGHT, 90))])

    assert css == said("", "", head="States · Hungary")


def test_page_without_blocks_is_left_as_it_is_and_the_others_are_counted_on() -> None:
    css = tops(HUNGARY).css([{}, page((LEFT, 60))])

    assert css == said("", "", head="States · Hungary", number=2)


def test_first_column_is_the_right_one_where_lines_begin_there() -> None:
    css = tops(MORE, TAJIKISTAN, start="right").css([page((RIGHT, 60), (LEFT, 60))])

    assert "@page:nth(1){@top-right{content:" in css
    assert css.index(css_string("Hungary (continued)")) < css.index("@top-left")


def test_name_in_the_margin_ends_no_string() -> None:
    assert css_string('a"};\n') == r'"a\22 \7d \3b \a "'
    assert css_string("Côte d’Ivoire") == r'"Côte d\2019 Ivoire"'
