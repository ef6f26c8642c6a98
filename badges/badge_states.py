"""Where a delegate's badge stands: asked, never stored (design decision 13)."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from badges.choices import GenerationState, JobState, Outcome
from badges.engine.content import as_stored
from badges.holders import DELEGATES
from badges.holders.validity import valid
from badges.models import (
    Badge,
    Generation,
    PrintEntry,
    PrintJob,
    PrintPreparation,
    language_of_successor,
)
from badges.snapshot import (
    PARTS_OF_BADGE,
    PARTS_OF_PERSON,
    SHARED,
    SharedContents,
    Snapshots,
    changed_parts,
    is_outdated,
    people,
)
from conference.database.id_lists import among
from conference.models import Conference
from delegates.models import Delegate, DelegateQuerySet, Delegation

CURRENT = "current_generations"
PERSONAL = "personal_badges"
ROWS_AT_ONCE = 2000


def with_current_generations(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Loads what `BadgeStates` reads, in a number of queries that does not grow with the rows."""
    return badges.select_related("delegate__delegation", "delegate__category").prefetch_related(
        Prefetch("generations", _current(), to_attr=CURRENT),
        "delegate__category__category_zones__zone",
    )


def with_badges(delegates: QuerySet[Delegate]) -> QuerySet[Delegate]:
    """The same for delegates, whose badges `BadgeStates.of_delegate` then finds."""
    current = Prefetch("generations", _current(), to_attr=CURRENT)
    return delegates.select_related("delegation", "category").prefetch_related(
        Prefetch("badges", Badge.objects.personal().prefetch_related(current), to_attr=PERSONAL),
        "category__category_zones__zone",
    )


def _current() -> QuerySet[Generation]:
    return Generation.objects.filter(state__in=[GenerationState.LIVE, GenerationState.RESERVED])


