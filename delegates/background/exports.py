"""An export of more delegates than a page can wait for, made in the background."""

import datetime as dt
from collections.abc import Collection

from conference.database.id_lists import among
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.background.lane import BELL, LANE
from delegates.exporting.people import Format, exported
from delegates.models import Delegate

KIND = "delegates.export"
PERMISSION = "delegates.export_delegate"
MOST_BYTES = 1 * 2**30
MOST_SECONDS = 600


def ask(
    *,
    delegate_ids: Collection[int],
    conference: Conference,
    file_format: Format,
    by: User,
    at: dt.datetime,
) -> BackgroundJob:
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={"format": file_format.value},
        ids=delegate_ids,
        by=by,
        at=at,
        bell_of=BELL,
    )


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    """Of whom the asker still sees."""
    here = Delegate.objects.for_conference(job.conference).visible_to(job.asked_by)
    chosen = here.filter(pk__in=among(job.ids))
    file_format = Format(job.request["format"])
    tell = background_jobs.telling(job, hold)
    with exported(chosen, job.conference, file_format, tell=tell) as file:
        result = {"delegates": chosen.count()}
        background_jobs.finish(job, at=hold.clock(), result=result, file=file)


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=1,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
