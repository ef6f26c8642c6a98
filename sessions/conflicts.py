"""Which bookings of a programme want one room at the same time. Pure.

The database has the last word; this names the two before a whole programme is moved.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A room taken from `starts_at` until just before `clear_until`, by the booking `key`."""

    key: int
    room_id: int
    starts_at: dt.datetime
    clear_until: dt.datetime

    def clashes_with(self, other: "Span") -> bool:
        return (
            self.key != other.key
            and self.room_id == other.room_id
            and self.starts_at < other.clear_until
            and other.starts_at < self.clear_until
        )


def first_clash(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """The two bookings of the earliest clash, or None.

    One sweep in the order of time: as long as nothing clashes, the bookings of a room follow each
    other, so that comparing each with the one before it is enough.
    """
    former: dict[int, Span] = {}
    for span in sorted(spans, key=lambda one: (one.starts_at, one.clear_until, one.key)):
        before = former.get(span.room_id)
        if before is not None and before.clashes_with(span):
            return before, span
        former[span.room_id] = span
    return None
