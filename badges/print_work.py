"""The worker's part of a print job: make the file of a chunk; publish the files of all.

Everything it needs stands in the rows (design decision 16). Whoever loses its lease, because it
was slow, killed, or the job was cancelled, has done nothing: results count only with the lease.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from badges import chunk_files, files
from badges.choices import Obstacle
from badges.models import PrintAssembly, PrintChunk, PrintEntry
from badges.services import job_steps, publication
from badges.services.job_steps import ChunkFile, JobStep, LeaseLostError
from conference.errors import DomainError
from conference.pdf.layout import PdfError

Clock = Callable[[], dt.datetime]

MOST_ATTEMPTS = 3
# Decisions that change while a file is put together make it the wrong file: it is made again.
MOST_ASSEMBLIES = 3
# How often the row is told how far its file is.
SAYING_SECONDS = 1.0
log = logging.getLogger(__name__)


def lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.PRINT_LEASE_SECONDS)


def claim(at: dt.datetime) -> JobStep | None:
    """A job nearly done comes before one more chunk of another."""
    return PrintAssembly.objects.claim(at=at, lease=lease()) or PrintChunk.objects.claim(
        at=at, lease=lease()
    )


def perform(step: JobStep, clock: Clock) -> None:
    """Afterwards the step is done, or put back for another attempt, or its job has failed.

    A rule that refuses (a picture is missing, a design is wrong) refuses again: the job fails at
    once. Anything else (the disk is full, the storage is away) is tried three times. What went
    wrong is told in the language of whoever sent the job.
    """
    language = step.job.created_by.language
    with suppress(LeaseLostError), _heartbeat(step, clock), override(language):
        _perform(step, clock)


def _perform(step: JobStep, clock: Clock) -> None:
    if step.attempts > MOST_ATTEMPTS:
        job_steps.give_up(step, why=_what_ends_workers(step), at=clock())
        return
    try:
        if isinstance(step, PrintChunk):
            _make_chunk(step, one_by_one=step.attempts == MOST_ATTEMPTS)
        else:
            _assemble(step, clock)
    except LeaseLostError:
        raise
    except DomainError as error:
        job_steps.give_up(step, why=str(error), at=clock())
    except Exception as error:
        log.exception("Print job %s, attempt %s", step.job_id, step.attempts)
        if step.attempts >= MOST_ATTEMPTS:
            job_steps.give_up(step, why=in_words(error), at=clock())
        else:
            job_steps.put_back(step, why=in_words(error), at=clock())


@contextmanager
def _heartbeat(step: JobStep, clock: Clock) -> Iterator[None]:
    """Renews the lease for as long as this process lives: slow is not dead.

    What hangs is ended by the task's time limit, and its heart with it.
    """
    done = Event()

    def beat() -> None:
        while not done.wait(lease().total_seconds() / 4):
            with suppress(DatabaseError):
                job_steps.renew(step, at=clock(), lease=lease())
        connection.close()

    heart = Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    finally:
        done.set()
        heart.join()


def in_words(error: Exception) -> str:
    if isinstance(error, OSError):
        return _("A file could not be read or stored: %s.") % (error.strerror or error)
    if isinstance(error, PdfError):
        return str(error)
    return _("The badges could not be printed: %s.") % (
        str(error).strip(".") or type(error).__name__
    )


def _what_ends_workers(step: JobStep) -> str:
    if step.error:
        return _("The worker ended while it was printing %s, three times.") % step.error
    return _("The worker ended three times while it was at this job.")


# Making


def _make_chunk(chunk: PrintChunk, *, one_by_one: bool) -> None:
    """On the last attempt each badge is tried alone first, to name the one that ends workers."""
    entries = list(chunk_files.entries_of(chunk))
    if one_by_one:
        _try_one_by_one(chunk, entries)
    try:
        with _stored(chunk, entries, afresh=chunk.attempts > 1) as file:
            job_steps.finish_chunk(chunk=chunk, file=file)
    except DomainError:
        _try_one_by_one(chunk, entries)
        raise


def _try_one_by_one(chunk: PrintChunk, entries: Sequence[PrintEntry]) -> None:
    """Slow, but it names the badge that cannot be printed, even if it ends this process."""
    for entry in entries:
        name = chunk_files.badge_name(entry)
        job_steps.trying(chunk, name)
        try:
            chunk_files.try_alone(entry)
        except DomainError as error:
            raise DomainError(f"{name}: {error}") from error
        except Exception as error:
            raise DomainError(f"{name}: {in_words(error)}") from error


@contextmanager
def _stored(
    chunk: PrintChunk, entries: Sequence[PrintEntry], *, afresh: bool
) -> Iterator[ChunkFile]:
    """The file of these entries, checked and stored; gone again when it is refused.

    After any other error nobody knows whether a row names it: `conference.site.orphans` does.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        pages = chunk_files.make(chunk, entries, path, afresh=afresh, watch=_watch(chunk))
        key = files.store(path)
    try:
        yield ChunkFile(key, pages)
    except (LeaseLostError, OutdatedError, DomainError):
        files.discard([key])
        raise


def _watch(chunk: PrintChunk) -> Callable[[int], None]:
    said = time.monotonic()

    def watch(drawn: int) -> None:
        nonlocal said
        if time.monotonic() - said > SAYING_SECONDS:
            said = time.monotonic()
            job_steps.say_drawn(chunk, drawn)

    return watch


# Publishing


class OutdatedError(Exception):
    """Somebody was approved or withdrawn while files were made anew: they are the wrong files."""


def _assemble(assembly: PrintAssembly, clock: Clock) -> None:
    for _attempt in range(MOST_ASSEMBLIES):
        with suppress(OutdatedError), ExitStack() as made:
            left_out = publication.left_out_of(assembly.job)
            remade = {
                chunk.pk: made.enter_context(_stored(chunk, standing, afresh=assembly.attempts > 1))
                if standing
                else NOTHING
                for chunk, standing in _to_be_made_anew(assembly, left_out)
            }
            if not publication.publish(
                assembly=assembly, left_out=left_out, remade=remade, at=clock()
            ):
                raise OutdatedError
            return
    job_steps.put_back(assembly, why="", at=clock())


NOTHING = ChunkFile("", [])


def _to_be_made_anew(
    assembly: PrintAssembly, left_out: Mapping[int, Obstacle]
) -> Iterator[tuple[PrintChunk, list[PrintEntry]]]:
    """The chunks in whose file somebody is who may not be, with whoever still may.

    Their photo would be in the file even if no page showed it.
    """
    anybody = False
    for chunk in assembly.job.chunks.order_by("number"):
        entries = list(chunk_files.entries_of(chunk))
        standing = [entry for entry in entries if entry.pk not in left_out]
        anybody = anybody or bool(standing)
        if len(standing) < len(entries):
            yield chunk, standing
    if not anybody:
        raise DomainError(_("Nobody in this job may have a badge any more."))
