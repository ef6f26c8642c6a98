"""Printing the list of participants, in the background: a new printing, or files made anew."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from conference.choices import WorkState
from conference.leased_work import Hold, Tell, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.background.lane import BELL, LANE
from delegates.models import FileFormat, ListPrinting
from delegates.participants import printings
from delegates.participants.people import is_named, participants

KIND = "delegates.print_list"
PERMISSION = "delegates.add_listprinting"
# Beside what the worker has before. Pages are laid out in processes of their own: rows, workbook
# and blocks of 17,000 people take some 15 MB.
MOST_BYTES = 250 * 2**20
# 17,000 people take two and a half minutes of CPU for each language; what is made by then is kept.
MOST_SECONDS = 3600
RESERVATION, PRINTING = "reservation", "printing"


def ask(
    *, conference: Conference, reservation: Mapping[str, str], by: User, at: dt.datetime
) -> BackgroundJob:
    """For a printing of the list as it will be when the job begins."""
    people = participants(conference).filter(is_named()).count()
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={RESERVATION: dict(reservation)},
        total=people * len(conference.languages) * len(FileFormat),
        by=by,
        at=at,
        bell_of=BELL,
    )


def ask_for_files(*, conference: Conference, by: User, at: dt.datetime) -> BackgroundJob:
    """For all files that printings of the conference lack.

    What runs already may have passed them: only one that has not begun is taken for this one.
    """
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={},
        total=sum(
            row.people_count * (row.files_wanted - row.file_count) for row in incomplete(conference)
        ),
        by=by,
        at=at,
        bell_of=BELL,
        states=[WorkState.WAITING],
    )


def incomplete(conference: Conference) -> list[Any]:
    """Printings that lack files, as they are `counted`."""
    rows: Any = ListPrinting.objects.for_conference(conference).counted().order_by("number")
    return [row for row in rows if row.file_count < row.files_wanted]


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    """The rows first, all at once; then file by file: what a killed worker made is not made again.

    The language that it began in is that of who asked: each file has its own.
    """
    if RESERVATION in job.request and PRINTING not in job.result:
        _keep(job, hold)
    if PRINTING in job.result:
        made = [ListPrinting.objects.get(pk=job.result[PRINTING])]
    else:
        made = incomplete(job.conference)
    done = 0
    for printing in made:
        people = printing.entries.count()
        for language, file_format in printing.missing_files():
            tell = _telling(job, hold, done)
            printings.make_file(
                printing=printing, language=language, file_format=file_format, tell=tell
            )
            done += people
            tell(0)
    background_jobs.finish(job, at=hold.clock(), result=job.result | {"printings": len(made)})


@transaction.atomic
def _keep(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    printing = printings.keep(
        conference=job.conference,
        reserved=job.request[RESERVATION],
        by=job.asked_by,
        at=hold.clock(),
    )
    job.require_lease()
    job.result = {PRINTING: printing.pk}
    job.save(update_fields=["result"])


def _telling(job: BackgroundJob, hold: Hold[BackgroundJob], done: int) -> Tell:
    """People may have come or gone since the job was asked for: it never says more than all."""
    tell = background_jobs.telling(job, hold)
    return lambda count: tell(min(done + count, job.total))


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=2,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
