"""What a job could not print is sent once more, with all that was chosen for that job."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from badges.choices import UNDER_WAY, JobState, Obstacle, Outcome, Purpose
from badges.holders import kind_of
from badges.models import PrintEntry, PrintJob, PrintPreparation
from badges.print_plan import PrintCount, count_plans
from badges.services import jobs
from badges.services.jobs import SheetOrder
from conference.errors import DomainError
from conference.models import User

RETRIED = frozenset({JobState.FAILED, JobState.PUBLISHED})
# Whoever was printed at the desk is not waited for, and a badge that was replaced has a successor.
SETTLED = frozenset({Obstacle.AT_DESK, Obstacle.NO_LONGER_LIVE})


@transaction.atomic
def retry(*, job: PrintJob, by: User, at: dt.datetime) -> PrintJob:
    """A job for whoever the former could not print and who may be printed now.

    Pressed twice it is one job: the second press finds them in the first one's. Raises DomainError
    where the job has not ended so, or nobody of it may be printed.
    """
    job = jobs.held(job)
    if job.state not in RETRIED:
        raise DomainError(
            _("Only what a finished or failed job could not print is sent once more.")
        )
    latest = job.retries.order_by("-pk").first()
    if latest and not may_be_retried(job).printable:
        return latest
    order = jobs.order_like(job, not_printed(job), retry_of=job, sheets=SheetOrder.of(job))
    return jobs.send(order=order, by=by, at=at)


def may_be_retried(job: PrintJob) -> PrintCount:
    """How many of those whom the job could not print may be printed now, and what keeps others."""
    ids = not_printed(job) if job.state in RETRIED else []
    if not ids:
        return PrintCount(0, [])
    plans = count_plans(job.conference, holder_ids=ids, type_id=job.type_id)
    return plans[Purpose(job.purpose)]


def not_printed(job: PrintJob) -> Collection[int]:
    """Ids of those whom the job was to print, and neither it has printed nor one sent after it."""
    entries = job.entries.exclude(obstacle__in=SETTLED).exclude(outcome=Outcome.PRINTED)
    found = set(entries.values_list(_holder(job), flat=True))
    preparation = PrintPreparation.objects.filter(job=job).first()
    if preparation:
        found.update(pk for pk, _obstacle in preparation.left_out)
        if not job.entries.exists():
            found.update(preparation.holders)
    return sorted(found.difference(_sent_since(job))) if found else []


def _sent_since(job: PrintJob) -> set[int]:
    """Whom jobs that tried it once more print, or have printed."""
    later = job.retries.filter(Q(state__in=UNDER_WAY) | Q(state=JobState.PUBLISHED))
    entries = PrintEntry.objects.filter(job__in=later).exclude(outcome=Outcome.LEFT_OUT)
    waiting = PrintPreparation.objects.unfinished().filter(job__in=later)
    return {
        *entries.values_list(_holder(job), flat=True),
        *waiting.holder_ids(),
    }


def _holder(job: PrintJob) -> str:
    """From an entry to whom or what jobs of the type name by its id."""
    return f"generation__badge__{kind_of(job.type).key}"
