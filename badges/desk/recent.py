"""What stands on the start page of the badge desk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from badges import obstacles
from badges.choices import GenerationState, JobState, Obstacle, Outcome
from badges.jobs.report import NamedBadges, in_progress, printed_smaller, unprintable
from badges.jobs.titles import title_of, with_people
from badges.models import MOST_IN_SMALL_JOB, PrintEntry, PrintJob
from badges.published import PublishedFile, published_files
from conference.admin import chosen_conference, may
from conference.models import Conference, StaffRole, User
from conference.permissions import roles_that_may

LAST_PRINTED = 10
LAST_JOBS = 6
REGISTERING = "delegates.add_delegate"
DECIDING = "delegates.decide_delegate"


def last_printed(conference: Conference, by: User) -> QuerySet[PrintEntry]:
    """The last badges that this person printed, the newest first.

    No row says which desk a badge was printed at; a person works at one. What was sent in hundreds
    was not printed for somebody who stood there.
    """
    printed = PrintEntry.objects.for_conference(conference).filter(
        outcome=Outcome.PRINTED, job__created_by=by, job__page_count__lte=MOST_IN_SMALL_JOB
    )
    people = printed.select_related("job", "generation__badge__delegate__delegation")
    return people.order_by("-job__finished_at", "-page")[:LAST_PRINTED]


def last_jobs(conference: Conference) -> list[tuple[PrintJob, str]]:
    """Of anybody, with their titles: those that run, then those that ended last."""
    jobs = with_people(PrintJob.objects.for_conference(conference)).select_related("created_by")
    latest = jobs.order_by(F("finished_at").desc(nulls_first=True), "-created_at", "-pk")
    return [(job, title_of(job)) for job in latest[:LAST_JOBS]]


def who_may(permission: str, conference: Conference) -> Sequence[str]:
    """The names of those to be asked for what is not the desk's."""
    held = StaffRole.objects.filter(conference=conference, user__is_active=True)
    rows = held.filter(role__in=roles_that_may(permission)).select_related("user")
    return list(dict.fromkeys(str(row.user) for row in rows.order_by("user__name", "pk")))


def at_the_desk(request: HttpRequest) -> dict[str, object]:
    """What every page of the desk says: the box finds for it, and who registers people."""
    return {
        "find_at_desk": True,
        "registers": may(request, REGISTERING),
        "registrars": SimpleLazyObject(partial(who_may, REGISTERING, chosen_conference(request))),
    }


def deciding(request: HttpRequest) -> dict[str, object]:
    """Who decides about somebody who has come and is not accredited yet."""
    return {
        "decides": may(request, DECIDING),
        "deciders": SimpleLazyObject(partial(who_may, DECIDING, chosen_conference(request))),
    }


@dataclass(frozen=True)
class Beside:
    """The job that was just sent, as it stands beside the page; `words` while it is not ready."""

    job: PrintJob
    title: str
    words: str
    file: PublishedFile | None
    smaller: NamedBadges
    unprintable: NamedBadges
    not_valid: Sequence[str]

    @property
    def is_running(self) -> bool:
        return self.job.state == JobState.RUNNING


def beside(job: PrintJob, *, at: dt.datetime) -> Beside:
    """The job comes from `with_people`."""
    files = published_files(job)
    return Beside(
        job=job,
        title=title_of(job),
        words=in_progress(job, at=at).words if job.state == JobState.RUNNING else "",
        file=files[0] if len(files) == 1 else None,
        smaller=printed_smaller(job),
        unprintable=unprintable(job),
        not_valid=not_valid(job),
    )


def not_valid(job: PrintJob) -> list[str]:
    """Whose badges of the job open nothing any more, and why: replaced, or without a right to them.

    A file stays as it was printed. Nobody hands out hundreds from it at a desk.
    """
    if job.page_count > MOST_IN_SMALL_JOB:
        return []
    printed = job.entries.filter(outcome=Outcome.PRINTED).order_by("order")
    entries = printed.select_related("generation__badge__delegate__delegation")
    return [
        f"{entry.generation.badge.delegate}: {_('Not valid. %s') % obstacle.label}"
        for entry in entries
        if (obstacle := against(entry))
    ]


def against(entry: PrintEntry) -> Obstacle | None:
    if entry.generation.state != GenerationState.LIVE:
        return Obstacle.NO_LONGER_LIVE
    return obstacles.to_entitlement(entry.generation.badge.delegate)