class BadgeStates:
    """Says where badges of one conference stand. They come from `with_current_generations`."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.snapshots: dict[str, Snapshots] = {}

    def live(self, badge: Badge) -> Generation | None:
        return _in_state(badge, GenerationState.LIVE)

    def is_outdated(self, badge: Badge) -> bool:
        """There is a live badge, and it shows what is no longer so."""
        generation = self.live(badge)
        if generation is None:
            return False
        language = generation.language
        if language not in self.snapshots:
            self.snapshots[language] = Snapshots(self.conference, language)
        return is_outdated(generation, badge.delegate, self.snapshots[language])

    def in_words(self, badge: Badge) -> tuple[str, str]:
        """A mark (good, wait, bad, off) and the state in words."""
        if not getattr(badge, CURRENT):
            return "off", _("Not printed")
        return state_in_words(
            badge.delegate,
            is_live=self.live(badge) is not None,
            is_reserved=_in_state(badge, GenerationState.RESERVED) is not None,
            is_outdated=self.is_outdated(badge),
        )

    def of_delegate(self, delegate: Delegate) -> tuple[str, str]:
        """The same for whoever may have no badge yet. The delegate comes from `with_badges`."""
        for badge in getattr(delegate, PERSONAL):
            if getattr(badge, CURRENT):
                return self.in_words(badge)
        return state_in_words(delegate, is_live=False, is_reserved=False, is_outdated=False)


def state_in_words(
    delegate: Delegate, *, is_live: bool, is_reserved: bool, is_outdated: bool
) -> tuple[str, str]:
    """A mark and words, of a delegate whose delegation is loaded and who may have no badge yet."""
    obstacle = DELEGATES.obstacle(delegate)
    if is_live and obstacle:
        return "bad", _("Not valid. %s") % obstacle.label
    if is_live and is_outdated:
        return "wait", _("Valid, to be replaced: details have changed")
    if is_live:
        return "good", _("Valid")
    if is_reserved:
        return "wait", _("Being printed")
    return ("off", "–") if obstacle else ("wait", _("To be printed"))


def _in_state(badge: Badge, state: GenerationState) -> Generation | None:
    current: list[Generation] = getattr(badge, CURRENT)
    return next((row for row in current if row.state == state), None)


@dataclass(frozen=True, slots=True)
class OutdatedBadge:
    """A live badge that shows what is no longer so: in which language, and what is so `now`."""

    language: str
    now: Mapping[str, Any]

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(self.now)


def outdated_delegates(conference: Conference) -> dict[int, str]:
    """Ids of the delegates whose live badge shows what is no longer so.

    With the language that it is to be replaced in.
    """
    return {
        pk: language_of_successor(badge.language, conference)
        for pk, badge in outdated_badges(conference).items()
    }


def outdated_badges(conference: Conference) -> dict[int, OutdatedBadge]:
    """By delegate. The same as `BadgeStates.is_outdated`, for thousands: what badges of a
    delegation share is compared once for all that were stored alike.
    """
    compared = _Compared(conference)
    held = Delegate.objects.for_conference(conference).filter(
        badges__type__is_personal=True, badges__generations__state=GenerationState.LIVE
    )
    content = F("badges__generations__content")
    rows = people(
        held.annotate(
            shared=_Without(content, sorted(PARTS_OF_PERSON | PARTS_OF_BADGE)),
            own=_Without(content, sorted(SHARED | PARTS_OF_BADGE)),
            left=Cast("badges__generations__left_valid", TextField()),
        ),
        "shared",
        "own",
        "left",
    )
    found = {}
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        language, shared = compared.shared(row)
        now = {**shared, **compared.own(row)}
        if now:
            found[row.pk] = OutdatedBadge(language, now)
    return found


def differences(conference: Conference, delegate_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """By live generation of these delegates: the parts that are another now, as they are now.

    Whoever has no category has no badge that could show what is so.
    """
    shared = SharedContents(conference, Delegation.objects.for_conference(conference))
    held = Delegate.objects.filter(
        pk__in=among(delegate_ids),
        category__isnull=False,
        badges__type__is_personal=True,
        badges__generations__state=GenerationState.LIVE,
    )
    rows = people(
        held.annotate(
            generation=F("badges__generations__pk"), stored=F("badges__generations__content")
        ),
        "generation",
        "stored",
    )
    found = {}
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        now = shared.of(row.stored["language"], row.category_id, row.delegation_id) | as_stored(
            DELEGATES.parts(row)
        )
        found[row.generation] = dict(_as_now(now, changed_parts(now, row.stored, {})))
    return found


class _Without(Func):
    """A JSON object without some of its keys, as text: equal objects give equal texts."""

    template = "(%(expressions)s)::text"
    arg_joiner = " - "
    output_field = TextField()

    def __init__(self, content: F, keys: list[str]) -> None:
        super().__init__(content, Value(keys, output_field=ArrayField(TextField())))


NO_CATEGORY: Mapping[str, Any] = {"category_letter": None}
"""Changed in a badge whose holder has no category any more."""


class _Compared:
    """Rows of people, with what their live badge shows, against what it would show now."""

    def __init__(self, conference: Conference) -> None:
        self.now = SharedContents(conference, Delegation.objects.for_conference(conference))
        self.known: dict[
            tuple[int, int | None, str, str | None], tuple[str, Mapping[str, Any]]
        ] = {}

    def shared(self, row: Any) -> tuple[str, Mapping[str, Any]]:
        """The language of the badge, and what has changed whoever its holder is, as it is now."""
        key = (row.delegation_id, row.category_id, row.shared, row.left)
        if key not in self.known:
            stored = json.loads(row.shared)
            language = stored["language"]
            self.known[key] = (language, self._changed(row, stored, language))
        return self.known[key]

    def _changed(self, row: Any, stored: dict[str, Any], language: str) -> Mapping[str, Any]:
        if row.category_id is None:
            return NO_CATEGORY
        now = self.now.of(language, row.category_id, row.delegation_id)
        return _as_now(now, changed_parts(now, stored, _left(row)))

    def own(self, row: Any) -> Mapping[str, Any]:
        now = as_stored(DELEGATES.parts(row))
        return _as_now(now, changed_parts(now, json.loads(row.own), _left(row)))


def _as_now(now: Mapping[str, Any], names: Collection[str]) -> Mapping[str, Any]:
    return {name: now[name] for name in sorted(names)}


def _left(row: Any) -> dict[str, Any]:
    return json.loads(row.left or "null") or {}


@dataclass(frozen=True)
class Held:
    """What a delegate holds; `is_outdated` when it shows what is no longer so."""

    generation: Generation
    is_outdated: bool


def held_by(delegate: Delegate) -> Held | None:
    """The delegate comes from `with_what_badges_show`."""
    generation = (
        Generation.objects.personal().live().of([delegate.pk]).select_related("badge").first()
    )
    if generation is None:
        return None
    snapshots = Snapshots(delegate.conference, generation.language)
    return Held(generation, is_outdated(generation, delegate, snapshots))


def running_job_of(delegate: Delegate) -> PrintJob | None:
    """The job that prints the delegate's next badge, or the one it has once more."""
    waiting = PrintEntry.objects.waiting().filter(generation__badge__delegate=delegate)
    to_prepare = PrintPreparation.objects.unfinished().filter(holders__contains=[delegate.pk])
    running = PrintJob.objects.for_conference(delegate.conference).filter(
        type__is_personal=True, state=JobState.RUNNING
    )
    holds_it = Q(pk__in=waiting.values("job")) | Q(pk__in=to_prepare.values("job"))
    return running.filter(holds_it).order_by("pk").first()


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
    """Whose badge is live and opens nothing then, as who has lost the right to it."""
    return holding(delegates).exclude(
        pk__in=Generation.objects.personal().filter(valid(at)).holders()
    )


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
