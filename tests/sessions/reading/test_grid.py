"""A day as a table: what stands where, told as the lines of a drawing."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.writing.languages import Localized
from sessions.entries import Entry, Place
from sessions.reading.grid import Cell, Grid, grid
from sessions.reading.schedule import days
from tests.sessions.reading.test_schedule import DUSHANBE

NOTHING = Localized("", "en")


def place(room: str, order: int) -> Place:
    return Place(
        key=ord(room),
        order=(order,),
        room=Localized(room, "en"),
        venue=NOTHING,
        is_main_venue=True,
        address=NOTHING,
        directions=NOTHING,
    )


KINDS = ["panel", "panel", "break"]
PLACES = {"A": place("A", 2), "B": place("B", 1), "C": place("C", 3), "": None}


def entry(
    room: str,
    start: int,
    end: int,
    *,
    kind: str = "panel",
    overflow: str = "",
    is_cancelled: bool = False,
) -> Entry:
    at = dt.datetime(2018, 5, 3, tzinfo=DUSHANBE)
    return Entry(
        code="a",
        title=Localized(f"{room}{start}", "en"),
        starts_at=at + dt.timedelta(hours=start),
        ends_at=at + dt.timedelta(hours=end),
        place=PLACES[room],
        is_closed=False,
        is_cancelled=is_cancelled,
        sequence=0,
        changed_at=at,
        kind_code=kind,
        overflow=tuple(there for name in overflow if (there := PLACES[name])),
    )


def of(*entries: Entry) -> Grid | None:
    (day,) = days(entries)
    return grid(day)


def drawn_cell(cell: Cell) -> str:
    across = f"×{cell.rooms}" if cell.rooms > 1 else ""
    titles = "+".join(str(entry.title) for entry in cell.entries)
    return f"{titles or '-'}×{cell.rows}{across}"


def drawn(found: Grid | None) -> list[list[str]]:
    """Rooms, then each row: its start, and title and height of each cell that begins there."""
    assert found is not None
    rows = [
        [f"{row.starts_at:%H}"] + [drawn_cell(cell) for cell in row.cells] for row in found.rows
    ]
    return [[str(place.room) for place in found.places], *rows]


def test_rooms_stand_in_their_order_and_sessions_as_long_as_they_take() -> None:
    found = of(entry("A", 9, 12), entry("B", 10, 11), entry("A", 13, 14))

    assert drawn(found) == [
        ["B", "A"],
        ["09", "-×1", "A9×3"],
        ["10", "B10×1"],
        ["11", "-×1"],
        ["12", "-×1", "-×1"],
        ["13", "-×1", "A13×1"],
    ]


def test_every_row_fills_every_column() -> None:
    found = of(entry("A", 9, 12), entry("B", 10, 30), entry("A", 12, 14))

    assert found is not None
    assert sum(cell.rows for row in found.rows for cell in row.cells) == 2 * len(found.rows)


def test_what_has_no_room_or_is_cancelled_is_not_drawn() -> None:
    found = of(
        entry("A", 9, 10), entry("B", 9, 10), entry("", 8, 12), entry("A", 9, 11, is_cancelled=True)
    )

    assert drawn(found) == [["B", "A"], ["09", "B9×1", "A9×1"]]


def test_session_stands_in_every_room_that_it_has() -> None:
    found = of(entry("A", 9, 10, overflow="B"), entry("B", 10, 11))

    assert drawn(found) == [["B", "A"], ["09", "A9×1", "A9×1"], ["10", "B10×1", "-×1"]]


def test_break_stands_across_the_rooms_that_are_free() -> None:
    coffee = entry("A", 10, 11, kind="break")
    long = entry("C", 9, 11)
    found = of(entry("A", 9, 10), entry("B", 9, 10), coffee, long, entry("A", 14, 15))
    nobody = entry("", 14, 15, kind="break")

    assert drawn(found) == [
        ["B", "A", "C"],
        ["09", "B9×1", "A9×1", "C9×2"],
        ["10", "A10×1×2"],
        ["11", "-×1", "-×1", "-×1"],
        ["14", "-×1", "A14×1", "-×1"],
    ]
    assert drawn(of(entry("A", 14, 15), entry("B", 15, 16), entry("C", 15, 16), nobody)) == [
        ["B", "A", "C"],
        ["14", "14×1", "A14×1", "14×1"],
        ["15", "B15×1", "-×1", "C15×1"],
    ]


def test_one_room_is_no_table() -> None:
    assert of(entry("A", 9, 10), entry("", 9, 10)) is None


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ((9, 11), [["09", "B9×1", "A9+A9×1"], ["11", "B11×1", "-×1"]]),
        ((10, 12), [["09", "B9×2", "A9+A10×3"], ["10"], ["11", "B11×1"]]),
        ((9, 10), [["09", "B9×2", "A9+A9×2"], ["10"], ["11", "B11×1", "-×1"]]),
        ((11, 12), [["09", "B9×1", "A9×1"], ["11", "B11×1", "A11×1"]]),
    ],
    ids=["equal", "overlapping", "nested", "one after the other"],
)
def test_what_shares_a_room_and_a_time_shares_a_cell(
    second: tuple[int, int], rows: list[list[str]]
) -> None:
    """A release can hold both: each of them was told when the other was not there any more."""
    found = of(entry("A", 9, 11), entry("A", *second), entry("B", 9, 11), entry("B", 11, 12))

    assert drawn(found) == [["B", "A"], *rows]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.integers(8, 14), st.integers(1, 5), st.sampled_from(KINDS)
        ),
        max_size=8,
    )
)
def test_table_is_whole_whatever_shares_a_room(told: list[tuple[str, int, int, str]]) -> None:
    entries = [
        entry(room, start, start + lasts, kind=kind, overflow="B" if room == "A" else "")
        for room, start, lasts, kind in told
    ]
    found = of(*entries) if entries else None
    if found is None:
        return

    fields = sum(cell.rows * cell.rooms for row in found.rows for cell in row.cells)
    shown = Counter(id(one) for row in found.rows for cell in row.cells for one in cell.entries)

    assert fields == len(found.rows) * len(found.places)
    assert all(shown[id(one)] == len(one.places) for one in entries if not one.is_for_everybody)
