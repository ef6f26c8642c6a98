"""The moment a job's file becomes real: who is in it, and what is issued with it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from badges import obstacles
from badges.choices import GenerationState, JobState, Obstacle, Outcome, Purpose
from badges.models import PrintAssembly, PrintEntry, PrintJob
from badges.services import generations, jobs, pieces
from conference import audit
from conference.choices import WorkState
from delegates.models import Delegate, Delegation


def left_out_of(job: PrintJob) -> dict[int, Obstacle]:
    """Id of each entry that may not be printed now, with why; the rest is the manifest."""
    entries = job.entries.select_related("generation__badge__delegate__delegation")
    found = {entry.pk: _obstacle(entry, Purpose(job.purpose)) for entry in entries}
    return {pk: obstacle for pk, obstacle in found.items() if obstacle}


def _obstacle(entry: PrintEntry, purpose: Purpose) -> Obstacle | None:
    generation = entry.generation
    if purpose == Purpose.AGAIN and generation.state != GenerationState.LIVE:
        return Obstacle.NO_LONGER_LIVE
    return obstacles.to_entitlement(generation.badge.delegate)


@transaction.atomic
def publish(
    *, assembly: PrintAssembly, left_out: Mapping[int, Obstacle], key: str, at: dt.datetime
) -> bool:
    """The file under `key` is the job's, its pages are the manifest, its generations are issued.

    False, and nothing is changed, when somebody was approved or withdrawn since `left_out` was
    asked: the file in hand is then not the right one.
    """
    job = pieces.lock_job(assembly)
    _hold_decisions_still(job)
    if left_out_of(job) != left_out:
        return False
    _number_pages(job, left_out)
    generations.issue_of_job(job, at=at)
    job.file = key
    job.page_count = job.entries.filter(outcome=Outcome.PRINTED).count()
    job.state = JobState.PUBLISHED
    job.finished_at = at
    job.save(update_fields=["file", "page_count", "state", "finished_at"])
    PrintAssembly.objects.filter(pk=assembly.pk).update(state=WorkState.DONE, error="")
    jobs.discard_chunk_files(job)
    generations.record_issued(job, at=at)
    audit.record(
        "print_job.published",
        target=job,
        by=job.created_by,
        at=at,
        detail={"pages": job.page_count, "left_out": len(left_out)},
    )
    return True


def _hold_decisions_still(job: PrintJob) -> None:
    """Nobody is approved, withdrawn or replaced until this transaction ends.

    Delegations before delegates, each by id: the order in which every service locks them.
    """
    generations.lock_counter(job.conference)
    delegates = Delegate.objects.filter(badge__generations__entries__job=job).order_by()
    held: list[int] = []
    for rows in (
        Delegation.objects.filter(pk__in=delegates.values("delegation")),
        Delegate.objects.filter(pk__in=delegates.values("pk")),
    ):
        locked = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
        held += locked.values_list("pk", flat=True)


def _number_pages(job: PrintJob, left_out: Mapping[int, Obstacle]) -> None:
    entries = list(job.entries.order_by("position"))
    printed = [entry for entry in entries if entry.pk not in left_out]
    for page, entry in enumerate(printed, start=1):
        entry.page = page
        entry.outcome = Outcome.PRINTED
    for entry in entries:
        if entry.pk in left_out:
            entry.obstacle = left_out[entry.pk]
            entry.outcome = Outcome.LEFT_OUT
    PrintEntry.objects.bulk_update(entries, ["page", "outcome", "obstacle"], batch_size=1000)
