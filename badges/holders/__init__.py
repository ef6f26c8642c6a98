"""Who or what holds badges: one object for each kind of holder (design decision 17)."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from badges.choices import Holder, Obstacle
from badges.holders.delegates import DelegateHolder
from badges.holders.kind import KindOfHolder
from badges.models import Badge
from badges.models.jobs import PrintEntryQuerySet

DELEGATES = DelegateHolder()
KINDS: Mapping[str, KindOfHolder[Any]] = {Holder.DELEGATE: DELEGATES}
"""Of those that badges are printed for, by what a type says of its holder."""

LOADS = ("type", *(path for kind in KINDS.values() for path in kind.loads))
"""What `obstacle` reads, from the badge on."""


def loaded(entries: PrintEntryQuerySet) -> PrintEntryQuerySet:
    """With the badge of each and what `obstacle` reads of it, and without what it shows."""
    related = entries.select_related(*(f"generation__badge__{path}" for path in LOADS))
    return related.defer("generation__content", "generation__left_valid")


def obstacle(badge: Badge) -> Obstacle | None:
    """Why its holder is not entitled to the badge; None where it is."""
    kind = KINDS[badge.type.holder]
    return kind.obstacle(kind.of(badge))


def entitled(path: str = "") -> Q:
    """The set form: of rows at whose end of the path a badge is."""
    return reduce(or_, (kind.entitled(f"{path}{kind.column}__") for kind in KINDS.values()))


def hold_still(badges: QuerySet[Badge]) -> None:
    """Nobody becomes entitled to these badges, or is no more, until this transaction ends."""
    for kind in KINDS.values():
        kind.hold_still(badges)
