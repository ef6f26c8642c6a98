"""All files of a print job in one archive: asked for on the job's page, taken on the archive's."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from badges.background import archives
from badges.models import PrintJob
from conference.admin import ConferenceModelAdmin, JobWords, contribute, signed_in
from conference.errors import DomainError
from conference.models import BackgroundJob
from conference.requests.downloads import PersonalDownload


class ArchivePages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        ask = require_POST(self.archive_view)
        return [*super().pages(), self.page_url("<int:object_id>/archive/", ask, "archive")]

    def archive_view(self, request: HttpRequest, job: PrintJob) -> HttpResponseBase:
        try:
            asked = archives.ask(print_job=job, by=signed_in(request), at=timezone.now())
        except DomainError as error:
            self.message_user(request, str(error))
            return redirect("admin:badges_printjob_change", job.pk)
        return redirect("admin:conference_backgroundjob_change", asked.pk)


def outcome_of_archive(job: BackgroundJob) -> Mapping[str, Any]:
    return {
        "said": _("The archive is ready. It is kept for a week."),
        "file_words": _("Download the archive"),
        "back": reverse("admin:badges_printjob_change", args=[job.request["print_job"]]),
        "back_words": _("To the print job"),
    }


def take_archive(request: HttpRequest, job: BackgroundJob) -> HttpResponseBase:
    print_job = archives.print_job_of(job)
    return PersonalDownload(
        job.file.open("rb"),
        filename=f"{job.conference.slug}-badges-{print_job.pk}.zip",
        content_type="application/zip",
        action="print_job.downloaded",
        target=print_job,
        conference_id=job.conference_id,
        by=signed_in(request),
        at=timezone.now(),
        detail={"files": job.total, "pages": print_job.page_count},
    )


contribute(
    BackgroundJob,
    JobWords(
        kind=archives.KIND,
        needs=archives.PERMISSION,
        title=lambda job: _("Archive of print job %d") % job.request["print_job"],
        doing=gettext_lazy("The files are being put together."),
        outcome=outcome_of_archive,
        take=take_archive,
    ),
)
