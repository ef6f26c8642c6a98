"""What one state of the agenda says otherwise than the one before it. Pure.

Readers are told what concerns where they have to be: what is new, moved, in another room, cancelled
or held after all, or gone. Whatever else of a session reads otherwise is a change of its words.
The order of rooms is nothing that it says.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from sessions.choices import ON_PUBLIC_PAGES
from sessions.facts import SessionFacts

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class ChangeKind(StrEnum):
    """In the order in which a list of changes names them."""

    CANCELLED = "cancelled"
    REMOVED = "removed"
    HELD_AGAIN = "held_again"
    MOVED = "moved"
    ROOM = "room"
    ADDED = "added"
    AUDIENCE = "audience"
    WORDS = "words"


@dataclass(frozen=True)
class Change:
    """`before` is None for what is new, `after` for what is gone."""

    kinds: tuple[ChangeKind, ...]
    before: SessionFacts | None
    after: SessionFacts | None

    @property
    def facts(self) -> SessionFacts:
        """What there is to name it by: as it is now, else as it was."""
        facts = self.after or self.before
        assert facts is not None
        return facts

    @property
    def digest(self) -> str:
        """Of all that it says: who has looked at it has looked at no other."""
        said = [without_order(facts) for facts in (self.before, self.after) if facts is not None]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def changes(before: Iterable[SessionFacts], after: Iterable[SessionFacts]) -> list[Change]:
    """In the order of the later state, then what is gone."""
    former = {facts.code: facts for facts in before}
    latter = {facts.code: facts for facts in after}
    found = [
        Change(_kinds(former.get(code), facts), former.get(code), facts)
        for code, facts in latter.items()
    ]
    found += [
        Change((ChangeKind.REMOVED,), facts, None)
        for code, facts in former.items()
        if code not in latter
    ]
    return [change for change in found if change.kinds]


def of_everybody(facts: Iterable[SessionFacts]) -> list[SessionFacts]:
    """Without what readers who belong to no audience know nothing of."""
    return [one for one in facts if one.audience in ON_PUBLIC_PAGES]


def on_top(
    current: Sequence[SessionFacts], draft: Iterable[SessionFacts], chosen: Iterable[str]
) -> list[SessionFacts]:
    """The current release with the chosen sessions as the draft has them."""
    codes = set(chosen)
    drafted = {facts.code: facts for facts in draft if facts.code in codes}
    kept = [drafted.pop(facts.code, facts) for facts in current]
    return [*kept, *drafted.values()]


def _kinds(before: SessionFacts | None, after: SessionFacts) -> tuple[ChangeKind, ...]:
    if before is None:
        return (ChangeKind.ADDED,)
    if after.is_cancelled and not before.is_cancelled:
        return (ChangeKind.CANCELLED,)
    found = []
    if before.is_cancelled and not after.is_cancelled:
        found.append(ChangeKind.HELD_AGAIN)
    if (after.starts_at, after.ends_at) != (before.starts_at, before.ends_at):
        found.append(ChangeKind.MOVED)
    if _rooms(after) != _rooms(before):
        found.append(ChangeKind.ROOM)
    if after.audience != before.audience:
        found.append(ChangeKind.AUDIENCE)
    # What is closed from now on, or no more, has lost or found all its words.
    is_comparable = ChangeKind.AUDIENCE not in found or before.is_closed == after.is_closed
    if is_comparable and without_kinds(after, found) != without_kinds(before, found):
        found.append(ChangeKind.WORDS)
    return tuple(found)


def _rooms(facts: SessionFacts) -> tuple[int | None, set[int]]:
    """Its own, and those that it overflows into."""
    return facts.place.key if facts.place else None, {place.key for place in facts.overflow}


def without_kinds(facts: SessionFacts, kinds: Collection[ChangeKind]) -> SessionFacts:
    """Without what these kinds of changes tell already: what is left are other words of it."""
    left = replace(without_order(facts), changed_at=NEVER, starts_at=NEVER, ends_at=NEVER)
    if ChangeKind.ROOM in kinds:
        left = replace(left, place=None, overflow=())
    if ChangeKind.HELD_AGAIN in kinds:
        left = replace(left, is_cancelled=False, note={})
    return replace(left, audience="") if ChangeKind.AUDIENCE in kinds else left


def without_order(facts: SessionFacts) -> SessionFacts:
    """What its words are compared by: without the order of rooms, and what only calendars count."""
    return replace(
        facts,
        sequence=0,
        changed_at=facts.starts_at,
        place=replace(facts.place, order=()) if facts.place else None,
        overflow=tuple(
            replace(place, order=()) for place in sorted(facts.overflow, key=attrgetter("key"))
        ),
    )
