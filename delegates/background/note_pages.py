"""The worker's part of the pictures of notes verbales: one page of a stranger's file at a time."""

import datetime as dt

from django.conf import settings

from conference.errors import PassingError, TooLateError
from conference.files import encoding
from conference.files.pictures import as_jpeg
from conference.leased_work import Hold, Lane, WorkKind
from conference.limited_process import Look
from conference.pdf.page_pictures import LONGEST_SIDE, PagePicture, page_as_jpeg
from delegates.models import Nomination, NominationPage
from delegates.services.registration import note_pages

# What draws it is a process of its own, with limits of its own.
MOST_BYTES = 1 * 2**29
MOST_SECONDS = 60
# A busy machine is less busy a while later; a file made to compute for ever is not tried for ever.
MOST_LATE = 3


def _draw(page: NominationPage, hold: Hold[NominationPage]) -> None:
    note = page.nomination
    if not note.file.name:
        note_pages.fail(page, "", hold.clock())
        return
    try:
        picture = _picture(note, page.number, hold.require)
    except TooLateError as late:
        if page.attempts >= MOST_LATE:
            raise
        raise PassingError(str(late)) from late
    note_pages.finish(page=page, picture=picture)


def _picture(note: Nomination, number: int, look: Look) -> PagePicture:
    with note.file.open("rb") as file:
        if str(note.file.name).endswith(".pdf"):
            return page_as_jpeg(file.read(), number, look=look)
        data = as_jpeg(file, width=LONGEST_SIDE, height=LONGEST_SIDE)
        return PagePicture(data, *encoding.size_of(data), file_pages=1)


# An officer may be waiting; a hostile file takes one process, and not for long.
KIND = WorkKind(
    name="page of a note",
    rows=NominationPage.objects.all,
    do=_draw,
    fail=note_pages.fail,
    language=lambda page: page.conference.principal_language,
    lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
    most_attempts=8,
    wait=dt.timedelta(seconds=5),
    longest_wait=dt.timedelta(minutes=10),
    priority=0,
    lane=Lane("pages of notes", at_once=1),
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
