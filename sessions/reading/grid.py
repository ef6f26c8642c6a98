"""One day as a table for wide screens: a column for each room, a row for each stretch of time.

Rows are as high as their words need, not as long as they last: the table says who is where and
when, and no room stays half empty for a reader to scroll past. Pure.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from sessions.reading.entries import Entry, Place
from sessions.reading.schedule import Day

FEWEST_ROOMS = 2
"""One room alone is the list again."""


@dataclass(frozen=True)
class Cell:
    """What a room has from one row on, for so many rows; free where there is no entry."""

    entry: Entry | None
    rows: int


@dataclass(frozen=True)
class Row:
    starts_at: dt.datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    places: tuple[Place, ...]
    rows: tuple[Row, ...]


def grid(day: Day) -> Grid | None:
    """The day's rooms in their order. None where they are too few to stand side by side.

    What is cancelled has no room any more, what has none yet stands in the list alone.
    """
    entries = [
        entry
        for slot in day.slots
        for entry in slot.entries
        if entry.place and not entry.is_cancelled
    ]
    places = places_of(entries)
    if len(places) < FEWEST_ROOMS:
        return None
    instants = sorted(
        {instant for entry in entries for instant in (entry.starts_at, entry.ends_at)}
    )
    columns = [_column(place, entries, instants) for place in places]
    rows = (
        Row(start, tuple(column[start] for column in columns if start in column))
        for start in instants[:-1]
    )
    return Grid(places, tuple(rows))


def places_of(entries: Iterable[Entry]) -> tuple[Place, ...]:
    """Each room once: the main venue's first, then in the order of venues and rooms."""
    places = {entry.place.key: entry.place for entry in entries if entry.place}
    return tuple(sorted(places.values(), key=attrgetter("order")))


def _column(
    place: Place, entries: Iterable[Entry], instants: list[dt.datetime]
) -> dict[dt.datetime, Cell]:
    """Of one room, by the row in which each cell begins; two entries never overlap in it."""
    cells: dict[dt.datetime, Cell] = {}
    taken_until = instants[0]
    held = {
        entry.starts_at: entry for entry in entries if entry.place and entry.place.key == place.key
    }
    for start, _end in pairwise(instants):
        if start in held:
            entry = held[start]
            rows = sum(entry.starts_at <= instant < entry.ends_at for instant in instants)
            cells[start], taken_until = Cell(entry, rows), entry.ends_at
        elif start >= taken_until:
            cells[start] = Cell(None, 1)
    return cells
