"""The worker's part of a print job: prepare a large one; make the file of a chunk; publish all.

Everything it needs stands in the rows (design decision 16). How a piece of it is claimed, kept and
ended is the runner's business: `conference.leased_work`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from badges import files
from badges.background import chunk_files, trials
from badges.choices import NOT_DRAWN, Obstacle
from badges.engine.errors import TextError
from badges.models import PrintAssembly, PrintChunk, PrintEntry, PrintJob, PrintPreparation
from badges.services.printing import isolation, job_steps, preparation, publication
from badges.services.printing.job_steps import NO_FILE, AllStopped, ChunkFile, JobStep
from badges.sheets.making import JobSheets
from conference import leased_work
from conference.database.id_lists import among
from conference.errors import DomainError, LeaseLostError, PassingError
from conference.leased_work import Hold, Lane, WorkKind
from conference.models import LeasedWorkQuerySet
from conference.scratch import scratch

MOST_ATTEMPTS = 3
WAIT = dt.timedelta(seconds=5)
# Decisions that change, and badges that leave for the desk, while a file is put together make it
# the wrong file: that one is made again.
MOST_ASSEMBLIES = 10
# A thousand badges of a design that is laid out whole take a minute; whatever takes longer hangs.
MOST_SECONDS = 600
# A badge takes a tenth of a second at most, a document of designs that are compiled some seconds;
# what reads and stores looks at each piece. Longest is the syntax of a whole file checked at once.
MOST_SECONDS_OF_SILENCE = 60
MOST_BYTES = 2 * 2**30
# Two processes draw; the third of the worker is left for a badge that somebody waits for.
LARGE = Lane("large print jobs", at_once=2)


def _language(step: JobStep) -> str:
    """What went wrong is told in the language of whoever sent the job."""
    return step.job.created_by.language


# Preparing


def _prepare(work: PrintPreparation, hold: Hold[PrintPreparation]) -> None:
    preparation.prepare(preparation=work, at=hold.clock(), look=hold.require)


# Making


def _make_chunk(chunk: PrintChunk, hold: Hold[PrintChunk]) -> None:
    """What cannot be drawn stops its badge and no other: the file is made without it.

    On the last attempt each badge is tried alone first, to find the one that ends workers.
    """
    entries = list(chunk_files.entries_of(chunk))
    if chunk.attempts < MOST_ATTEMPTS and _is_made(chunk, entries, hold):
        return
    _finish(chunk, entries, trials.stopped(entries, hold), hold)


def _is_made(chunk: PrintChunk, entries: Sequence[PrintEntry], hold: Hold[PrintChunk]) -> bool:
    """False where something else than a text keeps a badge from being drawn."""
    try:
        _finish(chunk, entries, {}, hold)
    except TextError:
        with suppress(DomainError):
            _finish(chunk, entries, trials.unprintable(entries, hold), hold)
            return True
        return False
    except DomainError:
        return False
    return True


def _finish(
    chunk: PrintChunk,
    entries: Sequence[PrintEntry],
    stopped: AllStopped,
    hold: Hold[PrintChunk],
) -> None:
    drawn = [entry for entry in entries if entry.pk not in stopped]
    if not drawn:
        job_steps.finish_chunk(chunk=chunk, file=NO_FILE, stopped=stopped)
        return
    with _stored(chunk, drawn, afresh=chunk.attempts > 1, hold=hold) as file:
        job_steps.finish_chunk(chunk=chunk, file=file, stopped=stopped)


@contextmanager
def _stored(
    chunk: PrintChunk, entries: Sequence[PrintEntry], *, afresh: bool, hold: Hold[Any]
) -> Iterator[ChunkFile]:
    """The file of these entries, checked and stored; gone again when it is refused.

    After any other error nobody knows whether a row names it: `conference.site.orphans` does.
    """
    with scratch() as folder:
        path = folder / "file"
        pages = chunk_files.make(
            chunk,
            entries,
            path,
            afresh=afresh,
            tell=leased_work.telling(hold, partial(job_steps.say_drawn, chunk)),
            look=hold.require,
        )
        key = files.store(path, hold.require)
    try:
        yield ChunkFile(key, pages)
    except (LeaseLostError, PassingError, DomainError):
        files.discard([key])
        raise


# Publishing


@dataclass(frozen=True)
class Remade:
    """The file of a chunk without those who may not be in it; `standing` are the entries left."""

    standing: Sequence[int]
    file: ChunkFile


def _assemble(assembly: PrintAssembly, hold: Hold[PrintAssembly]) -> None:
    """What was made anew and is still right is kept for the next try: each is shorter."""
    remade: Mapping[int, Remade] = {}
    with ExitStack() as made:
        sheets = JobSheets(assembly, hold, made)
        for _attempt in range(MOST_ASSEMBLIES):
            left_out = publication.left_out_of(assembly.job)
            former, remade = remade, _made_anew(assembly, left_out, remade, made, hold)
            files.discard(
                [
                    one.file.key
                    for pk, one in former.items()
                    if one.file.key and remade.get(pk) is not one
                ]
            )
            files_of_chunks = {pk: one.file for pk, one in remade.items()}
            if publication.publish(
                assembly=assembly,
                left_out=left_out,
                remade=files_of_chunks,
                sheets=sheets.of(left_out, files_of_chunks),
                at=hold.clock(),
            ):
                return
        raise PassingError(
            _(
                "While the files were being made, badges kept leaving the job for the badge desk or"
                " by accreditation decisions."
            )
        )


def _made_anew(
    assembly: PrintAssembly,
    left_out: Mapping[int, Obstacle],
    former: Mapping[int, Remade],
    made: ExitStack,
    hold: Hold[PrintAssembly],
) -> dict[int, Remade]:
    remade = {}
    for chunk, entries in _to_be_made_anew(assembly, left_out):
        standing = [entry.pk for entry in entries]
        if chunk.pk in former and former[chunk.pk].standing == standing:
            remade[chunk.pk] = former[chunk.pk]
            continue
        file = NO_FILE
        if entries:
            afresh = assembly.attempts > 1
            file = made.enter_context(_stored(chunk, entries, afresh=afresh, hold=hold))
        remade[chunk.pk] = Remade(standing, file)
    return remade


def _to_be_made_anew(
    assembly: PrintAssembly, left_out: Mapping[int, Obstacle]
) -> Iterator[tuple[PrintChunk, list[PrintEntry]]]:
    """The chunks in whose file somebody is who may not be, with whoever still may.

    Their photo would be in the file even if no page showed it.
    """
    if not assembly.job.entries.waiting().exclude(pk__in=among(left_out)).exists():
        raise DomainError(_why_nobody(assembly.job))
    chunks = assembly.job.chunks.filter(entries__in=list(left_out)).distinct()
    for chunk in chunks.order_by("number"):
        entries = chunk_files.entries_of(chunk)
        yield chunk, [entry for entry in entries if entry.pk not in left_out]


def _why_nobody(job: PrintJob) -> str:
    not_drawn = [
        f"{chunk_files.badge_name(entry)}, {chunk_files.why_not_drawn(entry)}"
        for entry in job.entries.filter(obstacle__in=NOT_DRAWN).order_by("order").with_badges()
    ]
    if not not_drawn:
        return _("Nobody in this job is still entitled to a badge.")
    words = _("No badge of this job can be printed.")
    return " ".join([words, *not_drawn])


# Kinds of work


def _kind(
    name: str,
    rows: Callable[[], LeasedWorkQuerySet[Any]],
    do: Callable[[Any, Hold[Any]], None],
    *,
    priority: int,
    lane: Lane | None = None,
    silence: int | None = None,
    fail: Callable[[Any, str, dt.datetime], None] = job_steps.give_up,
) -> WorkKind[Any]:
    return WorkKind(
        name=name,
        rows=rows,
        do=do,
        fail=fail,
        language=_language,
        lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
        most_attempts=MOST_ATTEMPTS,
        wait=WAIT,
        priority=priority,
        lane=lane,
        memory=MOST_BYTES,
        seconds=MOST_SECONDS,
        silence=silence,
    )


_end_chunk = partial(isolation.of_ended, next_attempt=MOST_ATTEMPTS, wait=WAIT)

# Small jobs come before large ones, a job nearly done before one more chunk, and what is quick.
KINDS = (
    _kind(
        "publication of a small print job",
        PrintAssembly.objects.of_small_jobs,
        _assemble,
        priority=0,
    ),
    _kind(
        "chunk of a small print job",
        PrintChunk.objects.of_small_jobs,
        _make_chunk,
        priority=1,
        silence=MOST_SECONDS_OF_SILENCE,
        fail=_end_chunk,
    ),
    _kind(
        "publication of a print job",
        PrintAssembly.objects.of_large_jobs,
        _assemble,
        priority=2,
        lane=LARGE,
    ),
    _kind(
        "preparation of a print job",
        PrintPreparation.objects.all,
        _prepare,
        priority=3,
        lane=LARGE,
    ),
    _kind(
        "chunk of a print job",
        PrintChunk.objects.of_large_jobs,
        _make_chunk,
        priority=4,
        lane=LARGE,
        silence=MOST_SECONDS_OF_SILENCE,
        fail=_end_chunk,
    ),
)
