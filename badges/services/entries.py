"""What a job prints: who of the chosen, and in which of its files."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat

from badges.choices import Purpose
from badges.models import PrintChunk, PrintEntry, PrintJob, SerialCounter
from badges.services import generations, signing
from badges.services.generations import Chosen, Draft, Reservation
from conference.database.row_inserts import insert_rows


def drafts_for(
    job: PrintJob, delegate_ids: Sequence[int], look: Callable[[], None] = lambda: None
) -> Mapping[int, Draft]:
    """What the job's badges will show; a copy shows what is shown already."""
    if job.purpose == Purpose.AGAIN:
        return {}
    return generations.drafts(job, delegate_ids, look)


@dataclass(frozen=True)
class Filling:
    """Whom a job prints, in this order; call with the conference's counter locked."""

    delegate_ids: Sequence[int]
    drafts: Mapping[int, Draft]
    counter: SerialCounter
    at: dt.datetime


def fill(job: PrintJob, filling: Filling) -> None:
    """The job has its entries, each with a generation that is the job's own, and its chunks."""
    if job.purpose == Purpose.AGAIN:
        chosen = generations.live_of(filling.delegate_ids, job.type_id)
    else:
        by_key = signing.signer(filling.counter, at=filling.at)
        reservation = Reservation(
            filling.counter, by_key, job.type_id, job.created_by_id, filling.at
        )
        ordered = {pk: filling.drafts[pk] for pk in filling.delegate_ids}
        chosen = generations.reserve(ordered, reservation)
    _add(job, chosen)


def batches_of(delegation_ids: Sequence[int], *, most: int) -> list[int]:
    """How many of them each file holds, in order: a delegation is found in one file.

    Only one that has more than `most` goes over into a next file.
    """
    batches: list[int] = []
    for _delegation, members in groupby(delegation_ids):
        count = len(list(members))
        if batches and batches[-1] + count <= most:
            batches[-1] += count
            continue
        whole, rest = divmod(count, most)
        batches += [most] * whole + ([rest] if rest else [])
    return batches


def _add(job: PrintJob, chosen: Sequence[Chosen]) -> None:
    batches = batches_of([one.delegation_id for one in chosen], most=job.badges_per_file)
    chunks = PrintChunk.objects.bulk_create(
        [
            PrintChunk(conference_id=job.conference_id, job=job, number=number)
            for number in range(1, len(batches) + 1)
        ]
    )
    chunk_of_each = chain.from_iterable(map(repeat, (chunk.pk for chunk in chunks), batches))
    insert_rows(
        PrintEntry,
        ["conference", "job", "chunk", "order", "generation"],
        (
            (job.conference_id, job.pk, chunk_id, order, one.generation_id)
            for order, (chunk_id, one) in enumerate(
                zip(chunk_of_each, chosen, strict=True), start=1
            )
        ),
    )
