"""A part of the agenda, one at a time: a day, a room, a kind or an organizer. Each has an address.

What there is to choose from is what the programme has: no choice leads to an empty page. Pure.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sessions.choices import SessionKind
from sessions.entries import Entry, Organizer, Place
from sessions.reading.grid import places_of


@dataclass(frozen=True)
class Choices:
    """Days in their order, rooms in theirs, kinds as the interface lists them, by code, organizers
    in the order in which the programme names them first.
    """

    days: tuple[dt.date, ...]
    places: tuple[Place, ...]
    kinds: tuple[tuple[str, str], ...]
    organizers: tuple[Organizer, ...]


def choices(entries: Iterable[Entry]) -> Choices:
    entries = list(entries)
    kinds = {entry.kind_code: entry.kind for entry in entries if entry.kind_code}
    organizers = {one.key: one for entry in entries for one in entry.organizers}
    return Choices(
        days=tuple(sorted({entry.day for entry in entries})),
        places=places_of(entries),
        kinds=tuple((code, kinds[code]) for code in SessionKind.values if code in kinds),
        organizers=tuple(organizers.values()),
    )


def on_day(entries: Iterable[Entry], day: dt.date) -> list[Entry]:
    return [entry for entry in entries if entry.day == day]


def in_room(entries: Iterable[Entry], room: int) -> list[Entry]:
    return [entry for entry in entries if any(place.key == room for place in entry.places)]


def of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """A closed session is of no kind that readers may know."""
    return [entry for entry in entries if entry.kind_code == kind]


def organized_by(entries: Iterable[Entry], delegation: int) -> list[Entry]:
    """Nor is it known who organizes it."""
    return [entry for entry in entries if any(one.key == delegation for one in entry.organizers)]
