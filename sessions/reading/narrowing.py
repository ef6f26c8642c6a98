"""A part of the agenda, one at a time: a day, a room or a kind. Each has an address of its own.

What there is to choose from is what the programme has: no choice leads to an empty page. Pure.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sessions.choices import SessionKind
from sessions.reading.entries import Entry, Place
from sessions.reading.grid import places_of


@dataclass(frozen=True)
class Choices:
    """Days in their order, rooms in theirs, kinds as the interface lists them, by code."""

    days: tuple[dt.date, ...]
    places: tuple[Place, ...]
    kinds: tuple[tuple[str, str], ...]


def choices(entries: Iterable[Entry]) -> Choices:
    entries = list(entries)
    kinds = {entry.kind_code: entry.kind for entry in entries if entry.kind_code}
    return Choices(
        days=tuple(sorted({entry.day for entry in entries})),
        places=places_of(entries),
        kinds=tuple((code, kinds[code]) for code in SessionKind.values if code in kinds),
    )


def on_day(entries: Iterable[Entry], day: dt.date) -> list[Entry]:
    return [entry for entry in entries if entry.day == day]


def in_room(entries: Iterable[Entry], room: int) -> list[Entry]:
    return [entry for entry in entries if any(place.key == room for place in entry.places)]


def of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """A closed session is of no kind that readers may know."""
    return [entry for entry in entries if entry.kind_code == kind]
