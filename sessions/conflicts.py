"""Which sessions of a programme want one room at the same time. Pure.

The database has the last word; this names the two before a whole programme is moved.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Booking:
    """A room taken from `starts_at` until just before `ends_at`."""

    session_id: int
    room_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime

    def clashes_with(self, other: "Booking") -> bool:
        return (
            self.session_id != other.session_id
            and self.room_id == other.room_id
            and self.starts_at < other.ends_at
            and other.starts_at < self.ends_at
        )


def first_clash(bookings: Iterable[Booking]) -> tuple[Booking, Booking] | None:
    """The two bookings of the earliest clash, or None.

    One sweep in the order of time: as long as nothing clashes, the bookings of a room follow each
    other, so that comparing each with the one before it is enough.
    """
    former: dict[int, Booking] = {}
    for booking in sorted(bookings, key=lambda b: (b.starts_at, b.ends_at, b.session_id)):
        before = former.get(booking.room_id)
        if before is not None and before.clashes_with(booking):
            return before, booking
        former[booking.room_id] = booking
    return None
