"""No heading of a file means two columns, and each column says whose it is."""

from delegates.columns import (
    COLUMNS,
    OF_OFFICERS,
    PHOTO,
    Matters,
    asked_of_delegations,
    heading_of,
)
from delegates.shown import fields_shown_on_badges


def test_no_two_columns_share_a_heading() -> None:
    texts = [text for column in COLUMNS for text in (column.name, str(column.label), *column.also)]

    for column in COLUMNS:
        for text in (column.name, str(column.label), *column.also):
            assert heading_of([text]).places == {column.name: 0}
    assert heading_of(texts).unknown == ()


def test_what_a_badge_shows_and_a_category_follows_from_always_matters() -> None:
    """No conference may say otherwise: a badge would show what no officer has seen."""
    always = {column.name for column in [*COLUMNS, PHOTO] if column.matters == Matters.ALWAYS}

    assert {*fields_shown_on_badges()} - {"delegation"} <= always
    assert {"delegation", "kind", "position", "rank"} <= always


def test_a_delegation_is_asked_neither_where_it_belongs_nor_its_category() -> None:
    asked = {column.name for column in asked_of_delegations()}

    assert {"delegation", "kind", "category", "listing", "hosting", "reference"} == OF_OFFICERS
    assert OF_OFFICERS.isdisjoint(asked)
    assert {"given_name", "rank", "phone", "photo"} <= asked
