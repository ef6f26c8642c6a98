"""What stands around a session in the programme: at the same time, before it and after it. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sessions.entries import Entry


@dataclass(frozen=True)
class Neighbours:
    """`former` and `next` are None at the ends of the programme."""

    at_the_same_time: tuple[Entry, ...]
    former: Entry | None
    next: Entry | None

    @property
    def all(self) -> tuple[Entry | None, ...]:
        return (*self.at_the_same_time, self.former, self.next)


class Programme:
    """Entries in the order of the agenda, prepared so that those around one are found among
    thousands without looking at each.

    Before and after a session stands what one can attend as well. What does not take place is in
    nobody's way and leads nowhere; nor does a quiet line: who reads on looks for another session,
    not for the next coffee.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.others = [entry for entry in entries if not entry.is_cancelled and not entry.is_quiet]
        self.starts = [entry.starts_at for entry in self.others]
        # All up to there have ended by then.
        self.ended = list(accumulate((entry.ends_at for entry in self.others), max))
        self.open = [entry for entry in self.others if not entry.is_closed]
        self.open_starts = [entry.starts_at for entry in self.open]

    def around(self, here: Entry) -> Neighbours:
        first = bisect_right(self.ended, here.starts_at)
        last = bisect_left(self.starts, here.ends_at)
        beside = (
            other
            for other in self.others[first:last]
            if other.ends_at > here.starts_at and other.code != here.code
        )
        begun = self.open[: bisect_right(self.open_starts, here.starts_at)]
        to_come = self.open[bisect_left(self.open_starts, here.ends_at) :]
        return Neighbours(
            () if here.is_cancelled else tuple(beside),
            next((one for one in reversed(begun) if one.ends_at <= here.starts_at), None),
            to_come[0] if to_come else None,
        )
