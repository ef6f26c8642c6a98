"""Somebody at the desk cannot wait for a job of hundreds: their badge is taken out, printed now.

The job's row is locked first, as whoever prepares, draws, cancels or publishes it does. So either
the badge is taken out before their step, which then knows it, or the step was first: what was drawn
is made anew before it is published, and nothing is taken out of a published job.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

from badges.choices import GenerationState, JobState, Obstacle, Outcome
from badges.holders import kind_of
from badges.models import Generation, PrintChunk, PrintEntry, PrintJob, PrintPreparation
from badges.services.printing import jobs
from conference import audit
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import User
from conference.randomness import Identifier


@transaction.atomic
def print_out_of(
    *,
    job: PrintJob,
    holder_id: int,
    by: User,
    at: dt.datetime,
    asked_as: Identifier | None = None,
) -> PrintJob:
    """A job of this one holder's badge, for the purpose of the job it was in, showing what is so
    now.

    What was reserved for it there is released, so a page of it that was drawn already would open
    nothing. Pressed twice it is one job.
    """
    job = jobs.held(job)
    order = jobs.order_like(job, [holder_id], asked_as=asked_as, taken_from=job)
    if former := jobs.sent_before(order, by):
        return former
    _take_out(job, holder_id)
    if not _waiting(job):
        jobs.end_cancelled(job, by=by, at=at)
    instead = jobs.send(order=order, by=by, at=at)
    audit.record("print_job.left", target=job, by=by, at=at, detail={"job": instead.pk})
    return instead


def may_be_taken_out(job: PrintJob) -> bool:
    """One badge of a running job: whether others are still in it who wait to be printed.

    Out of a paused one the last may be taken, too: nobody waits at the desk until it goes on.
    """
    return job.state == JobState.PAUSED or not is_last_of(job)


def is_last_of(job: PrintJob) -> bool:
    """Whether a job of which one badge is taken out has no other to print."""
    return _waiting(job) <= 1


def _waiting(job: PrintJob) -> int:
    """Of a job that is not prepared, whom it is for; else those that nothing keeps out."""
    to_prepare = PrintPreparation.objects.unfinished().filter(job=job).first()
    return len(to_prepare.holders) if to_prepare else job.entries.waiting().count()


def _take_out(job: PrintJob, holder_id: int) -> None:
    jobs.require_under_way(job)
    preparation = PrintPreparation.objects.unfinished().filter(job=job)
    if to_prepare := preparation.first():
        _require(holder_id in to_prepare.holders, job)
        without = Func(F("holders"), Value(holder_id), function="array_remove")
        preparation.update(holders=without)
        return
    holder = f"generation__badge__{kind_of(job.type).key}"
    entry = job.entries.waiting().filter(**{holder: holder_id}).first()
    _require(entry is not None, job)
    assert entry is not None
    PrintEntry.objects.filter(pk=entry.pk).update(
        outcome=Outcome.LEFT_OUT, obstacle=Obstacle.AT_DESK
    )
    Generation.objects.filter(pk=entry.generation_id, state=GenerationState.RESERVED).update(
        state=GenerationState.RELEASED
    )
    if entry.identity:
        drawn = PrintChunk.objects.filter(pk=entry.chunk_id, state=WorkState.DONE)
        drawn.update(drawn=F("drawn") - 1)


def _require(is_in_it: bool, job: PrintJob) -> None:
    if not is_in_it:
        raise DomainError(_("The badge is no longer in that print job."))
    if not may_be_taken_out(job):
        raise DomainError(_("It is the only badge of the print job, which is on its way."))
