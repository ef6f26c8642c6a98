"""Pages of notes verbales as pictures: asked for, drawn, forgotten. A worker draws them."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from conference import bell
from conference.choices import WorkState
from conference.pdf.page_pictures import PagePicture
from delegates.models import Nomination, NominationPage
from delegates.services.importing.imports import QUEUE, WAKE
from delegates.services.registering import held_delegations

# A note has two or three, with its list of people ten; whoever wants more has the file.
MOST = 10


def ask(nominations: Collection[Nomination]) -> None:
    """Pictures of the pages of these will be there in a moment, unless they are already."""
    _ask([(row, 1) for row in nominations if row.file])


def _ask(wanted: Collection[tuple[Nomination, int]]) -> None:
    if not wanted:
        return
    NominationPage.objects.bulk_create(
        [
            NominationPage(conference_id=row.conference_id, nomination=row, number=number)
            for row, number in wanted
        ],
        ignore_conflicts=True,
    )
    bell.ring_on_commit(WAKE, queue=QUEUE)


@transaction.atomic
def finish(*, page: NominationPage, picture: PagePicture) -> None:
    """The picture is kept; after that of the first page the others are asked for.

    Whoever removes the file of the note meanwhile finds all that there is of it, or leaves nothing
    to be finished: both hold the delegation.
    """
    note = page.nomination
    held_delegations([note.delegation_id])
    page.require_lease()
    page.state = WorkState.DONE
    page.error = ""
    page.width, page.height, page.file_pages = picture.width, picture.height, picture.file_pages
    page.picture.save("page.jpg", ContentFile(picture.data), save=False)
    page.save(update_fields=["state", "error", "picture", "width", "height", "file_pages"])
    if page.number == 1:
        _ask([(note, number) for number in range(2, min(picture.file_pages, MOST) + 1)])


@transaction.atomic
def fail(page: NominationPage, why: str, _at: dt.datetime) -> None:
    """There will be no picture of it; the file is as it was."""
    page.require_lease()
    page.state = WorkState.FAILED
    page.error = why
    page.save(update_fields=["state", "error"])


def forget(nomination: Nomination) -> None:
    """Rows and pictures. Whoever calls this holds the delegation."""
    rows = NominationPage.objects.filter(nomination=nomination)
    for key in rows.exclude(picture="").values_list("picture", flat=True):
        transaction.on_commit(partial(default_storage.delete, key), robust=True)
    rows.delete()
