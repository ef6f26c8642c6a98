"""Which of many bookings find their rooms taken: by what is there, or by one another. Pure."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Owner = TypeVar("Owner")


@dataclass(frozen=True)
class RoomSpan(Generic[Owner]):
    """`room` is taken from `starts_at` until just before `clear_until`."""

    owner: Owner
    room: Hashable
    starts_at: dt.datetime
    clear_until: dt.datetime


class TakenRooms(Generic[Owner]):
    """Spans of which no two clash, as PostgreSQL keeps them."""

    def __init__(self, spans: Iterable[RoomSpan[Owner]]) -> None:
        self.spans: dict[Hashable, list[RoomSpan[Owner]]] = defaultdict(list)
        for span in sorted(spans, key=lambda one: one.starts_at):
            self.spans[span.room].append(span)
        self.starts = {
            room: [span.starts_at for span in spans] for room, spans in self.spans.items()
        }

    def in_the_way_of(self, span: RoomSpan[Owner]) -> RoomSpan[Owner] | None:
        """The last that begins before it is clear: of an earlier one the room is clear by then."""
        at = bisect_left(self.starts.get(span.room, []), span.clear_until)
        last = self.spans[span.room][at - 1] if at else None
        return last if last and last.clear_until > span.starts_at else None


def turned_away(
    wanted: Iterable[RoomSpan[Owner]], taken: TakenRooms[Owner]
) -> list[tuple[Owner, Owner]]:
    """Who finds a room taken, with who has it: what is there comes first, then who begins first."""
    last: dict[Hashable, RoomSpan[Owner]] = {}
    refused = []
    for span in sorted(wanted, key=lambda one: one.starts_at):
        other = taken.in_the_way_of(span)
        before = last.get(span.room)
        if other is None and before is not None and before.clear_until > span.starts_at:
            other = before
        if other is None:
            last[span.room] = span
        else:
            refused.append((span.owner, other.owner))
    return refused
