"""The credentials committee's table, as a page and as a workbook."""

import io
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.accounts.reentry import asked_again
from conference.admin import chosen_conference, signed_in
from conference.requests.downloads import PersonalDownload
from conference.spreadsheets import XLSX_TYPE
from delegates.exporting.credentials import credentials_of, headings, write_workbook


def credentials_page(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    return model_admin.page(  # type: ignore[no-any-return]
        request,
        "admin/delegates/delegation/credentials_table.html",
        title=_("Credentials"),
        headings=headings(),
        lines=credentials_of(chosen_conference(request), signed_in(request)),
    )


def credentials_workbook(request: HttpRequest) -> HttpResponseBase:
    if to_password := asked_again(request):
        return to_password
    conference = chosen_conference(request)
    file = io.BytesIO()
    write_workbook(file, credentials_of(conference, signed_in(request)))
    file.seek(0)
    return PersonalDownload(
        file,
        filename=f"{conference.slug}-credentials.xlsx",
        content_type=XLSX_TYPE,
        action="credentials.exported",
        conference_id=conference.pk,
        by=signed_in(request),
        at=timezone.now(),
    )
