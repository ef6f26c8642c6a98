"""Print jobs: sent, cancelled, failed. What a job shows is fixed when it is sent."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from django.db import transaction
from django.utils.translation import gettext as _

from badges import files
from badges.choices import (
    ON_SHEETS,
    REASONS_OF,
    UNDER_WAY,
    Arrangement,
    JobState,
    Purpose,
)
from badges.holders import kind_of
from badges.models import (
    MOST_IN_SMALL_JOB,
    BadgeType,
    Generation,
    PrintAssembly,
    PrintChunk,
    PrinterStation,
    PrintJob,
    PrintPreparation,
)
from badges.services.printing import entries, generations
from badges.services.printing.entries import Filling
from badges.standing.print_plan import PrintPlan, make_plan
from conference import audit, bell
from conference.choices import UNFINISHED, WorkState
from conference.errors import DomainError
from conference.models import Conference, User
from conference.randomness import Identifier
from delegates.models import Delegate

WAKE = "badges.wake"
QUEUE = "print"
# The permission of whoever sends a job.
PRINTING = "badges.add_printjob"
BADGES_PER_FILE = 500


class NobodyToPrintError(DomainError):
    """None of the chosen delegates may be printed, or not for this purpose."""


@dataclass(frozen=True)
class SheetOrder:
    """On which paper (a key of `PAPERS`, "" for one badge a page), on which sides, in which order,
    and on which printer.
    """

    paper: str = ""
    duplex: str = ""
    arrangement: Arrangement = Arrangement.DELEGATIONS
    station: PrinterStation | None = None

    @classmethod
    def of(cls, job: PrintJob) -> Self:
        return cls(job.paper, job.duplex, Arrangement(job.arrangement), job.station)


@dataclass(frozen=True)
class PrintOrder:
    """What somebody asks to be printed; `holder_ids` of None means the whole conference,
    `type` of None the personal badge. They are of what holds badges of the type.

    Sent again under the same `asked_as` by the same person it is the same job: the button for one
    badge pressed twice. `taken_from` is the job that its badge was taken out of, see
    `badges.services.desk`; `retry_of` the one that could not print these, see
    `badges.services.printing.retries`.
    """

    conference: Conference
    holder_ids: Collection[int] | None
    purpose: Purpose
    language: str
    reason: str = ""
    badges_per_file: int = BADGES_PER_FILE
    is_archival: bool = False
    asked_as: Identifier | None = None
    taken_from: PrintJob | None = None
    retry_of: PrintJob | None = None
    type: BadgeType | None = None
    sheets: SheetOrder = SheetOrder()

    def plan(self) -> PrintPlan:
        return make_plan(
            self.conference,
            holder_ids=self.holder_ids,
            purpose=self.purpose,
            type_id=self.type.pk if self.type else None,
        )


def order_of_one(
    delegate: Delegate,
    purpose: Purpose,
    reason: str = "",
    asked_as: Identifier | None = None,
    badge_type: BadgeType | None = None,
) -> PrintOrder:
    """In the language that the delegate's badge of the type has, if there is one."""
    conference = delegate.conference
    type_id = badge_type.pk if badge_type else None
    generation = Generation.objects.of_type(type_id).live().of([delegate.pk]).first()
    language = generation.replaced_in(conference) if generation else conference.principal_language
    return PrintOrder(
        conference,
        [delegate.pk],
        purpose,
        language=language,
        reason=reason,
        asked_as=asked_as,
        type=badge_type,
    )


def order_like(job: PrintJob, holder_ids: Collection[int], **further: Any) -> PrintOrder:
    """With all that was chosen for the job but its paper, which a badge printed alone has not."""
    return PrintOrder(
        job.conference,
        holder_ids,
        Purpose(job.purpose),
        language=job.language,
        reason=job.reason,
        badges_per_file=job.badges_per_file,
        is_archival=job.is_archival,
        type=job.type,
        **further,
    )


def sent_before(order: PrintOrder, by: User) -> PrintJob | None:
    """The job of the same press of a button; ask with what it locks locked.

    Raises DomainError where that press asked for somebody else's badge, for another purpose or out
    of another job: a page that is kept or forged is not answered with what it did not ask for.
    """
    if order.asked_as is None:
        return None
    sent = PrintJob.objects.for_conference(order.conference)
    former = sent.filter(created_by=by, asked_as=order.asked_as).first()
    if former and not _is_the_same(former, order):
        raise DomainError(_("This page has printed another badge already. Open it again."))
    return former


def _is_the_same(job: PrintJob, order: PrintOrder) -> bool:
    holder = f"generation__badge__{kind_of(job.type).key}"
    holders = job.entries.order_by("order").values_list(holder, flat=True)
    return (
        (job.purpose, job.taken_from) == (order.purpose, order.taken_from)
        and (order.type is None or job.type_id == order.type.pk)
        and order.holder_ids is not None
        and [*order.holder_ids] == [*holders]
    )


