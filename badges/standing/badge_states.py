"""Where a delegate's badge stands: asked, never stored (design decision 13)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from badges.choices import GenerationState, Obstacle, Outcome
from badges.holders import DELEGATES, KINDS, LOADS, obstacle, why_closed
from badges.holders.validity import without_personal
from badges.models import (
    Badge,
    BadgeType,
    BadgeTypeZone,
    Generation,
    PrintEntry,
    PrintJob,
    PrintPreparation,
)
from badges.models.times import OpeningTimes, times_of, times_of_each
from badges.snapshot import (
    Snapshots,
    differs,
    is_outdated,
)
from conference.models import Conference
from conference.writing.dates import day_and_time, span
from delegates.models import Delegate, DelegateQuerySet

CURRENT = "current_generations"
HELD = "held_badges"


def with_current_generations(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Loads what `BadgeStates` reads, in a number of queries that does not grow with the rows."""
    return badges.select_related(*LOADS, "delegate__category", "category").prefetch_related(
        *_current_and_of_type(),
        "delegate__category__category_zones__zone",
        "category__category_zones__zone",
    )


def with_badges(delegates: QuerySet[Delegate]) -> QuerySet[Delegate]:
    """The same for delegates, whose badges `BadgeStates.of_delegate` then finds."""
    badges = Badge.objects.select_related("type").order_by("type__order", "type__number")
    held = Prefetch("badges", badges.prefetch_related(*_current_and_of_type()), to_attr=HELD)
    return delegates.select_related("delegation", "category").prefetch_related(
        held, "category__category_zones__zone"
    )


def _current_and_of_type() -> tuple[Prefetch[Any], Prefetch[Any]]:
    zones = BadgeTypeZone.objects.select_related("zone")
    return Prefetch("generations", _current(), to_attr=CURRENT), Prefetch("type__type_zones", zones)


def _current() -> QuerySet[Generation]:
    current = Generation.objects.filter(state__in=[GenerationState.LIVE, GenerationState.RESERVED])
    # In the order of their badges, all badges may be read for a few.
    return current.order_by("-number")


class BadgeStates:
    """Says where badges of one conference stand then. They come from `with_current_generations`."""

    def __init__(self, conference: Conference, *, at: dt.datetime) -> None:
        self.conference = conference
        self.at = at
        self.snapshots: dict[tuple[str, int], Snapshots] = {}
        self.of_types: dict[int, OpeningTimes] = {}

    @cached_property
    def without_personal(self) -> Collection[int]:
        """Asked once for a whole list, and where nothing opens only beside another not at all."""
        badges = Badge.objects.for_conference(self.conference)
        live = Generation.objects.for_conference(self.conference).live()
        return without_personal(badges.filter(pk__in=live.values("badge")), at=self.at)

    @cached_property
    def of_occasions(self) -> Mapping[int, OpeningTimes]:
        """Asked once as well, of the types that are for a session."""
        types = BadgeType.objects.for_conference(self.conference)
        return times_of_each(types.exclude(occasion=""))

    def times(self, badge_type: BadgeType) -> OpeningTimes:
        """When badges of the type open."""
        if badge_type.occasion:
            return self.of_occasions[badge_type.pk]
        if badge_type.pk not in self.of_types:
            self.of_types[badge_type.pk] = times_of(badge_type)
        return self.of_types[badge_type.pk]

    def live(self, badge: Badge) -> Generation | None:
        return _in_state(badge, GenerationState.LIVE)

    def is_outdated(self, badge: Badge) -> bool:
        """There is a live badge, and it shows what is no longer so."""
        generation = self.live(badge)
        if generation is None:
            return False
        key = (generation.language, badge.type_id)
        if key not in self.snapshots:
            self.snapshots[key] = Snapshots(
                self.conference, generation.language, badge.type, self.times(badge.type)
            )
        return _is_outdated(generation, badge, self.snapshots[key])

    def waits_to_be_printed(self, badge: Badge) -> bool:
        """Its holder may have it, it has none that is live, and none is on its way."""
        return not getattr(badge, CURRENT) and obstacle(badge) is None

    def in_words(self, badge: Badge) -> tuple[str, str]:
        """A mark (good, wait, bad, off) and the state in words."""
        if not getattr(badge, CURRENT):
            return "off", _("Not printed")
        is_alone = badge.type.is_beside_personal and badge.pk in self.without_personal
        return state_in_words(
            why_closed(badge),
            is_live=self.live(badge) is not None,
            is_reserved=_in_state(badge, GenerationState.RESERVED) is not None,
            is_outdated=self.is_outdated(badge),
            of_time=time_in_words(self.times(badge.type), at=self.at),
            is_alone=is_alone,
        )

    def of_delegate(self, delegate: Delegate) -> tuple[str, str]:
        """The same for whoever may have no badge yet. The delegate comes from `with_badges`."""
        for badge in getattr(delegate, HELD):
            if badge.type.is_personal and getattr(badge, CURRENT):
                return self.in_words(badge)
        obstacle = DELEGATES.obstacle(delegate)
        return state_in_words(obstacle, is_live=False, is_reserved=False, is_outdated=False)

    def of_second_badges(self, delegate: Delegate) -> list[tuple[BadgeType, tuple[str, str]]]:
        """Of those beside the personal one that the delegate holds or that are being printed."""
        return [
            (badge.type, self.in_words(badge))
            for badge in getattr(delegate, HELD)
            if not badge.type.is_personal and getattr(badge, CURRENT)
        ]


