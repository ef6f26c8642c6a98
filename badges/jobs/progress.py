"""How far a print job has come, for the page and for whoever waits at a terminal."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from badges.choices import JobState
from badges.models import PrintAssembly, PrintChunk, PrintEntry, PrintJob, PrintPreparation
from conference.choices import UNFINISHED, WorkState

# Without a sign of life for so long, the page says that no worker seems to be running.
PATIENCE = dt.timedelta(seconds=30)


class Stage(Enum):
    WAITING = "no worker has taken it up yet"
    PREPARING = "what the badges show is being fixed"
    PRINTING = "the chunks are being rendered"
    ASSEMBLING = "the chunks are being joined and checked"
    PAUSED = "no worker begins with anything more of it"
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
    counted = PrintJob.objects.annotate(badges=number_of_badges())
    total = counted.values_list("badges", flat=True).get(pk=job.pk)
    # A page that is being drawn while its badge leaves the job counts until its file stands.
    done = min(chunks["drawn"] or 0, total)
    stage = _stage(job, chunks["most"] or 0)
    return Progress(
        stage=stage,
        done=done,
        total=total,
        trouble="" if stage is Stage.ENDED else _trouble(job),
        is_overdue=stage is Stage.WAITING and at - job.created_at > PATIENCE,
    )


def number_of_badges() -> Coalesce:
    """Of jobs: what each prints; of one that was never prepared, what it was sent for.

    Whoever was taken out at the desk is counted there. Entries are counted from one, so the last
    says how many there are: only those taken out are counted one by one.
    """
    entries = PrintEntry.objects.filter(job=OuterRef("pk"))
    last = entries.order_by("-order").values("order")[:1]
    taken = entries.taken_out().order_by().values("job").annotate(count=Count("pk"))
    sent_for = PrintPreparation.objects.filter(job=OuterRef("pk")).values("holders__len")
    staying = Subquery(last) - Coalesce(Subquery(taken.values("count")), 0)
    return Coalesce(staying, Subquery(sent_for), 0)


def _stage(job: PrintJob, attempts: int) -> Stage:
    if job.state == JobState.PAUSED:
        return Stage.PAUSED
    if job.state != JobState.RUNNING:
        return Stage.ENDED
    preparation = PrintPreparation.objects.unfinished().filter(job=job)
    for tried in preparation.values_list("attempts", flat=True):
        return Stage.PREPARING if tried else Stage.WAITING
    if not job.chunks.exclude(state=WorkState.DONE).exists():
        return Stage.ASSEMBLING
    return Stage.PRINTING if attempts else Stage.WAITING


def _trouble(job: PrintJob) -> str:
    """Work that was put back says why; work that somebody holds says what it is at."""
    for work in (PrintPreparation, PrintChunk, PrintAssembly):
        reason = (
            work.objects.filter(job=job, state__in=UNFINISHED, lease__isnull=True)
            .exclude(error="")
            .values_list("error", flat=True)
            .first()
        )
        if reason:
            return str(reason)
    return ""
