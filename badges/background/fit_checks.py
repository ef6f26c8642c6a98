"""Whose badges would not come out as their design wants, found in the background.

What is found quotes texts of people, so it lies in the job's file. Counts, and the first ids, stand
in its row: a page that tells of them reads no file.
"""

import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from badges.background.lane import BELL, LANE
from badges.engine.design.fields import Overlong
from badges.engine.layout.fit_check import Misfit, worst_of
from badges.standing import misfits
from badges.standing.misfits import Report
from conference.choices import WorkState
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.models import Delegate

KIND = "badges.fit"
PERMISSION = "badges.add_printjob"
MOST_BYTES = 1 * 2**30
MOST_SECONDS = 600
MOST_NAMED = 100
# In JSON a key cannot be None.
IMPOSSIBLE = "impossible"


def ask(
    *,
    delegate_ids: Collection[int],
    conference: Conference,
    everybody: bool,
    language: str,
    by: User,
    at: dt.datetime,
) -> BackgroundJob:
    """`everybody`: nobody of the conference was left out."""
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={"language": language, "everybody": everybody},
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
    found = [[one.delegate_id, [asdict(each) for each in one.misfits]] for one in report.found]
    background_jobs.finish(
        job,
        at=hold.clock(),
        result={
            "checked": report.checked,
            "found": len(found),
            # JSON knows no numbers as keys.
            "of_versions": {str(pk): told_of(pk, report) for pk in report.by_version},
        },
        file=io.BytesIO(json.dumps(found).encode()),
    )


def told_of(version_id: int, report: Report) -> dict[str, Any]:
    """Of the badges with this version of a design: how many are how, and the first that misfit."""
    found = [one for one in report.found if one.version_id == version_id]
    return {
        "checked": report.by_version[version_id],
        "outcomes": Counter(worst_of(one.misfits) or IMPOSSIBLE for one in found),
        "first": [
            [
                one.delegate_id,
                [[each.field, each.outcome or IMPOSSIBLE, each.face] for each in one.misfits],
            ]
            for one in found[:MOST_NAMED]
        ],
    }


def latest_of_all(conference: Conference) -> BackgroundJob | None:
    """The latest check that is done of everybody, whoever asked for it; more than were checked may
    not have a badge since.
    """
    people = Delegate.objects.for_conference(conference).entitled_to_badge().count()
    checks = BackgroundJob.objects.for_conference(conference).of_kind(KIND)
    of_all = checks.filter(request__everybody=True, total__gte=people)
    return of_all.filter(state=WorkState.DONE).order_by("-asked_at").first()


def outcome_of(kept: str) -> Overlong | None:
    """A report may be a week old, and older than this code."""
    return Overlong(kept) if kept in Overlong.values else None


def found_in(job: BackgroundJob) -> list[tuple[int, list[Misfit]]]:
    """Ids of delegates in protocol order, each with the texts that do not fit."""
    with job.file.open("rb") as file:
        return [(pk, [_misfit(each) for each in texts]) for pk, texts, *_ in json.load(file)]


def _misfit(kept: dict[str, Any]) -> Misfit:
    known = {field.name: kept[field.name] for field in fields(Misfit) if field.name in kept}
    known["outcome"] = outcome_of(kept["outcome"])
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