Words = tuple[str, str]


def state_in_words(
    obstacle: Obstacle | None,
    *,
    is_live: bool,
    is_reserved: bool,
    is_outdated: bool,
    of_time: Words | None = None,
    is_alone: bool = False,
) -> Words:
    """A mark and words, of a holder who may have no badge yet; `obstacle` is the holder's."""
    if is_live and obstacle:
        return "bad", _("Not valid. %s") % obstacle.label
    if is_live and of_time:
        return of_time
    if is_live and is_alone:
        return "bad", _("Not valid. %s") % Obstacle.NO_PERSONAL_BADGE.label
    if is_live and is_outdated:
        return "wait", _("Valid, to be replaced: details have changed")
    if is_live:
        return "good", _("Valid")
    if is_reserved:
        return "wait", _("Being printed")
    return ("off", "–") if obstacle else ("wait", _("To be printed"))


def time_in_words(times: OpeningTimes, *, at: dt.datetime) -> Words | None:
    """From when, or since when no more, a badge with these times opens; None where it does then."""
    match times.obstacle(at):
        case Obstacle.NOT_OPEN_YET:
            assert times.starts_at is not None
            return "wait", _("Valid from %s") % _here(times.starts_at)
        case Obstacle.NO_LONGER_OPEN:
            assert times.ends_at is not None
            return "bad", _("No longer valid since %s") % _here(times.ends_at)
        case Obstacle.SESSION_IS_OFF as obstacle:
            return "bad", _("Not valid. %s") % obstacle.label
    return None


def _here(instant: dt.datetime) -> str:
    return day_and_time(timezone.localtime(instant))


def opening_times(times: OpeningTimes) -> str:
    """From when until when they open, on the clock of where one is working; "" for always."""
    starts_at, ends_at = times.starts_at, times.ends_at
    if starts_at and ends_at:
        return span(timezone.localtime(starts_at), timezone.localtime(ends_at))
    if starts_at:
        return _("from %s") % _here(starts_at)
    return _("until %s") % _here(ends_at) if ends_at else ""


def _is_outdated(generation: Generation, badge: Badge, snapshots: Snapshots) -> bool:
    kind = KINDS[badge.holder]
    holder = kind.of(badge)
    category = kind.category_of(holder)
    if kind.is_of_category and category is None:
        return True
    shared = snapshots.shared(category, kind.delegation_of(holder))
    return differs(generation, replace(shared, **kind.parts(holder, snapshots.conference)))


