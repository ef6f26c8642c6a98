"""What waits for somebody in a conference: how many, in words, and the list with exactly these."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from badges.choices import JobState
from badges.models import PrintJob
from badges.services import missing_badges
from badges.standing.badge_states import to_be_printed
from conference.admin import may, signed_in
from conference.choices import WorkState
from conference.models import BackgroundJob, Conference, User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, ImportQuestion, ImportRun, InvitationRequest

DELEGATES, DELEGATIONS, IMPORTS = (
    "admin:delegates_delegate_changelist",
    "admin:delegates_delegation_changelist",
    "admin:delegates_importrun_changelist",
)
REQUESTS = "admin:delegates_invitationrequest_changelist"
PRINT_JOBS, JOBS = (
    "admin:badges_printjob_changelist",
    "admin:conference_backgroundjob_changelist",
)


@dataclass(frozen=True)
class Need:
    """Something that waits: how many, in words, and the list of them."""

    count: int
    words: str
    url: str


def link(name: str, **query: object) -> str:
    return reverse(name, query=query)


def needs(request: HttpRequest, conference: Conference, *, since: dt.datetime) -> list[Need]:
    """Most urgent first; only what the user may see. What failed is told if it failed `since`."""
    found: list[Need] = []
    if may(request, "delegates.view_delegate"):
        found += of_delegates(conference, signed_in(request))
    if may(request, "badges.view_badge"):
        found += of_further_badges(conference)
    if may(request, "delegates.view_delegation"):
        found += of_delegations(conference, signed_in(request))
    if may(request, "delegates.view_invitationrequest"):
        found += of_invitation_requests(conference, signed_in(request))
    if may(request, "delegates.view_importrun"):
        found += of_imports(conference)
    if may(request, "badges.view_printjob"):
        found += of_print_jobs(conference, since)
    if may(request, "conference.view_backgroundjob"):
        found += of_jobs(request, conference, since)
    return [need for need in found if need.count]


def of_delegates(conference: Conference, reader: User) -> Iterator[Need]:
    here = Delegate.objects.for_conference(conference).in_scope_of(reader)
    pending = here.attending().filter(accreditation=Accreditation.SUBMITTED).count()
    yield Need(
        pending,
        ngettext(
            "delegate is waiting for a decision", "delegates are waiting for a decision", pending
        ),
        link(DELEGATES, accreditation__exact="submitted", attends="yes"),
    )
    photos = here.missing_photo().attending().count()
    yield Need(
        photos,
        ngettext("photo is missing", "photos are missing", photos),
        link(DELEGATES, photo="needed", attends="yes"),
    )
    badges = to_be_printed(here).count()
    yield Need(
        badges,
        ngettext("badge is to be printed", "badges are to be printed", badges),
        link(DELEGATES, badge="to_print"),
    )


def of_further_badges(conference: Conference) -> Iterator[Need]:
    """Shared ones, vehicles' and blanks."""
    count = missing_badges.to_be_printed_further(conference, at=timezone.now()).count()
    words = ngettext(
        "badge of another type is to be printed", "badges of other types are to be printed", count
    )
    yield Need(count, words, link("admin:badges_badge_changelist", state="to_print"))


def of_delegations(conference: Conference, reader: User) -> Iterator[Need]:
    here = Delegation.objects.for_conference(conference).in_scope_of(reader)
    count = here.awaiting_head().count()
    words = ngettext(
        "delegation has no confirmed head", "delegations have no confirmed head", count
    )
    yield Need(count, words, link(DELEGATIONS, head="no"))


def of_invitation_requests(conference: Conference, reader: User) -> Iterator[Need]:
    waiting = InvitationRequest.objects.for_conference(conference).waiting()
    count = waiting.visible_to(reader).count()
    words = ngettext(
        "request for an invitation is waiting", "requests for an invitation are waiting", count
    )
    yield Need(count, words, link(REQUESTS, state__exact="waiting"))


def of_imports(conference: Conference) -> Iterator[Need]:
    """Lists that are checked, with what they ask."""
    runs = ImportRun.objects.for_conference(conference).waiting_for_somebody()
    count = runs.count()
    words = ngettext("list to import is waiting", "lists to import are waiting", count)
    asked = ImportQuestion.objects.filter(run__in=runs, is_open=True).count()
    if asked:
        open_questions = ngettext("%d question is open", "%d questions are open", asked) % asked
        words = f"{words}: {open_questions}"
    yield Need(count, words, link(IMPORTS, waits="yes"))


def of_print_jobs(conference: Conference, since: dt.datetime) -> Iterator[Need]:
    found = PrintJob.objects.for_conference(conference).aggregate(
        failed=Count("pk", filter=Q(state=JobState.FAILED, finished_at__gte=since)),
        paused=Count("pk", filter=Q(state=JobState.PAUSED)),
    )
    count, paused = found["failed"], found["paused"]
    words = ngettext("print job failed since yesterday", "print jobs failed since yesterday", count)
    query = {"state__exact": JobState.FAILED.value, "finished_at__gte": since.isoformat()}
    yield Need(count, words, link(PRINT_JOBS, **query))
    yield Need(
        paused,
        ngettext("print job is paused", "print jobs are paused", paused),
        link(PRINT_JOBS, state__exact=JobState.PAUSED.value),
    )


def of_jobs(request: HttpRequest, conference: Conference, since: dt.datetime) -> Iterator[Need]:
    """Those that the user asked for: the others are not shown to them."""
    own = BackgroundJob.objects.visible_to(signed_in(request)).for_conference(conference)
    count = own.filter(state=WorkState.FAILED, finished_at__gte=since).count()
    words = ngettext(
        "job in the background failed since yesterday",
        "jobs in the background failed since yesterday",
        count,
    )
    query = {"state__exact": WorkState.FAILED.value, "finished_at__gte": since.isoformat()}
    yield Need(count, words, link(JOBS, **query))
