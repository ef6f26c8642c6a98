"""A day as a table: what stands where, told as the lines of a drawing."""

import datetime as dt

from conference.writing.languages import Localized
from sessions.reading.entries import Entry, Place
from sessions.reading.grid import Grid, grid
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


PLACES = {"A": place("A", 2), "B": place("B", 1), "": None}


def entry(room: str, start: int, end: int, *, is_cancelled: bool = False) -> Entry:
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
    )


def of(*entries: Entry) -> Grid | None:
    (day,) = days(entries)
    return grid(day)


def drawn(found: Grid | None) -> list[list[str]]:
    """Rooms, then each row: its start, and title and height of each cell that begins there."""
    assert found is not None
    rows = [
        [f"{row.starts_at:%H}"]
        + [f"{cell.entry.title if cell.entry else '-'}×{cell.rows}" for cell in row.cells]
        for row in found.rows
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


def test_one_room_is_no_table() -> None:
    assert of(entry("A", 9, 10), entry("", 9, 10)) is None