def _in_state(badge: Badge, state: GenerationState) -> Generation | None:
    current: list[Generation] = getattr(badge, CURRENT)
    return next((row for row in current if row.state == state), None)


@dataclass(frozen=True)
class Held:
    """What a delegate holds; `is_outdated` when it shows what is no longer so."""

    generation: Generation
    is_outdated: bool


def held_by(delegate: Delegate, type_id: int | None = None) -> Held | None:
    """The badge of the type; None is the personal one. The delegate comes from
    `with_what_badges_show`.
    """
    live = Generation.objects.of_type(type_id).live().of([delegate.pk])
    zones = Prefetch("badge__type__type_zones", BadgeTypeZone.objects.select_related("zone"))
    generation = live.select_related("badge__type").prefetch_related(zones).first()
    if generation is None:
        return None
    snapshots = Snapshots(delegate.conference, generation.language, generation.badge.type)
    return Held(generation, is_outdated(generation, delegate, snapshots))


def running_job_of(delegate: Delegate, type_id: int | None = None) -> PrintJob | None:
    """The job that prints the delegate's next badge of the type, or the one it has once more."""
    waiting = PrintEntry.objects.waiting().filter(generation__badge__delegate=delegate)
    to_prepare = PrintPreparation.objects.unfinished().filter(holders__contains=[delegate.pk])
    running = PrintJob.objects.for_conference(delegate.conference).filter(
        Q(type=type_id) if type_id else Q(type__is_personal=True)
    )
    holds_it = Q(pk__in=waiting.values("job")) | Q(pk__in=to_prepare.values("job"))
    return running.under_way().filter(holds_it).order_by("pk").first()


# Of many


def to_be_printed(delegates: DelegateQuerySet) -> DelegateQuerySet:
    """Who may have a badge and has none, nor is one on its way."""
    without = delegates.entitled_to_badge().exclude(
        pk__in=Generation.objects.personal().live().holders()
    )
    return without.exclude(_is_being_printed())


def being_printed(delegates: DelegateQuerySet) -> DelegateQuerySet:
    return delegates.filter(_is_being_printed())


def _is_being_printed() -> Q:
    """A job has their next badge, or is about to have it."""
    to_prepare = PrintPreparation.objects.unfinished().of_type(None).holder_ids()
    return Q(pk__in=Generation.objects.personal().reserved().holders()) | Q(pk__in=to_prepare)


def holding(delegates: DelegateQuerySet) -> DelegateQuerySet:
    """Whose badge is live, whether it is valid or not."""
    return delegates.filter(pk__in=Generation.objects.personal().live().holders())


def holding_invalid(delegates: DelegateQuerySet, *, at: dt.datetime) -> DelegateQuerySet:
    """Whose badge is live and opens nothing then, as who has lost the right to it.

    Nobody has two personal badges: whose badge is of a type that is open then is not asked of
    everybody, but whose is of one that is not.
    """
    live = Generation.objects.personal().live()
    not_open = live.exclude(badge__type__in=BadgeType.objects.open(at))
    is_invalid = ~DELEGATES.entitled() | Q(pk__in=not_open.holders())
    return holding(delegates).filter(is_invalid)


def printed_since(conference: Conference, moment: dt.datetime) -> QuerySet[Any, Any]:
    """Ids of the delegates of whom a badge was sent since then and has left the printer."""
    entries = PrintEntry.objects.for_conference(conference)
    printed = entries.filter(job__created_at__gte=moment, outcome=Outcome.PRINTED)
    return printed.values("generation__badge__delegate")


def holders_of_live_badges(
    conference: Conference, among: Collection[int] | None = None
) -> set[int]:
    """Ids of the delegates whose badge is live: `among` these, or all."""
    live = Generation.objects.for_conference(conference).personal().live()
    return set((live if among is None else live.filter(badge__delegate__in=among)).holders())
