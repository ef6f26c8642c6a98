"""A print job is paused and goes on; one that is paused ends with its conference.

While it is paused no worker begins with a piece of it, and nothing of it is published or issued.
What is being prepared or drawn comes to its end.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from badges.choices import JobState
from badges.models import PrintAssembly, PrintJob
from badges.services.printing import jobs
from badges.services.printing.jobs import QUEUE, WAKE
from conference import audit, bell
from conference.choices import OVER, WorkState
from conference.errors import DomainError
from conference.models import User


def may_be_paused(job: PrintJob) -> bool:
    """Where a conference is over it would end: then it can be cancelled."""
    return job.state == JobState.RUNNING and job.conference.state not in OVER


@transaction.atomic
def pause(*, job: PrintJob, by: User, at: dt.datetime) -> PrintJob:
    """A worker that is about to publish it finds its lease gone: nothing is issued of it now."""
    job = jobs.held(job)
    if job.state != JobState.RUNNING:
        raise DomainError(_("The job is no longer running: %s.") % job.get_state_display())
    if job.conference.state in OVER:
        raise DomainError(_("The conference is over, so a paused job would end: cancel it."))
    job.state = JobState.PAUSED
    job.paused_at, job.paused_by = at, by
    job.save(update_fields=["state", "paused_at", "paused_by"])
    PrintAssembly.objects.filter(job=job, state=WorkState.RUNNING).update(
        state=WorkState.WAITING, lease=None, leased_until=None, attempts=0
    )
    audit.record("print_job.paused", target=job, by=by, at=at)
    return job


@transaction.atomic
def resume(*, job: PrintJob, by: User, at: dt.datetime) -> PrintJob:
    """It goes on where it was, and a worker is woken."""
    job = jobs.held(job)
    if job.state != JobState.PAUSED:
        raise DomainError(_("The job is not paused: %s.") % job.get_state_display())
    if job.conference.state in OVER:
        raise DomainError(_("The conference is over, and its paused print jobs with it."))
    job.state = JobState.RUNNING
    job.paused_at = job.paused_by = None
    job.save(update_fields=["state", "paused_at", "paused_by"])
    audit.record("print_job.resumed", target=job, by=by, at=at)
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return job


def end_with_conferences(*, at: dt.datetime) -> None:
    """Paused jobs of conferences that are over end: nobody may wait for their badges for ever."""
    for paused in PrintJob.objects.paused().filter(conference__state__in=OVER).order_by("pk"):
        with transaction.atomic(), override(paused.created_by.language):
            job = jobs.held(paused)
            if job.state == JobState.PAUSED and job.conference.state in OVER:
                why = _("It was paused when the conference ended.")
                jobs.end_unpublished(job, JobState.CANCELLED, at=at, error=why)
                audit.record("print_job.ended_with_conference", target=job, by=None, at=at)
