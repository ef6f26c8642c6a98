"""The one way in which files with data of people leave: nobody takes one without a trace."""

import datetime as dt
from collections.abc import Mapping
from typing import IO, Any

from django.db import models
from django.http import FileResponse

from conference import audit
from conference.models import User


class PersonalDownload(FileResponse):
    """A file with personal data, for this user only: recorded, never cached, never opened in place.

    `action` and `detail` go to the audit trail; the detail holds ids, codes and counts.
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
    ) -> None:
        audit.record(
            action, target=target, by=by, at=at, conference_id=conference_id, detail=detail
        )
        super().__init__(file, as_attachment=True, filename=filename, content_type=content_type)
        self["Cache-Control"] = "private, no-store"
        self["X-Content-Type-Options"] = "nosniff"
