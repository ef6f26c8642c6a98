"""Pieces of a job's work: finished, given up. Only the holder of the lease is heard."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction

from badges.choices import JobState, Obstacle, Outcome
from badges.engine.ways import Way
from badges.models import PrintAssembly, PrintChunk, PrintEntry, PrintJob, PrintPreparation
from badges.services.printing import jobs
from conference import audit
from conference.choices import UNFINISHED, WorkState
from conference.database.row_updates import update_rows
from conference.errors import LeaseLostError

JobStep = PrintPreparation | PrintChunk | PrintAssembly


def lock_job(step: JobStep) -> PrintJob:
    """The job of a step that is still held: it runs. It is always locked before its pieces.

    Raises LeaseLostError for a job that is gone, too: what was made for it is let go.
    """
    job = PrintJob.objects.select_for_update().filter(pk=step.job_id).first()
    step.require_lease()
    if job is None:
        raise LeaseLostError
    return job


@dataclass(frozen=True)
class MadeBadge:
    """One badge of a file: whose, on how many pages, how they were made, and what was printed
    smaller or shorter.
    """

    entry_id: int
    way: Way
    identity: str
    notes: list[Any]
    pages: int


@dataclass(frozen=True)
class ChunkFile:
    """A stored file with its badges in order. `key` is "" where nobody of the chunk is left."""

    key: str
    badges: Sequence[MadeBadge]


NO_FILE = ChunkFile("", [])


@dataclass(frozen=True)
class SheetFile:
    """The stored sheets of a chunk, and how many they are."""

    key: str
    sheets: int


class Stopped(NamedTuple):
    """Why a badge cannot be drawn, with the notes of its entry: which texts, or what happened."""

    obstacle: Obstacle
    notes: list[Any]


# By the ids of their entries.
AllStopped = Mapping[int, Stopped]


@transaction.atomic
def finish_chunk(*, chunk: PrintChunk, file: ChunkFile, stopped: AllStopped) -> None:
    """The chunk is done and its file kept; the last one makes the assembly.

    What cannot be drawn is left out of the job already, and says why. What was taken out while it
    was drawn has a page in the file: it is made anew before anything is published.
    """
    job = lock_job(chunk)
    chunk.state = WorkState.DONE
    chunk.error = ""
    chunk.save(update_fields=["state", "error"])
    keep_file(chunk, file)
    _leave_out(stopped, chunk)
    taken = chunk.entries.taken_out_after_drawing().count()
    PrintChunk.objects.filter(pk=chunk.pk).update(drawn=len(file.badges) - taken)
    if not job.chunks.filter(state__in=UNFINISHED).exists():
        PrintAssembly.objects.create(conference_id=job.conference_id, job=job)


def keep_file(chunk: PrintChunk, file: ChunkFile) -> None:
    """The chunk's entries say what its file shows of them."""
    chunk.file = file.key
    chunk.page_count = sum(badge.pages for badge in file.badges)
    chunk.drawn = len(file.badges)
    chunk.save(update_fields=["file", "page_count", "drawn"])
    update_rows(
        [
            PrintEntry(pk=badge.entry_id, way=badge.way, identity=badge.identity, notes=badge.notes)
            for badge in file.badges
        ],
        ["way", "identity", "notes"],
    )


def _leave_out(stopped: AllStopped, chunk: PrintChunk) -> None:
    """But whoever left the job meanwhile: of those it says where they went."""
    waiting = chunk.entries.waiting().filter(pk__in=list(stopped))
    update_rows(
        [
            PrintEntry(
                pk=pk,
                outcome=Outcome.LEFT_OUT,
                obstacle=stopped[pk].obstacle,
                notes=stopped[pk].notes,
            )
            for pk in waiting.values_list("pk", flat=True)
        ],
        ["outcome", "obstacle", "notes"],
    )


def say_drawn(chunk: PrintChunk, drawn: int) -> None:
    PrintChunk.objects.under(chunk).update(drawn=drawn)


@transaction.atomic
def give_up(step: JobStep, why: str, at: dt.datetime) -> None:
    """The job fails with the reason in words: nothing is published, every generation released."""
    job = lock_job(step)
    type(step).objects.filter(pk=step.pk).update(error=why)
    jobs.end_unpublished(job, JobState.FAILED, at=at, error=why)
    audit.record("print_job.failed", target=job, by=None, at=at, detail={"step": step.pk})
