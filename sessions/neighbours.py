"""What stands around a session in the programme: at the same time, before it and after it. Pure."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class InTime(Protocol):
    """A session's facts, or its entry in the words of a language."""

    @property
    def code(self) -> str: ...
    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...
    @property
    def is_closed(self) -> bool: ...
    @property
    def is_cancelled(self) -> bool: ...
    @property
    def is_quiet(self) -> bool: ...


Told = TypeVar("Told", bound=InTime)


@dataclass(frozen=True)
class Neighbours(Generic[Told]):
    """`former` and `next` are None at the ends of the programme."""

    at_the_same_time: tuple[Told, ...]
    former: Told | None
    next: Told | None

    @property
    def all(self) -> tuple[Told | None, ...]:
        return (*self.at_the_same_time, self.former, self.next)


class Programme(Generic[Told]):
    """Sessions in the order of the agenda, prepared so that those around one are found among
    thousands without looking at each.

    Before and after a session stands what one can attend as well. What does not take place is in
    nobody's way and leads nowhere; nor does a quiet line: who reads on looks for another session,
    not for the next coffee.
    """

    def __init__(self, sessions: Sequence[Told]) -> None:
        self.others = [one for one in sessions if not one.is_cancelled and not one.is_quiet]
        self.starts = [one.starts_at for one in self.others]
        # All up to there have ended by then.
        self.ended = list(accumulate((one.ends_at for one in self.others), max))
        self.open = [one for one in self.others if not one.is_closed]
        self.open_starts = [one.starts_at for one in self.open]

    def around(self, here: Told) -> Neighbours[Told]:
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
