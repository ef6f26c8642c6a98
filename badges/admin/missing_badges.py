"""What is due to be printed: first badges with one click; what has changed since, on a page."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from badges.admin.changed_badges import ChangedBadges, changed_badges, promise
from badges.models import PrintJob
from badges.services import missing_badges
from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from conference.errors import DomainError

Sent = Callable[..., list[PrintJob]]
# What the second button of the page asks for.
LEAVE = "leave"


class MissingBadgesPages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("due/", require_safe(self.due_view), "due", needs="add"),
            self.page_url(
                "due/unissued/", require_POST(self.unissued_view), "due_unissued", needs="add"
            ),
            self.page_url("due/changed/", self.changed_view, "due_changed", needs="add"),
        ]

    def due_view(self, request: HttpRequest) -> HttpResponse:
        """How many of each there are. To count them takes a moment, so lists ask for it alone."""
        title = _("What is due to be printed")
        due = missing_badges.due(chosen_conference(request))
        return self.page(request, "badges/due.html", title=title, due=due)

    def unissued_view(self, request: HttpRequest) -> HttpResponse:
        return self.send_due(request, lambda **order: [missing_badges.send_unissued(**order)])

    def changed_view(self, request: HttpRequest) -> HttpResponse:
        """How many, whose and what has changed; sent, what was ticked is replaced or left valid.

        Where it is not what was read any more, nothing is done and the page is shown anew.
        """
        groups = changed_badges(chosen_conference(request))
        if not groups:
            self.message_user(request, _("No badge shows what is no longer so."))
            return HttpResponseRedirect(reverse("admin:badges_printjob_changelist"))
        ticked = set(request.POST.getlist("group"))
        ids = [pk for group in groups if group.key in ticked for pk in group.ids]
        has_changed = request.method == "POST" and request.POST.get("read") != promise(groups)
        if not ids or has_changed:
            return self.changed_page(request, groups, ticked, has_changed=has_changed)
        if request.POST.get("what") == LEAVE:
            return self.leave_valid(request, ids)
        return self.send_due(request, partial(missing_badges.send_changed, delegate_ids=ids))

    def changed_page(
        self,
        request: HttpRequest,
        groups: Sequence[ChangedBadges],
        ticked: Collection[str],
        *,
        has_changed: bool,
    ) -> HttpResponse:
        """At first everything is ticked."""
        is_sent = request.method == "POST"
        return self.page(
            request,
            "badges/changed.html",
            title=_("Badges that show what has changed"),
            count=sum(len(group.ids) for group in groups),
            groups=[(group, not is_sent or group.key in ticked) for group in groups],
            promise=promise(groups),
            has_changed=has_changed,
            is_nothing_ticked=is_sent and not has_changed,
        )

    def leave_valid(self, request: HttpRequest, ids: Collection[int]) -> HttpResponse:
        count = missing_badges.leave_valid(
            conference=chosen_conference(request),
            delegate_ids=ids,
            by=signed_in(request),
            at=timezone.now(),
        )
        said = ngettext(
            "%d badge stays valid as it is.", "%d badges stay valid as they are.", count
        )
        self.message_user(request, said % count)
        return HttpResponseRedirect(reverse("admin:index"))

    def send_due(self, request: HttpRequest, send: Sent) -> HttpResponse:
        try:
            jobs = send(
                conference=chosen_conference(request), by=signed_in(request), at=timezone.now()
            )
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
