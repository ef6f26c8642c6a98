"""The moment a job's file becomes real: who is in it, and what is issued with it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.db.models import Count, Q

from badges import files, holders
from badges.choices import GenerationState, JobState, Obstacle, Outcome, Purpose
from badges.models import Badge, DesignVersion, Generation, PrintAssembly, PrintEntry, PrintJob
from badges.services.printing import generations, job_steps
from badges.services.printing.job_steps import ChunkFile, SheetFile
from conference import audit
from conference.choices import WorkState
from conference.database.row_updates import update_values


def left_out_of(job: PrintJob) -> dict[int, Obstacle]:
    """Id of each entry whose page may not be in a file, with why; the rest is the manifest.

    What is unprintable was left out before, and so was what was taken out before it was drawn.
    """
    kind = holders.kind_of(job.type)
    stays = kind.entitled(f"generation__badge__{kind.path}")
    if job.purpose == Purpose.AGAIN:
        stays &= Q(generation__state=GenerationState.LIVE)
    found = holders.loaded(job.entries.waiting().exclude(stays))
    taken = job.entries.taken_out_after_drawing().values_list("pk", flat=True)
    refused = {entry.pk: _obstacle(job, entry.generation) for entry in found}
    return refused | dict.fromkeys(taken, Obstacle.AT_DESK)


def _obstacle(job: PrintJob, generation: Generation) -> Obstacle:
    if job.purpose == Purpose.AGAIN and generation.state != GenerationState.LIVE:
        return Obstacle.NO_LONGER_LIVE
    obstacle = holders.obstacle(generation.badge)
    assert obstacle is not None
    return obstacle


@transaction.atomic
def publish(
    *,
    assembly: PrintAssembly,
    left_out: Mapping[int, Obstacle],
    remade: Mapping[int, ChunkFile],
    sheets: Mapping[int, SheetFile],
    at: dt.datetime,
) -> bool:
    """The files are the job's, their pages are the manifest, its generations are issued.

    `remade` maps a chunk's id to the file that takes the place of the one with somebody left out
    in it, `sheets` to the sheets on which its pages are printed. False, and nothing is changed,
    when somebody was approved, withdrawn or taken out at the desk, since `left_out` was asked: the
    files in hand are then not the right ones.
    """
    job = job_steps.lock_job(assembly)
    _hold_decisions_still(job)
    if left_out_of(job) != left_out:
        return False
    _take(job, remade)
    _take_sheets(job, sheets)
    job.badge_count, job.page_count = _number_pages(job, left_out)
    everybody = job.entries.of_the_job().count()
    generations.issue_of_job(job, at=at)
    job.state = JobState.PUBLISHED
    job.finished_at = at
    job.save(update_fields=["badge_count", "page_count", "state", "finished_at"])
    PrintAssembly.objects.filter(pk=assembly.pk).update(state=WorkState.DONE, error="")
    generations.record_issued(job, at=at)
    audit.record(
        "print_job.published",
        target=job,
        by=job.created_by,
        at=at,
        detail={"pages": job.page_count, "left_out": everybody - job.badge_count},
    )
    return True


def _hold_decisions_still(job: PrintJob) -> None:
    """Nobody is approved, withdrawn or replaced until this transaction ends."""
    holders.kind_of(job.type).hold_still(Badge.objects.filter(generations__entries__job=job))
    generations.lock_counter(job.conference)


def _take(job: PrintJob, remade: Mapping[int, ChunkFile]) -> None:
    chunks = list(job.chunks.filter(pk__in=remade))
    former = [chunk.file for chunk in chunks]
    for chunk in chunks:
        job_steps.keep_file(chunk, remade[chunk.pk])
    transaction.on_commit(partial(files.discard, former), robust=True)


def _take_sheets(job: PrintJob, sheets: Mapping[int, SheetFile]) -> None:
    for chunk in job.chunks.filter(pk__in=sheets):
        chunk.sheet_file = sheets[chunk.pk].key
        chunk.sheet_count = sheets[chunk.pk].sheets
        chunk.save(update_fields=["sheet_file", "sheet_count"])


def _number_pages(job: PrintJob, left_out: Mapping[int, Obstacle]) -> tuple[int, int]:
    """Each badge has a page for each of its faces, one after the other: how many of both."""
    entries = list(
        job.entries.waiting()
        .order_by("order")
        .values_list("pk", "chunk", "generation__design_version")
    )
    printed = [row for row in entries if row[0] not in left_out]
    faces = dict(
        DesignVersion.objects.filter(pk__in={version_id for *_row, version_id in printed})
        .annotate(count=Count("faces"))
        .values_list("pk", "count")
    )
    pages, in_files, total = [], [], 0
    in_file = Counter[int]()
    for _pk, chunk_id, version_id in printed:
        pages.append(total + 1)
        in_files.append(in_file[chunk_id] + 1)
        total += faces[version_id]
        in_file[chunk_id] += faces[version_id]
    update_values(
        PrintEntry,
        [pk for pk, *_row in printed],
        {"page": pages, "page_in_file": in_files, "outcome": [Outcome.PRINTED] * len(printed)},
    )
    update_values(
        PrintEntry,
        list(left_out),
        {"obstacle": list(left_out.values()), "outcome": [Outcome.LEFT_OUT] * len(left_out)},
    )
    return len(printed), total
