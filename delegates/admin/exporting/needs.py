"""Dietary and access needs of a conference, as a workbook: each time it is on record."""

import io

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from conference.accounts.reentry import asked_again
from conference.admin import chosen_conference, signed_in
from conference.requests.downloads import PersonalDownload
from conference.spreadsheets import XLSX_TYPE
from delegates.exporting.needs import write_workbook


def needs_workbook(request: HttpRequest) -> HttpResponseBase:
    if to_password := asked_again(request):
        return to_password
    conference, by = chosen_conference(request), signed_in(request)
    file = io.BytesIO()
    people = write_workbook(file, conference, by)
    file.seek(0)
    return PersonalDownload(
        file,
        filename=f"{conference.slug}-needs.xlsx",
        content_type=XLSX_TYPE,
        action="needs.exported",
        detail={"people": people},
        conference_id=conference.pk,
        by=by,
        at=timezone.now(),
    )
