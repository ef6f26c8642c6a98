"""What stands around a session in the programme: at the same time, before it and after it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sessions.entries import Entry


@dataclass(frozen=True)
class Neighbours:
    """`former` and `next` are None at the ends of the programme."""

    at_the_same_time: tuple[Entry, ...]
    former: Entry | None
    next: Entry | None


def neighbours(entries: Sequence[Entry], code: str) -> Neighbours:
    """Of the session with this code, which is among the entries, in their order.

    Before and after it stands what one can attend as well. What does not take place is in nobody's
    way and leads nowhere; nor does a quiet line: who reads on looks for another session, not for
    the next coffee.
    """
    here = next(entry for entry in entries if entry.code == code)
    others = [entry for entry in entries if entry.code != code and _is_looked_for(entry)]
    beside = (
        other
        for other in others
        if other.starts_at < here.ends_at and here.starts_at < other.ends_at
    )
    open_to_all = [other for other in others if not other.is_closed]
    return Neighbours(
        () if here.is_cancelled else tuple(beside),
        next((other for other in reversed(open_to_all) if other.ends_at <= here.starts_at), None),
        next((other for other in open_to_all if other.starts_at >= here.ends_at), None),
    )


def _is_looked_for(entry: Entry) -> bool:
    return not entry.is_cancelled and not entry.is_quiet
