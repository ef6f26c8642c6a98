"""How far a print job has come, for the page and for whoever waits at a terminal."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.db.models import Max, Sum

from badges.choices import JobState
from badges.models import PrintAssembly, PrintChunk, PrintJob
from conference.choices import UNFINISHED, WorkState

# Without a sign of life for so long, the page says that no worker seems to be running.
PATIENCE = dt.timedelta(seconds=30)


class Stage(Enum):
    WAITING = "no worker has taken it up yet"
    PRINTING = "the chunks are being rendered"
    ASSEMBLING = "the chunks are being joined and checked"
    ENDED = "published, failed or cancelled"


@dataclass(frozen=True)
class Progress:
    """`done` of `total` badges are drawn. `trouble` is what is being tried again."""

    stage: Stage
    done: int
    total: int
    trouble: str
    is_overdue: bool


def progress_of(job: PrintJob, *, at: dt.datetime) -> Progress:
    chunks = job.chunks.aggregate(drawn=Sum("drawn"), most=Max("attempts"))
    total, done, attempts = job.entries.count(), chunks["drawn"] or 0, chunks["most"] or 0
    is_drawn = not job.chunks.exclude(state=WorkState.DONE).exists()
    stage = _stage(job, is_drawn=is_drawn, attempts=attempts)
    return Progress(
        stage=stage,
        done=done,
        total=total,
        trouble="" if stage is Stage.ENDED else _trouble(job),
        is_overdue=stage is Stage.WAITING and at - job.created_at > PATIENCE,
    )


def _stage(job: PrintJob, *, is_drawn: bool, attempts: int) -> Stage:
    if job.state != JobState.RUNNING:
        return Stage.ENDED
    if is_drawn:
        return Stage.ASSEMBLING
    return Stage.PRINTING if attempts else Stage.WAITING


def _trouble(job: PrintJob) -> str:
    """Work that was put back says why; work that somebody holds says what it is at."""
    for work in (PrintChunk, PrintAssembly):
        reason = (
            work.objects.filter(job=job, state__in=UNFINISHED, lease__isnull=True)
            .exclude(error="")
            .values_list("error", flat=True)
            .first()
        )
        if reason:
            return str(reason)
    return ""
