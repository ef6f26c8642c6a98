"""Whose badges would not come out as their design wants, found in the background.

What is found quotes texts of people, so it lies in the job's file.
"""

import datetime as dt
import io
import json
from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from badges import misfits
from badges.background.lane import BELL, LANE
from badges.engine.design.fields import Overlong
from badges.engine.layout.fit_check import Misfit
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs

KIND = "badges.fit"
PERMISSION = "badges.add_printjob"
MOST_BYTES = 1 * 2**30
MOST_SECONDS = 600


def ask(
    *,
    delegate_ids: Collection[int],
    conference: Conference,
    language: str,
    by: User,
    at: dt.datetime,
) -> BackgroundJob:
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={"language": language},
        ids=delegate_ids,
        by=by,
        at=at,
        bell_of=BELL,
    )


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    report = misfits.report(
        job.conference,
        job.ids,
        job.request["language"],
        tell=background_jobs.telling(job, hold),
    )
    found = [[one.delegate_id, [asdict(misfit) for misfit in one.misfits]] for one in report.found]
    background_jobs.finish(
        job,
        at=hold.clock(),
        result={"checked": report.checked, "found": len(found)},
        file=io.BytesIO(json.dumps(found).encode()),
    )


def found_in(job: BackgroundJob) -> list[tuple[int, list[Misfit]]]:
    """Ids of delegates in protocol order, each with the texts that do not fit."""
    with job.file.open("rb") as file:
        return [(pk, [_misfit(each) for each in texts]) for pk, texts in json.load(file)]


def _misfit(kept: dict[str, Any]) -> Misfit:
    """A report may be a week old, and older than this code."""
    known = {field.name: kept[field.name] for field in fields(Misfit) if field.name in kept}
    outcome = kept["outcome"] if kept["outcome"] in Overlong.values else None
    known["outcome"] = outcome and Overlong(outcome)
    return Misfit(**{**known, "shown": tuple(kept["shown"])})


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=2,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
