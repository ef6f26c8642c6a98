"""What waits for somebody in a conference: how many, in words, and the list with exactly these."""

import datetime as dt
from collections.abc import Callable, Iterator
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
from delegates.models import (
    Delegate,
    Delegation,
    ImportQuestion,
    ImportRun,
    InvitationRequest,
    Message,
    Nomination,
    Proposal,
)

DELEGATES, DELEGATIONS, IMPORTS = (
    "admin:delegates_delegate_changelist",
    "admin:delegates_delegation_changelist",
    "admin:delegates_importrun_changelist",
)
REQUESTS = "admin:delegates_invitationrequest_changelist"
PROPOSALS = "admin:delegates_proposal_changelist"
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
    reader = signed_in(request)
    found: list[Need] = []
    for permission, waiting in IN_ORDER:
        if may(request, permission):
            found += waiting(conference, reader)
    if may(request, "badges.view_printjob"):
        found += of_print_jobs(conference, since)
    if may(request, "conference.view_backgroundjob"):
        found += of_jobs(request, conference, since)
    return [need for need in found if need.count]


def of_decisions(conference: Conference, reader: User) -> Iterator[Need]:
    here = Delegate.objects.for_conference(conference).in_scope_of(reader)
    pending = here.attending().filter(accreditation=Accreditation.SUBMITTED).count()
    yield Need(
        pending,
        ngettext(
            "delegate is waiting for a decision", "delegates are waiting for a decision", pending
        ),
        link(DELEGATES, accreditation__exact="submitted", attends="yes"),
    )


def of_proposals(conference: Conference, reader: User) -> Iterator[Need]:
    count = Proposal.objects.for_conference(conference).visible_to(reader).open().count()
    words = ngettext(
        "proposed change is waiting for a decision",
        "proposed changes are waiting for a decision",
        count,
    )
    yield Need(count, words, link(PROPOSALS, decided_at__isempty="1"))


def of_messages(conference: Conference, reader: User) -> Iterator[Need]:
    """Delegations that asked something; how much each wrote stands in their list."""
    asking = Message.objects.for_conference(conference).unanswered().values("delegation")
    here = Delegation.objects.for_conference(conference).in_scope_of(reader)
    count = here.filter(pk__in=asking).count()
    words = ngettext(
        "delegation is waiting for an answer", "delegations are waiting for an answer", count
    )
    yield Need(count, words, link(DELEGATIONS, messages="yes"))


def of_nominations(conference: Conference, reader: User) -> Iterator[Need]:
    """Delegations whose notes verbales are to be noted as received, and as genuine."""
    notes = Nomination.objects.for_conference(conference)
    here = Delegation.objects.for_conference(conference).in_scope_of(reader).active()
    found = here.aggregate(
        received=Count("pk", filter=Q(pk__in=notes.to_be_received().values("delegation"))),
        verified=Count("pk", filter=Q(pk__in=notes.to_be_verified().values("delegation"))),
    )
    received, verified = found["received"], found["verified"]
    words = ngettext(
        "delegation has a note verbale to be received",
        "delegations have notes verbales to be received",
        received,
    )
    yield Need(received, words, link(DELEGATIONS, note="to_be_received"))
    words = ngettext(
        "delegation has a note verbale to be verified",
        "delegations have notes verbales to be verified",
        verified,
    )
    yield Need(verified, words, link(DELEGATIONS, note="to_be_verified"))


def of_photos_and_badges(conference: Conference, reader: User) -> Iterator[Need]:
    here = Delegate.objects.for_conference(conference).in_scope_of(reader)
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


def of_further_badges(conference: Conference, _reader: User) -> Iterator[Need]:
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


def of_imports(conference: Conference, _reader: User) -> Iterator[Need]:
    """Lists that are checked, with what they ask."""
    runs = ImportRun.objects.for_conference(conference).waiting_for_somebody()
    count = runs.count()
    words = ngettext("list to import is waiting", "lists to import are waiting", count)
    asked = ImportQuestion.objects.filter(run__in=runs, is_open=True).count()
    if asked:
        open_questions = ngettext("%d question is open", "%d questions are open", asked) % asked
        words = f"{words}: {open_questions}"
    yield Need(count, words, link(IMPORTS, waits="yes"))


IN_ORDER: tuple[tuple[str, Callable[[Conference, User], Iterator[Need]]], ...] = (
    ("delegates.view_delegate", of_decisions),
    ("delegates.decide_delegate", of_proposals),
    ("delegates.add_message", of_messages),
    ("delegates.view_invitationrequest", of_invitation_requests),
    ("delegates.change_nomination", of_nominations),
    ("delegates.view_delegate", of_photos_and_badges),
    ("badges.view_badge", of_further_badges),
    ("delegates.view_delegation", of_delegations),
    ("delegates.view_importrun", of_imports),
)
"""What waits, the most urgent first, by the permission of whoever is told."""


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
