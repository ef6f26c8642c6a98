"""An export of more delegates than a page can wait for, made in the background."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from conference.database.id_lists import among
from conference.errors import DomainError
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.background.lane import BELL, LANE
from delegates.exporting import Format, exported
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
    request = {"format": file_format.value, "delegates": list(delegate_ids)}
    return background_jobs.ask(
        KIND,
        conference=conference,
        request=request,
        total=len(delegate_ids),
        by=by,
        at=at,
        bell_of=BELL,
    )


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    """Who is seen, and whether a file may be taken, is asked again: it may be a while since."""
    if not job.asked_by.has_perm(PERMISSION, job.conference):
        raise DomainError(_("%s may not export delegates any more.") % job.asked_by)
    chosen = Delegate.objects.visible_to(job.asked_by).filter(
        pk__in=among(job.request["delegates"])
    )
    file_format = Format(job.request["format"])
    tell = background_jobs.telling(job, hold)
    with exported(chosen, job.conference, file_format, tell=tell) as file:
        background_jobs.finish(job, at=hold.clock(), file=file, ending=f".{file_format.value}")


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND, _do, priority=1, lane=LANE, memory=MOST_BYTES, seconds=MOST_SECONDS
)
