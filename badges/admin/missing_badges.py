"""What is due to be printed: first badges with one click; what has changed since, on a page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from badges.background import left_valid
from badges.holders import kind_of
from badges.models import PrintJob
from badges.services import missing_badges
from badges.services.changed_badges import ChangedBadges, by_type, changed_badges, promise
from badges.sheets.form import SheetFields
from badges.standing.design_use import versions_of
from conference.admin import (
    ConferenceModelAdmin,
    JobWords,
    chosen_conference,
    contribute,
    signed_in,
)
from conference.errors import DomainError
from conference.models import BackgroundJob

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
        title = _("Badges due to be printed")
        due = missing_badges.due(chosen_conference(request), at=timezone.now())
        return self.page(request, "badges/due.html", title=title, due=due)

    def unissued_view(self, request: HttpRequest) -> HttpResponse:
        try:
            job = missing_badges.send_unissued(
                conference=chosen_conference(request), by=signed_in(request), at=timezone.now()
            )
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            return self.to_jobs(request, [])
        return self.to_jobs(request, [job])

    def changed_view(self, request: HttpRequest) -> HttpResponse:
        """How many, whose and what has changed; sent, what was ticked is replaced or left valid.

        Where it is not what was read any more, nothing is done and the page is shown anew.
        """
        groups = changed_badges(chosen_conference(request), at=timezone.now())
        if not groups:
            self.message_user(request, _("No badge is out of date."))
            return HttpResponseRedirect(reverse("admin:badges_printjob_changelist"))
        ticked = set(request.POST.getlist("group"))
        chosen = [group for group in groups if group.key in ticked]
        has_changed = request.method == "POST" and request.POST.get("read") != promise(groups)
        sheets = self.sheets(request, groups)
        if chosen and not has_changed:
            if request.POST.get("what") == LEAVE:
                return self.leave_valid(request, chosen)
            if sheets.is_valid() and (answer := self.replace(request, chosen, sheets)):
                return answer
        return self.changed_page(request, groups, ticked, sheets, has_changed=has_changed)

    def sheets(self, request: HttpRequest, groups: Sequence[ChangedBadges]) -> SheetFields:
        fields = SheetFields(request.POST if request.method == "POST" else None)
        types = {group.badge_type.pk: group.badge_type for group in groups}
        versions = [
            version
            for type_id, ids in by_type(groups).items()
            for version in versions_of(types[type_id], ids)
        ]
        fields.offer_sheets(
            chosen_conference(request),
            versions,
            have_family_names=any(kind_of(one).has_family_name for one in types.values()),
        )
        return fields

    def replace(
        self, request: HttpRequest, chosen: Sequence[ChangedBadges], sheets: SheetFields
    ) -> HttpResponse | None:
        """None where nothing could be sent; the page says why not."""
        try:
            jobs = missing_badges.send_changed(
                conference=chosen_conference(request),
                chosen=by_type(chosen),
                sheets=sheets.sheet_order(),
                by=signed_in(request),
                at=timezone.now(),
            )
        except DomainError as error:
            sheets.add_error(None, str(error))
            return None
        return self.to_jobs(request, jobs)

    def changed_page(
        self,
        request: HttpRequest,
        groups: Sequence[ChangedBadges],
        ticked: Collection[str],
        sheets: SheetFields,
        *,
        has_changed: bool,
    ) -> HttpResponse:
        """At first everything is ticked."""
        is_sent = request.method == "POST"
        return self.page(
            request,
            "badges/changed.html",
            title=_("Out-of-date badges"),
            count=sum(len(group.ids) for group in groups),
            groups=[(group, not is_sent or group.key in ticked) for group in groups],
            promise=promise(groups),
            sheets=sheets,
            has_changed=has_changed,
            is_nothing_ticked=is_sent and not has_changed,
        )

    def leave_valid(self, request: HttpRequest, chosen: Sequence[ChangedBadges]) -> HttpResponse:
        """More than a few are compared and written in the background."""
        if sum(len(group.ids) for group in chosen) > self.most_at_once:
            return self.leave_valid_later(request, chosen)
        count = missing_badges.leave_valid(
            conference=chosen_conference(request),
            chosen=by_type(chosen),
            by=signed_in(request),
            at=timezone.now(),
        )
        self.message_user(request, stay_valid(count))
        return HttpResponseRedirect(reverse("admin:index"))

    def leave_valid_later(
        self, request: HttpRequest, chosen: Sequence[ChangedBadges]
    ) -> HttpResponse:
        by, at = signed_in(request), timezone.now()
        try:
            job = left_valid.ask(groups=chosen, conference=chosen_conference(request), by=by, at=at)
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:conference_backgroundjob_change", args=[job.pk]))

    def to_jobs(self, request: HttpRequest, jobs: list[PrintJob]) -> HttpResponseRedirect:
        if len(jobs) == 1:
            return HttpResponseRedirect(reverse("admin:badges_printjob_change", args=[jobs[0].pk]))
        if jobs:
            said = ngettext(
                "%d job was sent.",
                "%d jobs were sent, one for each badge type and language.",
                len(jobs),
            )
            self.message_user(request, said % len(jobs))
        return HttpResponseRedirect(reverse("admin:badges_printjob_changelist"))


def stay_valid(count: int) -> str:
    words = ngettext("%s badge stays valid as it is.", "%s badges stay valid as they are.", count)
    return words % number_format(count, force_grouping=True)


def title_of_leaving(job: BackgroundJob) -> str:
    words = ngettext("%s badge left valid", "%s badges left valid", job.total)
    return words % number_format(job.total, force_grouping=True)


def outcome_of_leaving(job: BackgroundJob) -> Mapping[str, Any]:
    return {"said": stay_valid(job.result["left"])}


contribute(
    BackgroundJob,
    JobWords(
        kind=left_valid.KIND,
        needs=left_valid.PERMISSION,
        title=title_of_leaving,
        doing=gettext_lazy(
            "The badges are being compared with the current details. None is printed."
        ),
        outcome=outcome_of_leaving,
    ),
)
