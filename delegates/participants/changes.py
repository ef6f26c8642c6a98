"""What one list of participants says otherwise than an earlier one. Pure functions."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from delegates.participants.people import ListedPerson


@dataclass(frozen=True)
class Changed:
    before: ListedPerson
    now: ListedPerson


@dataclass(frozen=True)
class ListChanges:
    """Each in the order of the list in which they stand; who is changed may have moved, too."""

    added: tuple[ListedPerson, ...] = ()
    gone: tuple[ListedPerson, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[ListedPerson, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.gone, self.changed, self.moved))


def changes(before: Iterable[ListedPerson], now: Iterable[ListedPerson]) -> ListChanges:
    """Whoever was erased is no change, nor is what moves with a whole delegation.

    Moved is who came to another delegation, began or ceased to lead it, or stands elsewhere in it:
    of those who only changed places as few as explain the new order.
    """
    former = {one.delegate: one for one in before if one.delegate is not None}
    present = {one.delegate: one for one in now if one.delegate is not None}
    places = {delegate: place for place, delegate in enumerate(former)}
    stays: dict[int, list[int]] = defaultdict(list)
    for delegate, one in present.items():
        if delegate in former and _stays(former[delegate], one):
            stays[one.delegation].append(places[delegate])
    in_order = {place for run in stays.values() for place in _longest_rise(run)}
    return ListChanges(
        added=tuple(one for delegate, one in present.items() if delegate not in former),
        gone=tuple(one for delegate, one in former.items() if delegate not in present),
        changed=tuple(
            Changed(former[delegate], one)
            for delegate, one in present.items()
            if delegate in former and former[delegate].printed != one.printed
        ),
        moved=tuple(
            one
            for delegate, one in present.items()
            if delegate in former and places[delegate] not in in_order
        ),
    )


def _stays(before: ListedPerson, now: ListedPerson) -> bool:
    return (before.delegation, before.is_head) == (now.delegation, now.is_head)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest part of a sequence that rises (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
        before.append(at[length - 1] if length else -1)
    rise = []
    index = at[-1] if at else -1
    while index >= 0:
        rise.append(numbers[index])
        index = before[index]
    return rise[::-1]
