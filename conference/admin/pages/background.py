"""Jobs in the background, for whoever asked for them: how far they are, and what came of them."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from conference.admin.decisions import Card, Decision, one_by_one
from conference.admin.further_pages import PagesOfOurOwn
from conference.admin.lists.cells import words_with_dot
from conference.admin.progress import Progress, not_taken_up
from conference.admin.scoped import ConferenceModelAdmin
from conference.choices import WorkState
from conference.contributions import Effect, JobWords, contributed
from conference.models import BackgroundJob
from conference.services import background_jobs
from conference.writing.dates import moment

MARKS = {
    WorkState.WAITING: "wait",
    WorkState.RUNNING: "wait",
    WorkState.DONE: "good",
    WorkState.FAILED: "bad",
    WorkState.CANCELLED: "off",
}
PERMISSION = "conference.view_backgroundjob"
# Without a sign of life for so long, the page says that no worker seems to be running.
PATIENCE = dt.timedelta(seconds=30)


def rest_is_not_done(jobs: QuerySet[BackgroundJob]) -> Sequence[Effect]:
    return [Effect(_("What has been done already stays. The rest is not done."))]


ON_JOBS = [
    Decision(
        value="cancelled",
        words=gettext_lazy("Stop"),
        act=gettext_lazy("Stop “%s”"),
        will=gettext_lazy("This work stops."),
        done=WorkState.CANCELLED.label,
        decide=one_by_one(background_jobs.cancel, "job"),
        needs=PERMISSION,
        is_legal=lambda job: job.is_unfinished,
        follows=rest_is_not_done,
        page="cancel",
        takes_away=True,
    )
]


@admin.register(BackgroundJob)
class BackgroundJobAdmin(PagesOfOurOwn[BackgroundJob], ConferenceModelAdmin[BackgroundJob]):
    is_known_by_name = True
    list_display = ["title", "asked", "state_cell"]
    list_display_links = ["title"]
    decisions = ON_JOBS

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Each kind is asked for on a page of its own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: BackgroundJob | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BackgroundJob | None = None) -> bool:
        return False

    def limit(
        self, queryset: QuerySet[BackgroundJob], request: HttpRequest
    ) -> QuerySet[BackgroundJob]:
        """Without what may hold thousands of ids: a list and a page that waits need neither.

        What has expired is gone, whether it was swept or not.
        """
        kept = super().limit(queryset, request).filter(expires_at__gt=timezone.now())
        return kept.defer("ids", "result")

    # Lists

    @admin.display(description=gettext_lazy("what"), ordering="kind")
    def title(self, job: BackgroundJob) -> str:
        return words_of(job).title(job)

    @admin.display(description=gettext_lazy("asked at"), ordering="asked_at")
    def asked(self, job: BackgroundJob) -> str:
        return moment(job.asked_at)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_cell(self, job: BackgroundJob) -> str:
        return words_with_dot(MARKS[WorkState(job.state)], job.get_state_display())

    # Pages

    def card(self, row: BackgroundJob) -> Card:
        return Card(self.title(row), [self.asked(row), self.state_cell(row)])

    def pages(self) -> list[URLPattern]:
        take = require_GET(self.take_view)
        return [*super().pages(), self.page_url("<int:object_id>/file/", take, "file")]

    def record_page(self, request: HttpRequest, row: BackgroundJob) -> HttpResponseBase:
        words = words_of(row)
        return self.opened(partial(self.job_page, job=row, words=words), words.needs)(request)

    def job_page(
        self, request: HttpRequest, *, job: BackgroundJob, words: JobWords
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "title": words.title(job),
            "facts": words.facts(job),
            "buttons": self.decision_buttons(request, job),
        }
        if job.is_unfinished:
            progress = in_progress(job, words, at=timezone.now())
            return self.progress_page(request, job, progress, **context)
        if job.has_lost_its_file:
            context["said"] = _("The file is no longer kept. Ask for it again.")
            return self.page(request, "admin/background_job.html", job=job, **context)
        if job.state == WorkState.DONE:
            return self.page(request, words.template, job=job, **words.outcome(job), **context)
        # What was done before it ended stays done.
        partly = words.outcome(job) if job.result else {}
        return self.page(request, "admin/background_job.html", job=job, **partly, **context)

    def take_view(self, request: HttpRequest, job: BackgroundJob) -> HttpResponseBase:
        words = words_of(job)
        if not (words.take and job.file) or job.has_lost_its_file:
            raise Http404
        take = words.take
        return self.opened(lambda request: take(request, job), words.needs)(request)


# A job lives for a week, and through an upgrade that knows its kind no more.
OF_A_FORMER_KIND = JobWords(
    kind="",
    needs=PERMISSION,
    title=str,
    doing=gettext_lazy("This version of Dais cannot do it. Stop it and ask again."),
    outcome=lambda _job: {"said": gettext_lazy("It was done before the last upgrade.")},
)


def words_of(job: BackgroundJob) -> JobWords:
    known = {one.kind: one for one in contributed(BackgroundJob, JobWords)}
    return known.get(job.kind, OF_A_FORMER_KIND)


def in_progress(job: BackgroundJob, words: JobWords, *, at: dt.datetime) -> Progress:
    then = _("This page then shows the result. You can leave it.")
    if job.state == WorkState.WAITING and not job.attempts and at - job.asked_at > PATIENCE:
        is_any_done = BackgroundJob.objects.in_hands(at).exists()
        then = (
            _("It is waiting for its turn. You can leave this page.")
            if is_any_done
            else not_taken_up()
        )
    trouble = job.error if job.lease is None else ""
    done = job.done if job.attempts else None
    return Progress(str(words.doing), then, done, job.total, trouble=trouble)
