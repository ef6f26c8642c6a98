"""All files of a print job in one archive, put together in the background."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from badges import files
from badges.background.lane import BELL, LANE
from badges.models import PrintJob
from badges.published import PublishedFile, published_files
from conference.choices import UNFINISHED, WorkState
from conference.errors import DomainError
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, User
from conference.scratch import scratch
from conference.services import background_jobs

KIND = "badges.archive"
PERMISSION = "badges.view_printjob"
MOST_BYTES = 512 * 2**20
MOST_SECONDS = 600
# Copied at once, in bytes.
PIECE = 2**20


def ask(*, print_job: PrintJob, by: User, at: dt.datetime) -> BackgroundJob:
    """The one that is there or on its way, if its asker has asked before.

    Raises DomainError while the print job has no files.
    """
    files_of_job = published_files(print_job)
    if not files_of_job:
        raise DomainError(_("The job has no files."))
    return background_jobs.ask(
        KIND,
        conference=print_job.conference,
        request={"print_job": print_job.pk},
        total=len(files_of_job),
        by=by,
        at=at,
        bell_of=BELL,
        states=(WorkState.DONE, *UNFINISHED),
    )


def print_job_of(job: BackgroundJob) -> PrintJob:
    return PrintJob.objects.for_conference(job.conference).get(pk=job.request["print_job"])


def name_of(print_job: PrintJob, file: PublishedFile) -> str:
    """As the file is called, alone or in an archive: names sort as the pages follow."""
    what = "sheets" if file.sheets else "badges"
    return f"{print_job.conference.slug}-{what}-{print_job.pk}-{file.ordinal}.pdf"


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    print_job = print_job_of(job)
    tell = background_jobs.telling(job, hold)
    with scratch() as folder:
        path = folder / "archive"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for done, file in enumerate(published_files(print_job)):
                tell(done)
                with (
                    files.opened(file.key) as stored,
                    archive.open(name_of(print_job, file), "w", force_zip64=True) as entry,
                ):
                    for piece in _pieces(stored):
                        hold.require()
                        entry.write(piece)
        with path.open("rb") as whole:
            background_jobs.finish(job, at=hold.clock(), file=whole)


def _pieces(stored: IO[bytes]) -> Iterator[bytes]:
    while piece := stored.read(PIECE):
        yield piece


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=2,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
