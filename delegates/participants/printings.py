"""Printings of the list of participants: kept, and made into files.

What a printing says is kept when it is made; its files are made of that, now or again.
"""

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import IO

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import override

from conference import audit
from conference.errors import PassingError
from conference.leased_work import Tell, unheard
from conference.models import Conference, User
from conference.scratch import scratch
from delegates.models import FileFormat, ListEntry, ListFile, ListPrinting
from delegates.participants import reservation
from delegates.participants.frame import ListFrame, list_of_now
from delegates.participants.paper import paper
from delegates.participants.people import listed_in
from delegates.participants.workbook import write_workbook

IN_MEMORY = 5 * 2**20


@transaction.atomic
def keep(
    *, conference: Conference, reserved: Mapping[str, str], by: User, at: dt.datetime
) -> ListPrinting:
    """The list as it is now has the next number and is never changed; its files are to be made.

    `reserved`: the reservation by language, the usual one where there is none.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    last = ListPrinting.objects.for_conference(conference).aggregate(number=Max("number"))
    now = list_of_now(conference)
    frame = replace(now.frame, reservation=reservation.written(conference, reserved))
    printing = ListPrinting.objects.create(
        conference=conference,
        number=(last["number"] or 0) + 1,
        languages=conference.languages,
        frame=frame.as_json(),
        made_at=at,
        made_by=by,
    )
    ListEntry.objects.bulk_create(
        ListEntry(
            conference=conference,
            printing=printing,
            place=place,
            delegation_id=one.delegation,
            is_head=one.is_head,
            delegate_id=one.delegate,
            version_id=one.version,
        )
        for place, one in enumerate(now.named, start=1)
    )
    detail = {"number": printing.number, "delegates": len(now.named)}
    audit.record("list_printing.made", target=printing, by=by, at=at, detail=detail)
    return printing


def make_file(
    *, printing: ListPrinting, language: str, file_format: str, tell: Tell = unheard
) -> None:
    """Of who stands in the printing now. Raises PassingError where somebody was erased meanwhile:
    what was made is forgotten. `tell` hears how many people are done.
    """
    blanked = printing.entries.filter(delegate=None).count()
    make = _pdf if file_format == FileFormat.PDF else _workbook
    with override(language), make(printing, tell) as file, transaction.atomic():
        # Whoever blanks an entry waits until the file is there, and removes it.
        ListPrinting.objects.select_for_update().get(pk=printing.pk)
        if printing.entries.filter(delegate=None).count() != blanked:
            raise PassingError("An entry was blanked while the file was made.")
        ListFile.objects.create(
            conference=printing.conference,
            printing=printing,
            language=language,
            file_format=file_format,
            file=File(file, name=f"list.{file_format}"),
        )


def _pdf(printing: ListPrinting, tell: Tell) -> IO[bytes]:
    document = paper(printing, printing.conference, listed_in(printing))
    with scratch() as folder:
        return document.drawn_apart(folder, tell=tell)


def _workbook(printing: ListPrinting, tell: Tell) -> IO[bytes]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    frame = ListFrame.from_json(printing.frame)
    write_workbook(file, frame, listed_in(printing), printing.conference, tell=tell)
    file.seek(0)
    return file


def forget_files(printings: list[ListPrinting]) -> None:
    """They are to be made anew. Within a transaction that holds the printings."""
    files = ListFile.objects.filter(printing__in=printings)
    for one in files:
        delete = partial(one.file.storage.delete, str(one.file.name))
        transaction.on_commit(delete, robust=True)
    files.delete()
