"""One day as a table for wide screens: a column for each room, a row for each stretch of time.

Rows are as high as their words need, not as long as they last: the table says who is where and
when, and no room stays half empty for a reader to scroll past. A break stands across all rooms
that are free then. Pure.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from sessions.entries import Entry, Place
from sessions.reading.schedule import Day

FEWEST_ROOMS = 2
"""One room alone is the list again."""


@dataclass(frozen=True)
class Cell:
    """What a room has from one row on, for so many rows and rooms; free where it has no entry.

    Several where one begins before another has ended.
    """

    entries: tuple[Entry, ...]
    rows: int
    rooms: int = 1


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
    held = [entry for slot in day.slots for entry in slot.entries if not entry.is_cancelled]
    breaks = [entry for entry in held if entry.is_for_everybody]
    entries = [entry for entry in held if entry.places and not entry.is_for_everybody]
    places = places_of(entries)
    if len(places) < FEWEST_ROOMS:
        return None
    instants = sorted(
        {at for entry in [*entries, *breaks] for at in (entry.starts_at, entry.ends_at)}
    )
    taken = _Taken(places, instants)
    for key, held_there in _by_room(entries).items():
        for sharing in sharing_time(held_there):
            taken.take(sharing, key)
    for entry in breaks:
        taken.take_what_is_free(entry)
    return Grid(places, tuple(taken.rows()))


def places_of(entries: Iterable[Entry]) -> tuple[Place, ...]:
    """Each room once: the main venue's first, then in the order of venues and rooms."""
    places = {place.key: place for entry in entries for place in entry.places}
    return tuple(sorted(places.values(), key=attrgetter("order")))


def _by_room(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in {place.key for place in entry.places}:
            found[key].append(entry)
    return found


def sharing_time(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """Entries in the order of their starts, those together that begin before others have ended.

    No room is booked twice; but readers may have been told of a session in a room, and then of
    another that has the room since the first was moved, which they have not been told yet.
    """
    found: list[tuple[Entry, ...]] = []
    for entry in entries:
        if found and entry.starts_at < _end(found[-1]):
            found[-1] = (*found[-1], entry)
        else:
            found.append((entry,))
    return found


def _end(entries: Iterable[Entry]) -> dt.datetime:
    return max(entry.ends_at for entry in entries)


class _Taken:
    """Fields of the table, by row and room, as they are taken; no cell covers those of another."""

    def __init__(self, places: Sequence[Place], instants: Sequence[dt.datetime]) -> None:
        self.columns = {place.key: column for column, place in enumerate(places)}
        self.instants = instants[:-1]
        self.cells: dict[tuple[int, int], Cell] = {}
        self.covered: set[tuple[int, int]] = set()

    def take(self, entries: tuple[Entry, ...], room: int) -> None:
        column = self.columns[room]
        self._put(entries, self._rows_of(entries), range(column, column + 1))

    def take_what_is_free(self, entry: Entry) -> None:
        """In one piece where the rooms stand side by side."""
        rows = self._rows_of((entry,))
        free = [
            column
            for column in self.columns.values()
            if not any((row, column) in self.covered for row in rows)
        ]
        begin = 0
        for index, column in enumerate(free):
            if index + 1 == len(free) or free[index + 1] != column + 1:
                self._put((entry,), rows, range(free[begin], column + 1))
                begin = index + 1

    def rows(self) -> Iterable[Row]:
        for row, start in enumerate(self.instants):
            cells = (
                self.cells.get((row, column), Cell((), 1))
                for column in range(len(self.columns))
                if (row, column) in self.cells or (row, column) not in self.covered
            )
            yield Row(start, tuple(cells))

    def _rows_of(self, entries: tuple[Entry, ...]) -> range:
        first = self.instants.index(entries[0].starts_at)
        return range(first, first + bisect_left(self.instants[first:], _end(entries)))

    def _put(self, entries: tuple[Entry, ...], rows: range, columns: range) -> None:
        self.cells[rows.start, columns.start] = Cell(entries, len(rows), len(columns))
        self.covered.update((row, column) for row in rows for column in columns)
