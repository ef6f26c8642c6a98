"""The file of a nomination, as it leaves: to nobody without a trace."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from conference.files.documents import PDF
from conference.models import User
from conference.requests.downloads import PersonalDownload
from delegates.models import Nomination


def download(row: Nomination, *, by: User) -> HttpResponseBase:
    """Never opened in place; 404 where there is no file, or it is lost."""
    if not row.file.name or not row.file.storage.exists(row.file.name):
        raise Http404
    is_pdf = row.file.name.endswith(".pdf")
    return PersonalDownload(
        row.file.open("rb"),
        filename=f"nomination-{row.pk}.{'pdf' if is_pdf else 'jpg'}",
        content_type=PDF if is_pdf else "image/jpeg",
        action="nomination.downloaded",
        target=row,
        conference_id=row.conference_id,
        by=by,
        at=timezone.now(),
    )
