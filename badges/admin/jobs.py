"""Print jobs in the admin: sent, watched, cancelled, downloaded."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from badges import files
from badges.admin import one_badge
from badges.admin.archives import ArchivePages
from badges.admin.fit_page import FitPages
from badges.admin.job_report import (
    how_made,
    in_progress,
    left_out,
    printed_smaller,
    unprintable,
)
from badges.admin.missing_badges import MissingBadgesPages
from badges.admin.sending import SendForm, ids_asked_for
from badges.background import archives
from badges.badge_states import held_by, running_job_of
from badges.choices import JobState, Purpose
from badges.models import PrintJob
from badges.print_plan import obstacles_of
from badges.progress import number_of_badges
from badges.published import published_files
from badges.services import jobs
from conference.admin import (
    Card,
    Decision,
    Effect,
    PagesOfOurOwn,
    chosen_conference,
    one_by_one,
    signed_in,
    words_with_dot,
)
from conference.admin.deciding import DecidingAdmin
from conference.errors import DomainError
from conference.requests.downloads import PersonalDownload
from conference.writing.languages import OWN_NAMES
from delegates.admin import cells
from delegates.models import Delegate

# In the address of a job's page: whoever sent it waits for the file.
OPEN = "open"
MARKS = {
    JobState.RUNNING: "wait",
    JobState.PUBLISHED: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "off",
}


def nothing_is_printed(rows: QuerySet[PrintJob]) -> list[Effect]:
    count = sum(rows.annotate(badges=number_of_badges()).values_list("badges", flat=True))
    words = ngettext(
        "Its %d badge is not printed, and nothing is issued.",
        "None of its %d badges is printed, and nothing is issued.",
        count,
    )
    return [Effect(words % count), Effect(_("The same people can be sent to print again."))]


ON_JOBS = [
    Decision(
        value="cancelled",
        words=gettext_lazy("Cancel the job"),
        act=gettext_lazy("Cancel the %s"),
        will=gettext_lazy("This job stops."),
        done=JobState.CANCELLED.label,
        decide=one_by_one(jobs.cancel, "job"),
        needs="add",
        is_legal=lambda job: job.state == JobState.RUNNING,
        follows=nothing_is_printed,
        page="cancel",
    )
]


@admin.register(PrintJob)
class PrintJobAdmin(PagesOfOurOwn[PrintJob], MissingBadgesPages, FitPages, ArchivePages):
    change_list_template = "badges/print_jobs.html"
    list_display = ["sent", "what_for", "badges", "state_cell", "created_by"]
    list_display_links = ["sent"]
    list_filter = ["state", "purpose"]
    list_select_related = ["created_by"]
    decisions = ON_JOBS

    class Media:
        css = {"all": ["css/badges.css"]}

    def has_change_permission(self, request: HttpRequest, obj: PrintJob | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PrintJob | None = None) -> bool:
        return False

    # Lists

    def limit(self, queryset: QuerySet[PrintJob], request: HttpRequest) -> QuerySet[PrintJob]:
        return super().limit(queryset, request).annotate(entry_count=number_of_badges())

    @admin.display(description=gettext_lazy("sent at"), ordering="created_at")
    def sent(self, job: PrintJob) -> str:
        return f"{timezone.localtime(job.created_at):%d.%m.%Y %H:%M}"

    @admin.display(description=gettext_lazy("what for"), ordering="purpose")
    def what_for(self, job: PrintJob) -> str:
        return purpose_in_words(job)

    @admin.display(description=gettext_lazy("badges"))
    def badges(self, job: Any) -> str:
        if job.state == JobState.PUBLISHED and job.page_count != job.entry_count:
            return _("%(printed)d of %(sent)d") % {
                "printed": job.page_count,
                "sent": job.entry_count,
            }
        return str(job.entry_count)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_cell(self, job: PrintJob) -> str:
        return words_with_dot(MARKS[JobState(job.state)], job.get_state_display())

    # Pages

    def card(self, row: PrintJob) -> Card:
        return Card(
            _("Print job of %s") % self.sent(row),
            [purpose_in_words(row), self.badges(row), self.state_cell(row)],
            name=_("print job of %s") % self.sent(row),
        )

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url(
                "<int:object_id>/download/<int:number>/",
                require_GET(self.download_view),
                "download",
            ),
            self.page_url(
                "<int:object_id>/open/<int:number>/", require_GET(self.open_view), "open"
            ),
            self.page_url("delegate/<int:delegate_id>/", self.one_view, "one", needs="add"),
        ]

    def add_page(self, request: HttpRequest) -> HttpResponse:
        """Send badges to print; what is chosen in a list comes through `admin.on_delegates`."""
        conference = chosen_conference(request)
        if request.method != "POST":
            ids = ids_asked_for(request, conference)
            return self.send_page(request, SendForm(conference, ids=ids))
        form = SendForm(conference, request.POST)
        if not form.is_valid():
            return self.send_page(request, form)
        try:
            job = jobs.send(order=form.order(), by=signed_in(request), at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
            return self.send_page(request, form)
        return self.to(job)

    def send_page(self, request: HttpRequest, form: SendForm) -> HttpResponse:
        return self.page(
            request, "badges/print_send.html", title=_("Send badges to print"), form=form
        )

    def record_page(self, request: HttpRequest, job: PrintJob) -> HttpResponse:
        """Where the job stands; whoever asked to `open` its one file gets it once it is there.

        The page is shown first and leads on to the file: a browser that saves files stays here.
        """
        context = {
            "title": _("Print job of %s") % self.sent(job),
            "facts": self.facts(job),
            "buttons": self.decision_buttons(request, job),
        }
        if job.state == JobState.RUNNING:
            progress = in_progress(job, at=timezone.now())
            return self.progress_page(request, job, progress, **context)
        files = published_files(job)
        is_waited_for = OPEN in request.GET and len(files) == 1
        return self.page(
            request,
            "badges/print_job.html",
            job=job,
            files=files,
            opens=files[0] if is_waited_for else None,
            made=how_made(job),
            unprintable=unprintable(job),
            left_out=left_out(job),
            smaller=printed_smaller(job),
            may_print=self.has_add_permission(request),
            **context,
        )

    def facts(self, job: PrintJob) -> list[tuple[str, str]]:
        facts = [
            (_("What for"), purpose_in_words(job)),
            (_("Language"), OWN_NAMES.get(job.language, job.language)),
            (_("Sent"), f"{in_full(job.created_at)} · {job.created_by}"),
        ]
        if job.finished_at:
            facts.append((_("Finished"), in_full(job.finished_at)))
        return facts

    def download_view(self, request: HttpRequest, job: PrintJob, number: int) -> PersonalDownload:
        return self.file(request, job, number, in_place=False)

    def open_view(self, request: HttpRequest, job: PrintJob, number: int) -> PersonalDownload:
        return self.file(request, job, number, in_place=True)

    def file(
        self, request: HttpRequest, job: PrintJob, number: int, *, in_place: bool
    ) -> PersonalDownload:
        file = next((one for one in published_files(job) if one.number == number), None)
        if file is None:
            raise Http404
        return PersonalDownload(
            files.opened(file.key),
            filename=archives.name_of(job, file),
            content_type="application/pdf",
            action="print_job.opened" if in_place else "print_job.downloaded",
            target=job,
            conference_id=job.conference_id,
            by=signed_in(request),
            at=timezone.now(),
            detail={"file": number, "pages": file.pages},
            in_place=in_place,
        )

    # One badge, now

    def one_view(self, request: HttpRequest, delegate_id: int) -> HttpResponse:
        """Print the badge of one delegate, again too, or replace it."""
        conference, user = chosen_conference(request), signed_in(request)
        delegate = one_badge.delegate_or_404(conference, delegate_id, user)
        if request.method != "POST":
            return self.one_page(request, delegate)
        purpose = one_badge.purpose_asked_for(request)
        form = one_badge.OneBadgeForm(purpose, request.POST)
        if not form.is_valid():
            return self.one_page(request, delegate, refused=form)
        try:
            order = jobs.order_of_one(delegate, purpose, form.cleaned_data["reason"])
            job = jobs.send(order=order, by=user, at=timezone.now())
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        return self.to(job, query={OPEN: 1})

    def one_page(
        self,
        request: HttpRequest,
        delegate: Delegate,
        refused: one_badge.OneBadgeForm | None = None,
    ) -> HttpResponse:
        against, held = obstacles_of(delegate), held_by(delegate)
        deciding = self.admin_site.get_model_admin(Delegate)
        assert isinstance(deciding, DecidingAdmin)
        offered = one_badge.forms_for(against, held)
        if refused:
            offered[refused.wanted] = refused
        return self.page(
            request,
            "badges/one_badge.html",
            title=_("Badge of %s") % delegate,
            delegate=delegate,
            person=cells.person(delegate),
            card=deciding.card(delegate),
            held=held,
            first=offered.get(Purpose.FIRST),
            again=offered.get(Purpose.AGAIN),
            replace=offered.get(Purpose.REPLACE),
            why_not="" if offered else one_badge.why_not(against),
            running=running_job_of(delegate),
        )

    def to(self, job: PrintJob, query: Mapping[str, object] | None = None) -> HttpResponseRedirect:
        url = reverse("admin:badges_printjob_change", args=[job.pk], query=query)
        return HttpResponseRedirect(url)


def in_full(instant: dt.datetime) -> str:
    return date_format(timezone.localtime(instant), "j E Y, H:i")


def purpose_in_words(job: PrintJob) -> str:
    if not job.reason:
        return str(job.get_purpose_display())
    return format_html("{}: {}", job.get_purpose_display(), job.get_reason_display())
