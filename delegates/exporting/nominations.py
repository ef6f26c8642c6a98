"""The file of a nomination and its pictures, as they leave: to nobody without a trace."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from conference.files.documents import PDF
from conference.models import User
from conference.requests.downloads import JPEG, PersonalDownload
from delegates.models import Nomination, NominationPage


def download(row: Nomination, *, by: User) -> HttpResponseBase:
    """Never opened in place; 404 where there is no file, or it is lost."""
    if not row.file.name or not row.file.storage.exists(row.file.name):
        raise Http404
    is_pdf = row.file.name.endswith(".pdf")
    return PersonalDownload(
        row.file.open("rb"),
        filename=f"nomination-{row.pk}.{'pdf' if is_pdf else 'jpg'}",
        content_type=PDF if is_pdf else JPEG,
        action="nomination.downloaded",
        target=row,
        conference_id=row.conference_id,
        by=by,
        at=timezone.now(),
    )


def page_picture(page: NominationPage, *, by: User) -> HttpResponseBase:
    """For the page that shows it, or alone in the whole window; 404 where it is lost."""
    if not page.picture.name or not page.picture.storage.exists(page.picture.name):
        raise Http404
    return PersonalDownload(
        page.picture.open("rb"),
        filename=f"nomination-{page.nomination_id}-{page.number}.jpg",
        content_type=JPEG,
        action="nomination.opened",
        target=page.nomination,
        detail={"page": page.number},
        conference_id=page.conference_id,
        by=by,
        at=timezone.now(),
        in_place=True,
    )