@transaction.atomic
def send(*, order: PrintOrder, by: User, at: dt.datetime) -> PrintJob:
    """A job exists for whoever of the chosen may be printed now; a worker is woken.

    What somebody waits for at a desk has its badges at once, with everything they will show, in
    protocol order. A large job says for whom it is, and a worker prepares it. Of two who send at
    once the second is planned when the first has sent. Raises NobodyToPrintError when nobody is
    left.
    """
    counter = generations.lock_counter(order.conference)
    if former := sent_before(order, by):
        return former
    printable = order.plan().printable
    job = _sent(order, printable, by, at)
    if len(printable) > MOST_IN_SMALL_JOB:
        PrintPreparation.objects.create(conference_id=job.conference_id, job=job, holders=printable)
    else:
        drafts = entries.drafts_for(job, printable)
        entries.fill(job, Filling(printable, drafts, counter, at))
    return job


def _sent(order: PrintOrder, printable: Collection[int], by: User, at: dt.datetime) -> PrintJob:
    _require_sense(order)
    if not printable:
        raise NobodyToPrintError(_("No badge can be printed for what was chosen."))
    sheets = order.sheets
    personal = BadgeType.objects.for_conference(order.conference).personal()
    job = PrintJob.objects.create(
        conference=order.conference,
        type=order.type or personal.get(),
        purpose=order.purpose,
        reason=order.reason,
        language=order.language,
        badges_per_file=order.badges_per_file,
        is_archival=order.is_archival,
        created_at=at,
        created_by=by,
        asked_as=order.asked_as,
        taken_from=order.taken_from,
        retry_of=order.retry_of,
        paper=sheets.paper,
        duplex=sheets.duplex,
        arrangement=sheets.arrangement,
        station=sheets.station,
        offset_right=sheets.station.offset_right if sheets.station else 0,
        offset_down=sheets.station.offset_down if sheets.station else 0,
    )
    audit.record(
        "print_job.sent",
        target=job,
        by=by,
        at=at,
        detail={"purpose": job.purpose, "reason": job.reason, "badges": len(printable)},
    )
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return job


def _require_sense(order: PrintOrder) -> None:
    if order.language not in order.conference.languages:
        raise DomainError(_("The conference does not use the language “%s”.") % order.language)
    reasons = REASONS_OF[order.purpose]
    if reasons and order.reason not in reasons:
        raise DomainError(_("Say why the badges are printed again or replaced."))
    if not reasons and order.reason:
        raise DomainError(_("A first print needs no reason."))
    sheets = order.sheets
    if not sheets.paper and (sheets.duplex or sheets.arrangement in ON_SHEETS):
        raise DomainError(_("Choose the paper of the sheets."))


def held(job: PrintJob) -> PrintJob:
    """The job as it is now, locked: whoever prepares, finishes or publishes it waits."""
    return PrintJob.objects.select_for_update().get(pk=job.pk)


def require_under_way(job: PrintJob) -> None:
    if job.state not in UNDER_WAY:
        raise DomainError(_("The job is no longer running: %s.") % job.get_state_display())


@transaction.atomic
def cancel(*, job: PrintJob, by: User, at: dt.datetime) -> PrintJob:
    """Nothing of the job is printed or issued. A worker that is at it finds its lease gone."""
    job = held(job)
    require_under_way(job)
    end_cancelled(job, by=by, at=at)
    return job


def end_cancelled(job: PrintJob, *, by: User, at: dt.datetime) -> None:
    """The locked job ends as somebody wanted it."""
    end_unpublished(job, JobState.CANCELLED, at=at)
    audit.record("print_job.cancelled", target=job, by=by, at=at)


def end_unpublished(job: PrintJob, state: JobState, *, at: dt.datetime, error: str = "") -> None:
    """The locked job ends without a file: no work is left, no generation reserved, no part kept."""
    job.state = state
    job.error = error
    job.finished_at = at
    job.paused_at = job.paused_by = None
    job.save(update_fields=["state", "error", "finished_at", "paused_at", "paused_by"])
    ended = WorkState.CANCELLED if state == JobState.CANCELLED else WorkState.FAILED
    for work in (PrintPreparation, PrintChunk, PrintAssembly):
        work.objects.filter(job=job, state__in=UNFINISHED).update(state=ended, lease=None)
    generations.release_of_job(job)
    discard_chunk_files(job)


def discard_chunk_files(job: PrintJob) -> None:
    keys = [key for key in job.chunks.values_list("file", flat=True) if key]
    job.chunks.exclude(file="").update(file="")
    transaction.on_commit(partial(files.discard, keys), robust=True)
