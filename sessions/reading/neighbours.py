"""What stands around a session in the programme: at the same time, before it and after it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sessions.reading.entries import Entry


@dataclass(frozen=True)
class Neighbours:
    """`former` and `next` are None at the ends of the programme."""

    at_the_same_time: tuple[Entry, ...]
    former: Entry | None
    next: Entry | None


def neighbours(entries: Sequence[Entry], code: str) -> Neighbours:
    """Of the session with this code, which is among the entries, in their order.

    What does not take place is in nobody's way and leads nowhere. Nor does a quiet line: who reads
    on looks for another session, not for the next coffee.
    """
    place = next(index for index, entry in enumerate(entries) if entry.code == code)
    here = entries[place]
    beside = (
        other
        for other in entries
        if other.code != code
        and _is_looked_for(other)
        and other.starts_at < here.ends_at
        and here.starts_at < other.ends_at
    )
    return Neighbours(
        () if here.is_cancelled else tuple(beside),
        next(filter(_is_looked_for, reversed(entries[:place])), None),
        next(filter(_is_looked_for, entries[place + 1 :]), None),
    )


def _is_looked_for(entry: Entry) -> bool:
    return not entry.is_cancelled and not entry.is_quiet
