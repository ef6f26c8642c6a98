"""What is due to be printed, each with one click: first badges, and what has changed since."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from badges.models import PrintJob
from badges.services import missing_badges
from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from conference.errors import DomainError

Sent = Callable[..., list[PrintJob]]


class MissingBadgesPages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("due/", require_safe(self.due_view), "due", needs="add"),
            self.page_url(
                "due/unissued/", require_POST(self.unissued_view), "due_unissued", needs="add"
            ),
            self.page_url(
                "due/changed/", require_POST(self.changed_view), "due_changed", needs="add"
            ),
        ]

    def due_view(self, request: HttpRequest) -> HttpResponse:
        """How many of each there are. To count them takes a moment, so lists ask for it alone."""
        title = _("What is due to be printed")
        due = missing_badges.due(chosen_conference(request))
        return self.page(request, "badges/due.html", title=title, due=due)

    def unissued_view(self, request: HttpRequest) -> HttpResponse:
        return self.send_due(request, lambda **order: [missing_badges.send_unissued(**order)])

    def changed_view(self, request: HttpRequest) -> HttpResponse:
        return self.send_due(request, missing_badges.send_changed)

    def send_due(self, request: HttpRequest, send: Sent) -> HttpResponse:
        order: dict[str, Any] = {"by": signed_in(request), "at": timezone.now()}
        try:
            jobs = send(conference=chosen_conference(request), **order)
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            jobs = []
        return self.to_jobs(request, jobs)

    def to_jobs(self, request: HttpRequest, jobs: list[PrintJob]) -> HttpResponseRedirect:
        if len(jobs) == 1:
            return HttpResponseRedirect(reverse("admin:badges_printjob_change", args=[jobs[0].pk]))
        if jobs:
            said = ngettext("%d job was sent.", "%d jobs were sent, one a language.", len(jobs))
            self.message_user(request, said % len(jobs))
        return HttpResponseRedirect(reverse("admin:badges_printjob_changelist"))
