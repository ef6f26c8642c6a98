"""Many badges that show what has changed, left valid as they are."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from badges.background.lane import BELL, LANE
from badges.services import missing_badges
from badges.services.changed_badges import ChangedBadges, by_type, changed_badges, promise
from badges.services.printing import generations
from conference.errors import DomainError
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs

KIND = "badges.left_valid"
PERMISSION = "badges.add_printjob"
MOST_BYTES = 1 * 2**30
MOST_SECONDS = 600


def ask(
    *, groups: Sequence[ChangedBadges], conference: Conference, by: User, at: dt.datetime
) -> BackgroundJob:
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={"groups": [group.key for group in groups], "read": promise(groups)},
        ids=[pk for group in groups for pk in group.ids],
        by=by,
        at=at,
        bell_of=BELL,
    )


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    """All of them or none, once: what was read is what is so while nobody prints."""
    by = background_jobs.require_permission(job, PERMISSION)
    with transaction.atomic():
        generations.lock_counter(job.conference)
        chosen = by_type(_as_read(job, at=hold.clock()))
        count = missing_badges.leave_valid(
            conference=job.conference, chosen=chosen, by=by, at=hold.clock()
        )
        background_jobs.finish(job, at=hold.clock(), result={"left": count})


def _as_read(job: BackgroundJob, *, at: dt.datetime) -> list[ChangedBadges]:
    keys = job.request["groups"]
    groups = [group for group in changed_badges(job.conference, at=at) if group.key in keys]
    if promise(groups) != job.request["read"]:
        raise DomainError(
            _(
                "Something has changed since you asked, so nothing was done. Look at the"
                " out-of-date badges again."
            )
        )
    return groups


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=2,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
