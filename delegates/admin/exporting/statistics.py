"""The statistics of a conference: a page, and the same table as a workbook."""

import io
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin import chosen_conference, signed_in
from conference.requests.downloads import PersonalDownload
from conference.spreadsheets import XLSX_TYPE
from delegates.exporting.statistics import people_headings, statistics_of, write_workbook


def statistics_page(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    table = statistics_of(chosen_conference(request), signed_in(request))
    return model_admin.page(  # type: ignore[no-any-return]
        request,
        "admin/delegates/delegation/statistics.html",
        title=_("Statistics"),
        table=table,
        people=people_headings(),
        columns=1 + len(table.total.numbers()),
    )


def statistics_workbook(request: HttpRequest) -> HttpResponseBase:
    """Recorded like every file: a number of one is about a person."""
    conference = chosen_conference(request)
    file = io.BytesIO()
    write_workbook(file, statistics_of(conference, signed_in(request)))
    file.seek(0)
    return PersonalDownload(
        file,
        filename=f"{conference.slug}-statistics.xlsx",
        content_type=XLSX_TYPE,
        action="statistics.exported",
        conference_id=conference.pk,
        by=signed_in(request),
        at=timezone.now(),
    )
