"""Who or what holds badges: one object for each kind of holder (design decision 17)."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from badges.choices import Obstacle
from badges.holders.delegates import DelegateHolder
from badges.holders.delegations import DelegationHolder
from badges.holders.kind import Called, KindOfHolder
from badges.holders.nobody import NobodyYet
from badges.holders.vehicles import VehicleHolder
from badges.models import Badge, BadgeType
from badges.models.badges import GenerationQuerySet
from badges.models.jobs import PrintEntryQuerySet
from conference.models import Conference

__all__ = ["DELEGATES", "KINDS", "LOADS", "Called", "KindOfHolder"]

DELEGATES = DelegateHolder()
KINDS: Mapping[str, KindOfHolder[Any]] = {
    kind.holder: kind for kind in (DELEGATES, DelegationHolder(), VehicleHolder(), NobodyYet())
}
"""By what a type says of its holder."""

LOADS = ("type", *dict.fromkeys(path for kind in KINDS.values() for path in kind.loads))
"""What `obstacle` reads, from the badge on."""


def kind_of(badge_type: BadgeType) -> KindOfHolder[Any]:
    return KINDS[badge_type.holder]


def kind_of_type(conference: Conference, type_id: int | None) -> KindOfHolder[Any]:
    """None is the personal one."""
    if type_id is None:
        return DELEGATES
    types = BadgeType.objects.for_conference(conference).values_list("holder", flat=True)
    return KINDS[types.get(pk=type_id)]


def loaded(entries: PrintEntryQuerySet) -> PrintEntryQuerySet:
    """With the badge of each and what `obstacle` reads of it, and without what it shows."""
    related = entries.select_related(*(f"generation__badge__{path}" for path in LOADS))
    shown = ("content", "left_valid", "shown_of_person", "shown_shared")
    return related.defer(*(f"generation__{name}" for name in shown))


def obstacle(badge: Badge) -> Obstacle | None:
    """Why its holder may not have the badge; None where it may."""
    kind = KINDS[badge.holder]
    return kind.obstacle(kind.of(badge))


def why_closed(badge: Badge) -> Obstacle | None:
    """Why it opens nothing, as far as it is its holder's; None where it does."""
    kind = KINDS[badge.holder]
    return kind.why_closed(kind.of(badge))


def entitled(path: str = "") -> Q:
    """The set form of `obstacle`: of rows at whose end of the path a badge is."""
    return _of_each_kind(lambda kind, path: kind.entitled(path), path)


def beside(personal: GenerationQuerySet, path: str = "") -> Q:
    """Of rows at whose end of the path a badge is: it is carried beside one of these."""
    return _of_each_kind(lambda kind, path: kind.beside(personal, path), path)


def _of_each_kind(asked: Callable[[KindOfHolder[Any], str], Q], path: str) -> Q:
    return reduce(
        or_,
        (
            Q(**{f"{path}holder": kind.holder}) & asked(kind, f"{path}{kind.path}")
            for kind in KINDS.values()
        ),
    )


def call(badge: Badge) -> Called:
    """What lists say of whom or what it is; the badge comes with `LOADS`."""
    kind = KINDS[badge.holder]
    return kind.call(kind.of(badge))


def name_of(badge: Badge) -> str:
    """Of whom or what it is; the badge comes with `LOADS`."""
    kind = KINDS[badge.holder]
    return kind.name(kind.of(badge))
