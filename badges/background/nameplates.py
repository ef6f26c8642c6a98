"""Nameplates printed by a worker. Nothing is issued: a nameplate opens no door."""

import datetime as dt

from django.utils.translation import gettext as _

from badges.background.lane import BELL, LANE
from badges.nameplates.drawing import draw, sort_out
from badges.nameplates.seats import SeatingPlan, face_of, seats
from conference.errors import DomainError
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.scratch import scratch
from conference.services import background_jobs

KIND = "badges.nameplates"
PERMISSION = "badges.print_nameplates"
MOST_BYTES = 3 * 2**29
# Two hundred take some twenty seconds.
MOST_SECONDS = 600


def ask(*, conference: Conference, plan: SeatingPlan, by: User, at: dt.datetime) -> BackgroundJob:
    """Raises DomainError where nobody has a seat."""
    taken = seats(conference, plan)
    if not taken:
        raise DomainError(_("Nobody has a seat. Choose others."))
    return background_jobs.ask(
        KIND,
        conference=conference,
        request=plan.as_request(),
        total=len(taken),
        by=by,
        at=at,
        bell_of=BELL,
    )


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    plan = SeatingPlan.from_request(job.request)
    design = face_of(job.conference, plan).design
    taken = seats(job.conference, plan)
    tell = background_jobs.telling(job, hold)
    # Whoever withdrew since it was asked for has no seat: `done` never exceeds `total`.
    printable, unset = sort_out(taken, design, lambda done: tell(min(done, job.total)))
    with scratch() as folder:
        path = folder / "nameplates"
        with path.open("wb") as out:
            draw(printable, design, plan.language, folder / "faces", out, hold.require)
        result = {
            "printed": len(printable),
            "left_out": [[key, why.value] for key, why in unset.items()],
        }
        with path.open("rb") as whole:
            background_jobs.finish(job, at=hold.clock(), result=result, file=whole)


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=2,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
