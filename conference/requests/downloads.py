"""The one way in which files with data of people leave: nobody takes one without a trace."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from typing import IO, Any, TypeVar

from csp.constants import SELF, UNSAFE_INLINE
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from conference import audit
from conference.files.documents import PDF
from conference.models import User
from conference.spreadsheets import XLSX_TYPE

JPEG = "image/jpeg"
# Chromium shows a PDF by an element of its own with an inline style, and asks this response
# whether it may (crbug 271452): under the site's policy the page stays empty. Neither lets a
# script run. The badge desk shows it beside itself; no other host may.
OF_VIEWERS = {
    "object-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}

Response = TypeVar("Response", bound=HttpResponseBase)


def let_viewers_show(response: Response) -> Response:
    """For a PDF that is opened in the browser."""
    response._csp_replace = OF_VIEWERS  # type: ignore[attr-defined]
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def opened_in_place(stored: FieldFile, *, name: str) -> HttpResponseBase:
    """A stored PDF without data of people, opened in the browser; 404 where its file is lost."""
    if not stored.name or not stored.storage.exists(stored.name):
        raise Http404
    response = FileResponse(stored.open("rb"), filename=name, content_type=PDF)
    response["X-Content-Type-Options"] = "nosniff"
    return let_viewers_show(response)


def workbook_to_fill_in(write: Callable[[IO[bytes]], None], *, filename: str) -> FileResponse:
    """No data of people: nothing to record."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


class PersonalDownload(FileResponse):
    """A file with personal data, for this user only: recorded and never cached.

    `action` and `detail` go to the audit trail; the detail holds ids, codes and counts. Only a
    PDF, or a JPEG that was encoded here, is ever opened `in_place`: anything else that a browser
    shows may run what is in it.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        filename: str,
        content_type: str,
        action: str,
        by: User,
        at: dt.datetime,
        conference_id: int,
        target: models.Model | None = None,
        detail: Mapping[str, Any] | None = None,
        in_place: bool = False,
    ) -> None:
        audit.record(
            action, target=target, by=by, at=at, conference_id=conference_id, detail=detail
        )
        super().__init__(
            file, as_attachment=not in_place, filename=filename, content_type=content_type
        )
        self["Cache-Control"] = "private, no-store"
        self["X-Content-Type-Options"] = "nosniff"
        if in_place and content_type == PDF:
            let_viewers_show(self)
