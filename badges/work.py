"""The worker's part of a print job: render a chunk; join the chunks and publish.

Everything it needs stands in the rows (design decision 16). Whoever loses its lease, because it
was slow, killed, or the job was cancelled, has done nothing: results count only with the lease.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from badges import files, images, qr, readback
from badges.choices import Obstacle
from badges.content import BadgeContent
from badges.design_language import DesignSource
from badges.markup import Overflow
from badges.models import DesignVersion, PrintAssembly, PrintChunk, PrintEntry
from badges.rendering import RenderedChunk, render_badges
from badges.services import pieces, publication
from badges.services.pieces import LeaseLostError, Piece
from conference import pdf
from conference.errors import DomainError
from conference.pdf import PdfError

Clock = Callable[[], dt.datetime]

MOST_ATTEMPTS = 3
# Decisions that change while a file is put together make it the wrong file: it is made again.
MOST_ASSEMBLIES = 3
log = logging.getLogger(__name__)


def lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.PRINT_LEASE_SECONDS)


def claim(at: dt.datetime) -> Piece | None:
    """A job nearly done comes before one more chunk of another."""
    return PrintAssembly.objects.claim(at=at, lease=lease()) or PrintChunk.objects.claim(
        at=at, lease=lease()
    )


def perform(piece: Piece, clock: Clock) -> None:
    """Afterwards the piece is done, or put back for another attempt, or its job has failed.

    A rule that refuses (a picture is missing, a design is wrong) refuses again: the job fails at
    once. Anything else (the disk is full, the storage is away) is tried three times. What went
    wrong is told in the language of whoever sent the job.
    """
    language = piece.job.created_by.language
    with suppress(LeaseLostError), _heartbeat(piece, clock), override(language):
        _perform(piece, clock)


def _perform(piece: Piece, clock: Clock) -> None:
    if piece.attempts > MOST_ATTEMPTS:
        pieces.give_up(piece, why=_what_ends_workers(piece), at=clock())
        return
    try:
        if isinstance(piece, PrintChunk):
            _render_chunk(piece, one_by_one=piece.attempts == MOST_ATTEMPTS)
        else:
            _assemble(piece, clock)
    except LeaseLostError:
        raise
    except DomainError as error:
        pieces.give_up(piece, why=str(error), at=clock())
    except Exception as error:
        log.exception("Print job %s, attempt %s", piece.job_id, piece.attempts)
        if piece.attempts >= MOST_ATTEMPTS:
            pieces.give_up(piece, why=in_words(error), at=clock())
        else:
            pieces.put_back(piece, why=in_words(error), at=clock())


@contextmanager
def _heartbeat(piece: Piece, clock: Clock) -> Iterator[None]:
    """Renews the lease for as long as this process lives: slow is not dead.

    What hangs is ended by the task's time limit, and its heart with it.
    """
    done = Event()

    def beat() -> None:
        while not done.wait(lease().total_seconds() / 4):
            with suppress(DatabaseError):
                pieces.renew(piece, at=clock(), lease=lease())
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


def _what_ends_workers(piece: Piece) -> str:
    if piece.error:
        return _("The worker ended while it was printing %s, three times.") % piece.error
    return _("The worker ended three times while it was at this job.")


# Rendering


@dataclass
class Rendered:
    """Parts in the order of the entries, and per entry what was printed smaller or shorter."""

    parts: list[bytes] = field(default_factory=list)
    notes: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, entries: Sequence[PrintEntry], rendered: RenderedChunk) -> None:
        self.parts.append(rendered.pdf)
        for entry, overflows in zip(entries, rendered.overflows, strict=True):
            if overflows:
                self.notes[entry.pk] = [_note(overflow) for overflow in overflows]

    def joined(self) -> bytes:
        if len(self.parts) == 1:
            return self.parts[0]
        with TemporaryDirectory() as folder:
            out = Path(folder) / "chunk"
            pdf.assemble(self.parts, out)
            return out.read_bytes()


def _note(overflow: Overflow) -> dict[str, Any]:
    """As a badge's entry keeps it: what did not fit, how large it came out, in points."""
    return {
        "field": overflow.field,
        "text": overflow.text,
        "outcome": overflow.outcome.value,
        "size": overflow.size,
    }


