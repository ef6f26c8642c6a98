"""A badge that ends its workers leaves its job, and the rest is printed.

A worker may come to its end for a reason that is nobody's: its machine was switched off. So a badge
is only believed to be the reason when two workers ended while they drew it and nothing else.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.choices import Obstacle, Outcome
from badges.models import PrintChunk, PrintEntry, PrintJob
from badges.services.printing import job_steps

MOST_BEGUN = 2
# Each costs some minutes and a process: a job does not go on for hours, one after the other.
MOST_OF_A_JOB = 3


@transaction.atomic
def of_ended(
    chunk: PrintChunk, why: str, at: dt.datetime, *, next_attempt: int, wait: dt.timedelta
) -> None:
    """The attempts of a chunk are over: it begins with `next_attempt` once more, or its job fails.

    Once more where a badge was on trial: it is tried again before all others or, at the second
    time, is left out. Too many such badges, or what ended before or after the trial, end the job.
    """
    job = job_steps.lock_job(chunk)
    order = PrintChunk.objects.values_list("on_trial", flat=True).get(pk=chunk.pk)
    if order is None:
        job_steps.give_up(chunk, why, at)
        return
    # Unless it has left for the desk meanwhile.
    for entry in job.entries.waiting().filter(order=order):
        _ended_a_worker(entry)
    if _ended_by(job) > MOST_BEGUN * MOST_OF_A_JOB:
        job_steps.give_up(chunk, f"{_too_many()} {why}", at)
        return
    PrintChunk.objects.under(chunk).update(
        lease=None,
        leased_until=at + wait,
        attempts=next_attempt - 1,
        on_trial=None,
        error=why,
    )


def _ended_a_worker(entry: PrintEntry) -> None:
    entry.ended_workers += 1
    if entry.ended_workers >= MOST_BEGUN:
        entry.outcome, entry.obstacle = Outcome.LEFT_OUT, Obstacle.FAILED
        entry.notes = [{"reason": _("It stopped the program that draws the badges, twice.")}]
    entry.save(update_fields=["ended_workers", "outcome", "obstacle", "notes"])


def _ended_by(job: PrintJob) -> int:
    """How many workers the job's badges have ended."""
    return PrintEntry.objects.filter(job=job).aggregate(ended=Sum("ended_workers"))["ended"] or 0


def _too_many() -> str:
    return (
        ngettext(
            "More than %d badge of this job stopped the program that draws them.",
            "More than %d badges of this job stopped the program that draws them.",
            MOST_OF_A_JOB,
        )
        % MOST_OF_A_JOB
    )
