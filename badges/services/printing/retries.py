"""What a job could not print is sent once more, with all that was chosen for that job."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from badges.choices import UNDER_WAY, JobState, Obstacle, Outcome, Purpose
from badges.holders import kind_of
from badges.models import Generation, PrintEntry, PrintJob, PrintPreparation
from badges.services.printing import jobs
from badges.services.printing.jobs import SheetOrder
from badges.standing.print_plan import PrintCount, count_plans
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
    order = jobs.order_like(job, list(not_printed(job)), retry_of=job, sheets=SheetOrder.of(job))
    return jobs.send(order=order, by=by, at=at)


def may_be_retried(job: PrintJob) -> PrintCount:
    """How many of those whom the job could not print may be printed now, and what keeps others."""
    ids = not_printed(job)
    if job.state not in RETRIED or not ids.exists():
        return PrintCount(0, [])
    plans = count_plans(job.conference, holder_ids=ids, type_id=job.type_id)
    return plans[Purpose(job.purpose)]


def not_printed(job: PrintJob) -> QuerySet[Any, int]:
    """Ids of those whom the job was to print, and neither it has printed nor one sent after it.

    Nothing is read before they are: the job's page only counts them.
    """
    kind, holder = kind_of(job.type), _holder(job)
    entries = job.entries.exclude(obstacle__in=SETTLED).exclude(outcome=Outcome.PRINTED)
    preparation = PrintPreparation.objects.filter(job=job)
    is_of_it = Q(pk__in=entries.values(holder)) | Q(pk__in=preparation.left_out_ids())
    if not job.entries.exists():
        is_of_it |= Q(pk__in=preparation.holder_ids())
    later = job.retries.filter(Q(state__in=UNDER_WAY) | Q(state=JobState.PUBLISHED))
    sent_since = PrintEntry.objects.filter(job__in=later).exclude(outcome=Outcome.LEFT_OUT)
    waiting = PrintPreparation.objects.unfinished().filter(job__in=later)
    found: QuerySet[Any, Any] = kind.rows().filter(is_of_it, conference=job.conference_id)
    found = found.exclude(pk__in=sent_since.values(holder)).exclude(pk__in=waiting.holder_ids())
    # Whoever got a badge otherwise keeps it: replaced once more, it would end in their hands.
    issued = Generation.objects.live().of_type(job.type_id).filter(issued_at__gt=job.created_at)
    got = issued.exclude(entries__job=job).values(f"badge__{kind.key}")
    found = found.exclude(pk__in=got)
    return found.order_by("pk").values_list("pk", flat=True)


def _holder(job: PrintJob) -> str:
    """From an entry to whom or what jobs of the type name by its id."""
    return f"generation__badge__{kind_of(job.type).key}"
