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
from conference.choices import WorkState
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.models import Delegate

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
    found = [
        [one.delegate_id, [asdict(misfit) for misfit in one.misfits], one.version_id]
        for one in report.found
    ]
    background_jobs.finish(
        job,
        at=hold.clock(),
        result={
            "checked": report.checked,
            "found": len(found),
            # JSON knows no numbers as keys.
            "by_version": {str(pk): count for pk, count in report.by_version.items()},
        },
        file=io.BytesIO(json.dumps(found).encode()),
    )


def latest_of_all(conference: Conference) -> BackgroundJob | None:
    """The latest check that is done of as many as may have a badge, whoever asked for it."""
    people = Delegate.objects.for_conference(conference).entitled_to_badge().count()
    checks = BackgroundJob.objects.for_conference(conference).of_kind(KIND)
    return checks.filter(state=WorkState.DONE, total__gte=people).order_by("-asked_at").first()


def found_in(job: BackgroundJob) -> list[tuple[int, list[Misfit]]]:
    """Ids of delegates in protocol order, each with the texts that do not fit."""
    return [(pk, misfits) for pk, misfits, _version in _read(job)]


def found_with(version_id: int, job: BackgroundJob) -> list[tuple[int, list[Misfit]]]:
    """The same of those whose badges have this version of a design."""
    return [(pk, misfits) for pk, misfits, version in _read(job) if version == version_id]


def _read(job: BackgroundJob) -> list[tuple[int, list[Misfit], int]]:
    """One that was made before versions were kept in it says 0 for each."""
    with job.file.open("rb") as file:
        return [
            (pk, [_misfit(each) for each in texts], version[0] if version else 0)
            for pk, texts, *version in json.load(file)
        ]


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
