"""Print jobs in the admin: sent, watched, cancelled, downloaded."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from badges import files
from badges.admin.archives import ArchivePages
from badges.admin.designs.fit_page import FitPages
from badges.admin.job_decisions import ON_JOBS
from badges.admin.missing_badges import MissingBadgesPages
from badges.admin.sending import CHOSEN, SendForm, form_asked_for
from badges.background import archives
from badges.choices import UNDER_WAY, JobState, Reason
from badges.desk.pages import DeskPages
from badges.jobs.report import (
    Taken,
    how_made,
    in_progress,
    left_out,
    not_drawn,
    printed_smaller,
    sheets_in_words,
    size_of_pages,
    taken_at_the_desk,
    unprintable,
)
from badges.jobs.titles import title_of, with_people
from badges.models import PrintJob
from badges.published import published_files
from badges.services.printing import jobs
from conference.admin import (
    Card,
    PagesOfOurOwn,
    ReasonWords,
    chosen_conference,
    contribute,
    signed_in,
    words_with_dot,
)
from conference.admin.forgeries import ids_read
from conference.errors import DomainError
from conference.requests.downloads import PersonalDownload
from conference.writing.dates import moment
from conference.writing.languages import OWN_NAMES

MARKS = {
    JobState.RUNNING: "wait",
    JobState.PAUSED: "wait",
    JobState.PUBLISHED: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "off",
}


@admin.register(PrintJob)
class PrintJobAdmin(PagesOfOurOwn[PrintJob], DeskPages, MissingBadgesPages, FitPages, ArchivePages):
    is_known_by_name = True
    change_list_template = "badges/print_jobs.html"
    list_display = ["people", "what_for", "badges", "state_cell", "sent", "created_by"]
    list_display_links = ["people"]
    list_filter = ["state", "purpose", "type"]
    decisions = ON_JOBS

    class Media:
        css = {"all": ["css/badges.css"]}

    def has_change_permission(self, request: HttpRequest, obj: PrintJob | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PrintJob | None = None) -> bool:
        return False

    # Lists

    def limit(self, queryset: QuerySet[PrintJob], request: HttpRequest) -> QuerySet[PrintJob]:
        return with_people(super().limit(queryset, request)).select_related("created_by")

    @admin.display(description=gettext_lazy("whose badges"))
    def people(self, job: PrintJob) -> str:
        return title_of(job)

    @admin.display(description=gettext_lazy("sent at"), ordering="created_at")
    def sent(self, job: PrintJob) -> str:
        return moment(job.created_at)

    @admin.display(description=gettext_lazy("purpose"), ordering="purpose")
    def what_for(self, job: PrintJob) -> str:
        return purpose_in_words(job)

    @admin.display(description=gettext_lazy("badges"))
    def badges(self, job: Any) -> str:
        if job.state == JobState.PUBLISHED and job.badge_count != job.entry_count:
            return _("%(printed)d of %(sent)d") % {
                "printed": job.badge_count,
                "sent": job.entry_count,
            }
        return str(job.entry_count)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_cell(self, job: PrintJob) -> str:
        return words_with_dot(MARKS[JobState(job.state)], job.get_state_display())

    # Pages

    def card(self, row: PrintJob) -> Card:
        return Card(
            title_of(row),
            [self.sent(row), purpose_in_words(row), self.badges(row), self.state_cell(row)],
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
        ]

    def add_page(self, request: HttpRequest) -> HttpResponse:
        """Send badges to print; what is chosen in a list comes through `admin.on_delegates`."""
        conference = chosen_conference(request)
        if request.method != "POST":
            return self.send_page(request, form_asked_for(request, conference))
        if type_id := request.POST.get("show", ""):
            ids, delegations = (ids_read(request.POST.get(key, "")) for key in CHOSEN)
            form = SendForm(conference, ids=ids, delegations=delegations, type_id=type_id)
            return self.send_page(request, form)
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
        """Where the job stands, and its files once they are there."""
        context = {
            "title": title_of(job),
            "facts": self.facts(job),
            "buttons": self.decision_buttons(request, job),
        }
        if job.state in UNDER_WAY:
            progress = in_progress(job, at=timezone.now())
            return self.progress_page(request, job, progress, **context)
        files = published_files(job)
        return self.page(
            request,
            "badges/print_job.html",
            job=job,
            files=files,
            sheets=sum(file.sheets for file in files),
            size=size_of_pages(job),
            made=how_made(job),
            unprintable=unprintable(job),
            not_drawn=not_drawn(job),
            left_out=left_out(job),
            smaller=printed_smaller(job),
            may_print=self.has_add_permission(request),
            **context,
        )

    def facts(self, job: PrintJob) -> list[tuple[str, str]]:
        facts = [
            (_("Badge type"), str(job.type)),
            (_("Purpose"), purpose_in_words(job)),
            (_("Language"), OWN_NAMES.get(job.language, job.language)),
            *([(_("Sheets"), sheets_in_words(job))] if job.paper else []),
            (_("Sent"), format_html("{} · <bdi>{}</bdi>", in_full(job.created_at), job.created_by)),
        ]
        if job.finished_at:
            facts.append((_("Finished"), in_full(job.finished_at)))
        if job.retry_of_id:
            facts.append((_("Could not be printed by"), job_link(job.retry_of_id)))
        if later := list(job.retries.order_by("pk").values_list("pk", flat=True)):
            facts.append(
                (
                    _("Sent once more in"),
                    format_html_join(", ", "{}", [(job_link(pk),) for pk in later]),
                )
            )
        if taken := taken_at_the_desk(job):
            facts.append((_("Left at the badge desk"), taken_in_words(taken)))
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

    # On

    def to(self, job: PrintJob) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:badges_printjob_change", args=[job.pk]))


def job_link(pk: int) -> str:
    url = reverse("admin:badges_printjob_change", args=[pk])
    return format_html('<a href="{}">{}</a>', url, _("print job %d") % pk)


def taken_in_words(taken: Sequence[Taken]) -> str:
    """A line for each, which leads to the job that it is in now."""
    lines = (
        (reverse("admin:badges_printjob_change", args=[one.job.pk]), one.person, one.words)
        for one in taken
    )
    return format_html_join("", '<a class="taken" href="{}"><bdi>{}</bdi>: {}</a>', lines)


def in_full(instant: dt.datetime) -> str:
    return date_format(timezone.localtime(instant), "j M Y, H:i")


def purpose_in_words(job: PrintJob) -> str:
    if not job.reason:
        return str(job.get_purpose_display())
    return format_html("{}: {}", job.get_purpose_display(), job.get_reason_display())


contribute(PrintJob, ReasonWords(dict(Reason.choices)))
