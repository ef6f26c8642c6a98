"""What is due to be printed, sent at once: first badges, and those that show what changed."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from badges.choices import Purpose, Reason
from badges.holders import DELEGATES, KINDS, KindOfHolder, entitled, kind_of
from badges.models import Badge, BadgeType, Generation, PrintJob, PrintPreparation
from badges.services.printing import generations, jobs
from badges.services.printing.jobs import PrintOrder, SheetOrder
from badges.standing.badge_states import to_be_printed
from badges.standing.outdated_badges import differences, outdated_badges, outdated_holders
from badges.standing.print_plan import count_plans, make_plan
from conference import audit
from conference.database.id_lists import among
from conference.database.row_updates import update_values
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Delegate

# By type of badge.
HoldersOfTypes = Mapping[int, Collection[int]]


class TypeAndLanguage(NamedTuple):
    type_id: int
    language: str


@dataclass(frozen=True)
class Due:
    """`changed`: by type of badge and language, those whose badge is to be replaced in it.

    `held_back` may have a first badge that cannot be printed yet: there is no design for it.
    `further`: of each type of what is no delegate's, how many were made and not printed.
    """

    unissued: int
    held_back: int
    changed: Mapping[TypeAndLanguage, list[int]]
    further: Sequence[tuple[BadgeType, int]]

    @property
    def changed_count(self) -> int:
        return sum(map(len, self.changed.values()))


def due(conference: Conference, *, at: dt.datetime) -> Due:
    """As many as a job that is sent now would print."""
    first = count_plans(conference, holder_ids=None)[Purpose.FIRST]
    waiting = to_be_printed(Delegate.objects.for_conference(conference)).count()
    further = dict(
        to_be_printed_further(conference, at=at)
        .order_by()
        .values_list("type")
        .annotate(Count("pk"))
    )
    types = BadgeType.objects.for_conference(conference).filter(pk__in=further)
    return Due(
        first.printable,
        waiting - first.printable,
        _changed(conference, at),
        [(badge_type, further[badge_type.pk]) for badge_type in types],
    )


def to_be_printed_further(conference: Conference, *, at: dt.datetime) -> QuerySet[Badge]:
    """Badges that are no delegate's and were made to be printed: shared ones, vehicles', blanks.

    Those whose holder may have them, of which none is live and none on its way. Nobody is due a
    second badge, so those of delegates are not among them.
    """
    issued = Generation.objects.filter(badge=OuterRef("pk"))
    return (
        Badge.objects.for_conference(conference)
        .filter(entitled())
        .exclude(holder=DELEGATES.holder)
        .filter(type__in=BadgeType.objects.not_over(at))
        .exclude(Exists(issued.live()) | Exists(issued.reserved()))
        .exclude(reduce(or_, map(_is_on_its_way, KINDS.values())))
    )


def _is_on_its_way(kind: KindOfHolder[Any]) -> Q:
    """A job is about to number it."""
    waiting = PrintPreparation.objects.unfinished().filter(job__type=OuterRef("type"))
    return Q(holder=kind.holder) & Q(Exists(waiting.filter(holders__contains=[OuterRef(kind.key)])))


def outdated_further(conference: Conference, *, at: dt.datetime) -> int:
    """How many badges that are not personal show what is no longer so."""
    types = [row for row in types_out(conference, at=at) if not row.is_personal]
    return sum(len(outdated_holders(conference, row.pk)) for row in types)


def outdated(conference: Conference, *, at: dt.datetime) -> QuerySet[Badge]:
    """Badges that are out and show what is no longer so, of every type and holder."""
    found = Q(pk__in=())
    for badge_type in types_out(conference, at=at):
        ids = outdated_holders(conference, badge_type.pk)
        found |= Q(type=badge_type, **{f"{kind_of(badge_type).key}__in": among(ids)})
    return Badge.objects.for_conference(conference).filter(found)


def types_out(conference: Conference, *, at: dt.datetime) -> list[BadgeType]:
    """Those of which badges are out that still open something then, or will."""
    live = Generation.objects.for_conference(conference).live()
    types = BadgeType.objects.for_conference(conference)
    return list(types.filter(pk__in=live.values("badge__type")).not_over(at))


def _changed(conference: Conference, at: dt.datetime) -> dict[TypeAndLanguage, list[int]]:
    """Nobody is due a second badge; one that is out shows what is so, as the personal one does."""
    found: dict[TypeAndLanguage, list[int]] = {}
    for badge_type in types_out(conference, at=at):
        languages = outdated_holders(conference, badge_type.pk)
        if not languages:
            continue
        plan = make_plan(
            conference, holder_ids=languages, purpose=Purpose.REPLACE, type_id=badge_type.pk
        )
        for pk in plan.printable:
            found.setdefault(TypeAndLanguage(badge_type.pk, languages[pk]), []).append(pk)
    return found


def send_unissued(*, conference: Conference, by: User, at: dt.datetime) -> PrintJob:
    """A first badge for everybody who may have one and has none."""
    order = PrintOrder(conference, None, Purpose.FIRST, language=conference.principal_language)
    try:
        return jobs.send(order=order, by=by, at=at)
    except jobs.NobodyToPrintError:
        raise DomainError(
            _("Nothing was sent: everybody entitled to a badge has one, or it is being printed.")
        ) from None


@transaction.atomic
def send_changed(
    *,
    conference: Conference,
    chosen: HoldersOfTypes,
    sheets: SheetOrder,
    by: User,
    at: dt.datetime,
) -> list[PrintJob]:
    """New badges for those of these that show what is no longer so: one job for each type and
    language, all on the same paper. Raises DomainError, and sends none, where one does not fit it.
    """
    changed = {
        key: _those_of(ids, chosen.get(key.type_id, ()))
        for key, ids in _changed(conference, at).items()
    }
    if not any(changed.values()):
        raise DomainError(
            _("Nothing was sent: no badge is out of date, or all are being replaced already.")
        )
    types = BadgeType.objects.for_conference(conference).in_bulk()
    return [
        jobs.send(
            order=PrintOrder(
                conference,
                ids,
                Purpose.REPLACE,
                language=key.language,
                reason=Reason.CHANGED,
                type=types[key.type_id],
                sheets=sheets,
            ),
            by=by,
            at=at,
        )
        for key, ids in changed.items()
        if ids
    ]


def _those_of(ids: Collection[int], chosen: Collection[int]) -> list[int]:
    wanted = set(chosen)
    return [pk for pk in ids if pk in wanted]


@transaction.atomic
def leave_valid(
    *, conference: Conference, chosen: HoldersOfTypes, by: User, at: dt.datetime
) -> int:
    """These badges stay valid as they are: what has changed so far makes them due no more.

    Whoever changes something else makes them due again. Nobody prints meanwhile.
    """
    generations.lock_counter(conference)
    found: dict[int, dict[str, Any]] = {}
    for type_id, ids in chosen.items():
        outdated = outdated_badges(conference, type_id).keys() & set(ids)
        found |= differences(conference, outdated, type_id)
    update_values(Generation, list(found), {"left_valid": list(found.values())})
    audit.record_alike(
        "badge.left_valid",
        targets=Badge.objects.filter(generations__in=among(found)),
        conference=conference,
        by=by,
        at=at,
        detail={},
    )
    return len(found)
