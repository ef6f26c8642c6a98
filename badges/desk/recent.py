"""What was printed at the desk and sent to print last."""

from django.db.models import F

from badges.choices import Outcome
from badges.holders import LOADS, Called, call
from badges.jobs.titles import title_of, with_people
from badges.models import MOST_IN_SMALL_JOB, PrintEntry, PrintJob
from conference.models import Conference, User

LAST_PRINTED = 10
LAST_JOBS = 6


def last_printed(conference: Conference, by: User) -> list[tuple[PrintEntry, Called]]:
    """The last badges that this person printed, the newest first.

    No row says which desk a badge was printed at; a person works at one. What was sent in hundreds
    was not printed for somebody who stood there.
    """
    printed = PrintEntry.objects.for_conference(conference).filter(
        outcome=Outcome.PRINTED, job__created_by=by, job__badge_count__lte=MOST_IN_SMALL_JOB
    )
    holders = printed.select_related("job", *(f"generation__badge__{path}" for path in LOADS))
    latest = holders.order_by("-job__finished_at", "-page")[:LAST_PRINTED]
    return [(entry, call(entry.generation.badge)) for entry in latest]


def last_jobs(conference: Conference) -> list[tuple[PrintJob, str]]:
    """Of anybody, with their titles: those that run, then those that ended last."""
    jobs = with_people(PrintJob.objects.for_conference(conference)).select_related("created_by")
    latest = jobs.order_by(F("finished_at").desc(nulls_first=True), "-created_at", "-pk")
    return [(job, title_of(job)) for job in latest[:LAST_JOBS]]