def _render_chunk(chunk: PrintChunk, *, one_by_one: bool) -> None:
    entries = list(_entries(chunk))
    rendered = _one_by_one(chunk, entries) if one_by_one else _together(chunk, entries)
    with _stored(rendered.joined(), files.CHUNKS) as key:
        pieces.finish_chunk(chunk=chunk, key=key, notes=rendered.notes)


@contextmanager
def _stored(content: bytes | Path, folder: str) -> Iterator[str]:
    """The key of a stored file, which is gone again when nobody takes it."""
    key = files.store(content, folder)
    try:
        yield key
    except BaseException:
        files.discard([key])
        raise


def _entries(chunk: PrintChunk) -> Any:
    return chunk.entries.select_related("design_version").order_by("position")


def _together(chunk: PrintChunk, entries: Sequence[PrintEntry]) -> Rendered:
    """Neighbours of one design in one document; what a rule refuses is looked for one by one."""
    try:
        rendered = Rendered()
        for version, run in groupby(entries, key=lambda entry: entry.design_version):
            batch = list(run)
            rendered.add(batch, _render(version, batch))
    except DomainError:
        return _one_by_one(chunk, entries)
    return rendered


def _one_by_one(chunk: PrintChunk, entries: Sequence[PrintEntry]) -> Rendered:
    """Slow, but it names the badge that cannot be printed, even if it ends this process."""
    rendered = Rendered()
    for entry in entries:
        name = _badge_name(entry)
        pieces.trying(chunk, name)
        try:
            rendered.add([entry], _render(entry.design_version, [entry]))
        except DomainError as error:
            raise DomainError(f"{name}: {error}") from error
        except Exception as error:
            raise DomainError(f"{name}: {in_words(error)}") from error
    return rendered


def _render(version: DesignVersion, entries: Sequence[PrintEntry]) -> RenderedChunk:
    contents = [BadgeContent.from_snapshot(entry.content) for entry in entries]
    shown = images.load(key for content in contents for key in content.images())
    return render_badges(contents, DesignSource(version.html, version.css), shown)


def _badge_name(entry: PrintEntry) -> str:
    content = BadgeContent.from_snapshot(entry.content)
    name = f"{content.given_name} {content.family_name}".strip()
    return _("badge %(serial)s, %(name)s") % {"serial": content.serial, "name": name}


# Publishing


class OutdatedError(Exception):
    """Somebody was approved or withdrawn while the file was put together: it is the wrong file."""


def _assemble(assembly: PrintAssembly, clock: Clock) -> None:
    for _attempt in range(MOST_ASSEMBLIES):
        with suppress(OutdatedError), TemporaryDirectory() as folder:
            left_out = publication.left_out_of(assembly.job)
            out = _joined(assembly, left_out, Path(folder) / "job")
            with _stored(out, files.JOBS) as key:
                if not publication.publish(
                    assembly=assembly, left_out=left_out, key=key, at=clock()
                ):
                    raise OutdatedError
            return
    pieces.put_back(assembly, why="", at=clock())


def _joined(assembly: PrintAssembly, left_out: Mapping[int, Obstacle], out: Path) -> Path:
    """`out` is the checked file: a page for each entry that stands, in order."""
    parts: list[bytes | Path] = []
    manifest: list[str] = []
    for chunk in assembly.job.chunks.order_by("number"):
        entries = list(_entries(chunk))
        standing = [entry for entry in entries if entry.pk not in left_out]
        parts += _parts(chunk, entries, standing)
        manifest += [qr.payload(entry.content["code"]) for entry in standing]
    if not manifest:
        raise DomainError(_("Nobody in this job may have a badge any more."))
    pdf.assemble(parts, out)
    pdf.check(out, pages=len(manifest))
    if readback.codes(out) != manifest:
        raise PdfError(_("The QR codes of the pages are not those of the job."))
    return out


def _parts(
    chunk: PrintChunk, entries: Sequence[PrintEntry], standing: Sequence[PrintEntry]
) -> list[bytes]:
    """The chunk's file; printed anew without whoever is left out, whose photo it would carry."""
    if len(standing) == len(entries):
        return [files.read(chunk.file)]
    return _together(chunk, standing).parts
