"""What a job prints: for whom of the chosen, and in which of its files."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice, repeat

from django.utils.translation import gettext as _

from badges.choices import BY_FAMILY_NAME, STACKED, Arrangement, Purpose
from badges.engine.design.paper import paper_of
from badges.engine.sheets import arranging
from badges.engine.sheets.arranging import SHEETS_OF_A_PILE, SheetSlot
from badges.holders import kind_of
from badges.models import DesignVersion, Generation, PrintChunk, PrintEntry, PrintJob, SerialCounter
from badges.services import signing
from badges.services.printing import generations
from badges.services.printing.generations import Chosen, Draft, Reservation
from conference.database.id_lists import among
from conference.database.row_inserts import insert_rows
from conference.errors import DomainError


def drafts_for(
    job: PrintJob, holder_ids: Sequence[int], look: Callable[[], None] = lambda: None
) -> Mapping[int, Draft]:
    """What the job's badges will show; a copy shows what is shown already."""
    if job.purpose == Purpose.AGAIN:
        return {}
    return generations.drafts(job, holder_ids, look)


@dataclass(frozen=True)
class Filling:
    """Whom a job prints, in this order; call with the conference's counter locked."""

    holder_ids: Sequence[int]
    drafts: Mapping[int, Draft]
    counter: SerialCounter
    at: dt.datetime


def fill(job: PrintJob, filling: Filling) -> None:
    """The job has its entries, each with a generation that is the job's own, and its chunks."""
    if job.purpose == Purpose.AGAIN:
        chosen = generations.live_of(filling.holder_ids, job.type)
    else:
        by_key = signing.signer(filling.counter, at=filling.at)
        kind = kind_of(job.type)
        reservation = Reservation(
            filling.counter, by_key, job.type_id, kind, job.created_by_id, filling.at
        )
        ordered = {pk: filling.drafts[pk] for pk in filling.holder_ids}
        chosen = generations.reserve(ordered, reservation)
    _add(job, chosen)


def batches_of(delegation_ids: Sequence[int | None], *, most: int) -> list[int]:
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
    _require_paper(job, chosen)
    if job.arrangement in BY_FAMILY_NAME:
        chosen = _by_family_name(chosen)
    batches = _batches(job, chosen)
    chunks = PrintChunk.objects.bulk_create(
        [
            PrintChunk(conference_id=job.conference_id, job=job, number=number)
            for number in range(1, len(batches) + 1)
        ]
    )
    chunk_of_each = chain.from_iterable(map(repeat, (chunk.pk for chunk in chunks), batches))
    insert_rows(
        PrintEntry,
        ["conference", "job", "chunk", "order", "generation", "sheet", "slot"],
        (
            (
                job.conference_id,
                job.pk,
                chunk_id,
                order,
                one.generation_id,
                place.sheet if place else None,
                place.slot if place else None,
            )
            for order, (chunk_id, one, place) in enumerate(
                zip(chunk_of_each, chosen, _places(job, chosen, batches), strict=True), start=1
            )
        ),
    )


def _require_paper(job: PrintJob, chosen: Sequence[Chosen]) -> None:
    """Raises DomainError for a design that fills no slot of the job's paper."""
    imposition = job.imposition
    if imposition is None:
        return
    generations = Generation.objects.filter(pk__in=among(one.generation_id for one in chosen))
    versions = DesignVersion.objects.filter(pk__in=generations.values("design_version"))
    for version in versions.select_related("design").prefetch_related("faces"):
        size = paper_of(version.as_faces().front.source.css)
        words = {"design": version.design, "paper": imposition.paper.words}
        if version.folding and version.folding != imposition.paper.folding:
            raise DomainError(
                _(
                    "Badges of the design “%(design)s” are folded, and the paper “%(paper)s” is not"
                    " for such ones. Choose another paper, or print one badge a page."
                )
                % words
            )
        if version.as_faces().back and not imposition.paper.is_folded and imposition.sides == 1:
            raise DomainError(
                _(
                    "Badges of the design “%(design)s” have a back. Choose both sides, or print one"
                    " badge a page."
                )
                % words
            )
        if not imposition.paper.holds(size.width, size.height):
            raise DomainError(
                _(
                    "Badges of the design “%(design)s” are %(width)g × %(height)g mm and do not fit"
                    " the paper “%(paper)s”. Choose another paper, or print one badge a page."
                )
                % {**words, "width": size.width, "height": size.height}
            )


def _by_family_name(chosen: Sequence[Chosen]) -> list[Chosen]:
    """As a desk looks for them, whatever their delegation."""
    ids = among(one.generation_id for one in chosen)
    order = Generation.objects.filter(pk__in=ids).order_by(
        "badge__delegate__family_key", "badge__delegate__name_key", "pk"
    )
    by_id = {one.generation_id: one for one in chosen}
    return [by_id[pk] for pk in order.values_list("pk", flat=True)]


def _batches(job: PrintJob, chosen: Sequence[Chosen]) -> list[int]:
    """A file to be cut in one pile is no larger than a pile."""
    most = job.badges_per_file
    imposition = job.imposition
    if imposition and job.arrangement in STACKED:
        most = min(most, SHEETS_OF_A_PILE * imposition.paper.slots)
    if job.arrangement in BY_FAMILY_NAME | STACKED:
        return batches_of([0] * len(chosen), most=most)
    return batches_of([one.delegation_id for one in chosen], most=most)


def _places(
    job: PrintJob, chosen: Sequence[Chosen], batches: Sequence[int]
) -> Iterator[SheetSlot | None]:
    """Of each badge in the sheets of its file; None where it has a page of its own."""
    imposition = job.imposition
    if imposition is None:
        yield from repeat(None, len(chosen))
        return
    slots, rest = imposition.paper.slots, iter(chosen)
    for count in batches:
        delegations = [one.delegation_id for one in islice(rest, count)]
        if job.arrangement == Arrangement.ENVELOPES:
            yield from arranging.in_envelopes(delegations, slots)
        elif job.arrangement in STACKED:
            yield from arranging.cut_and_stacked(count, slots)
        else:
            yield from arranging.one_after_the_other(count, slots)
