"""The agenda as it is read: programme days, in them times, at each time what begins. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from conference.writing.dates import utc_offset
from sessions.days import programme_day
from sessions.entries import Entry


@dataclass(frozen=True)
class Slot:
    """What begins at one time."""

    starts_at: dt.datetime
    entries: tuple[Entry, ...]

    @property
    def ends_at(self) -> dt.datetime | None:
        """The common end; None where the entries end at different times and each tells its own."""
        ends = {entry.ends_at for entry in self.entries}
        return self.entries[0].ends_at if len(ends) == 1 else None

    @property
    def anchor(self) -> str:
        return self.entries[0].anchor

    @property
    def is_cancelled(self) -> bool:
        """Nothing of it is held."""
        return all(entry.is_cancelled for entry in self.entries)

    @property
    def is_quiet(self) -> bool:
        return all(entry.is_quiet for entry in self.entries)


@dataclass(frozen=True)
class Day:
    """A programme day; it may end in the small hours of the next date."""

    date: dt.date
    slots: tuple[Slot, ...]

    @property
    def starts_at(self) -> dt.datetime:
        return self.slots[0].starts_at

    @property
    def ends_at(self) -> dt.datetime:
        return max(entry.ends_at for slot in self.slots for entry in slot.entries)

    @property
    def utc_offset(self) -> str:
        return utc_offset(self.starts_at)


def days(entries: Iterable[Entry]) -> tuple[Day, ...]:
    """Entries grouped by programme day and start, in the order of time and then as they came."""
    in_order = sorted(entries, key=attrgetter("starts_at"))
    return tuple(Day(date, _slots(of_day)) for date, of_day in groupby(in_order, attrgetter("day")))


@dataclass(frozen=True)
class Moment:
    """Where the programme is at an instant: on a day, and there at what has begun last."""

    day: Day
    slot: Slot | None


def moment(programme: tuple[Day, ...], now: dt.datetime) -> Moment | None:
    """The day it is, on a day without sessions the next that has some. Cancelled ones are none.

    None before the first day and after the last: then people want the whole. No slot before the
    first has begun and after the last has ended.
    """
    today = programme_day(now)
    held = [day for day in programme if not all(slot.is_cancelled for slot in day.slots)]
    if not held or not held[0].date <= today <= held[-1].date:
        return None
    day = next(day for day in held if day.date >= today)
    entries = [entry for slot in day.slots for entry in slot.entries if not entry.is_cancelled]
    if now >= max(entry.ends_at for entry in entries):
        return Moment(day, None)
    begun = [slot for slot in day.slots if slot.starts_at <= now and not slot.is_cancelled]
    return Moment(day, begun[-1] if begun else None)


def common_offset(programme: tuple[Day, ...]) -> str:
    """`UTC+5` where it holds for the whole programme; blank where the clocks change within it."""
    offsets = {day.utc_offset for day in programme}
    return offsets.pop() if len(offsets) == 1 else ""


def _slots(entries: Iterable[Entry]) -> tuple[Slot, ...]:
    return tuple(
        Slot(start, tuple(starting))
        for start, starting in groupby(entries, attrgetter("starts_at"))
    )
