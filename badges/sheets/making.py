"""The sheets of a print job: imposed from the files of its chunks, checked, read back, stored.

It is the last thing before publication. Whoever may not be in a file by then is in none that
sheets are made from; their slot stays white.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from badges import files, images
from badges.choices import Arrangement
from badges.engine import readback
from badges.engine.badge_file import FileAs
from badges.engine.sheets.imposition import Imposition
from badges.engine.sheets.sheet_file import BadgeSheet, CoverSheet, make_sheets
from badges.models import PrintAssembly, PrintChunk, PrintEntry
from badges.services.printing.job_steps import ChunkFile, SheetFile
from badges.sheets.covers import Envelope, covers
from conference.errors import DomainError, LeaseLostError, PassingError
from conference.leased_work import Hold
from conference.pdf import layout
from conference.pdf.layout import PdfError
from conference.scratch import scratch

Look = Callable[[], None]


@dataclass
class JobSheets:
    """What was made for one try at publication and is still right is kept for the next.

    Files that the job does not take are discarded where it is refused; after any other error
    nobody knows whether a row names them: `conference.site.orphans` does.
    """

    assembly: PrintAssembly
    hold: Hold[PrintAssembly]
    stored: ExitStack
    made: dict[int, tuple[list[int], SheetFile]] = field(default_factory=dict)

    def of(
        self, left_out: Mapping[int, Any], remade: Mapping[int, ChunkFile]
    ) -> dict[int, SheetFile]:
        """By chunk, of those that have a file; none at all where a badge has a page of its own."""
        imposition = self.assembly.job.imposition
        if imposition is None:
            return {}
        former, self.made = self.made, {}
        for chunk in self.assembly.job.chunks.order_by("number"):
            entries = list(chunk.entries.with_badges().order_by("order"))
            key, drawn = _file_of(chunk, entries, remade.get(chunk.pk))
            standing = [one for one in entries if one.pk in drawn and one.pk not in left_out]
            ids = [one.pk for one in standing]
            if chunk.pk in former and former[chunk.pk][0] == ids:
                self.made[chunk.pk] = former.pop(chunk.pk)
            elif key:
                faces = _Faces(key, entries, standing)
                file = self.stored.enter_context(
                    _stored(chunk, faces, imposition, self.hold.require)
                )
                self.made[chunk.pk] = (ids, file)
        files.discard(file.key for _ids, file in former.values())
        return {pk: file for pk, (_ids, file) in self.made.items()}


def _file_of(
    chunk: PrintChunk, entries: Sequence[PrintEntry], remade: ChunkFile | None
) -> tuple[str, set[int]]:
    """Its key, and of which entries there are pages in it."""
    if remade is not None:
        return remade.key, {badge.entry_id for badge in remade.badges}
    return chunk.file, {entry.pk for entry in entries if entry.identity}


@dataclass(frozen=True)
class _Faces:
    """A file of single faces, in the order of those who are `standing`: a badge after the other,
    its front first.
    """

    key: str
    entries: Sequence[PrintEntry]
    standing: Sequence[PrintEntry]

    def pages(self) -> dict[int, range]:
        """By entry."""
        found, first = {}, 0
        for entry in self.standing:
            end = first + len(entry.generation.design_version.as_faces())
            found[entry.pk] = range(first, end)
            first = end
        return found


@contextmanager
def _stored(
    chunk: PrintChunk, faces: _Faces, imposition: Imposition, look: Look
) -> Iterator[SheetFile]:
    with scratch() as folder:
        single = files.at_hand(faces.key, folder, look)
        if single is None:
            raise PdfError(_("A file of the job is missing from the storage."))
        path = folder / "sheets"
        sheets = _sheets(chunk, faces)
        _write(chunk, faces, imposition, (single, path), sheets, look)
        _check(path, faces, imposition, len(sheets), look)
        key = files.store(path, look)
    try:
        yield SheetFile(key, len(sheets))
    except (LeaseLostError, PassingError, DomainError):
        files.discard([key])
        raise


def _write(
    chunk: PrintChunk,
    faces: _Faces,
    imposition: Imposition,
    paths: tuple[Path, Path],
    sheets: Sequence[BadgeSheet | CoverSheet],
    look: Look,
) -> None:
    single, path = paths
    content = faces.standing[0].generation.shown
    title = content.conference_short_title.text or content.conference_title.text
    said = FileAs(title, content.language, is_archival=chunk.job.is_archival)
    with path.open("wb") as out:
        make_sheets(sheets, imposition, single, _covers(chunk, faces, look), out, said, look)


def _sheets(chunk: PrintChunk, faces: _Faces) -> list[BadgeSheet | CoverSheet]:
    """In the order in which they are printed; no number is left without a sheet."""
    pages = faces.pages()
    slots: dict[int, dict[int, Sequence[int]]] = defaultdict(dict)
    for entry in faces.entries:
        if entry.sheet is not None and entry.slot is not None:
            slots[entry.sheet][entry.slot] = pages.get(entry.pk, ())
    made: list[BadgeSheet | CoverSheet] = []
    number_of_cover = 0
    for sheet in range(1, max(slots) + 1):
        if sheet in slots:
            made.append(BadgeSheet(slots[sheet]))
        else:
            made.append(CoverSheet(number_of_cover))
            number_of_cover += 1
    return made


# Covers


def _covers(chunk: PrintChunk, faces: _Faces, look: Look) -> bytes | None:
    if chunk.job.arrangement != Arrangement.ENVELOPES:
        return None
    look()
    standing = {entry.pk for entry in faces.standing}
    envelopes = [
        Envelope(
            [one.generation.shown for one in run if one.pk in standing],
            run[0].generation.shown,
            len(run),
        )
        for run in _envelopes(faces.entries)
    ]
    flags = {key for one in envelopes if (key := one.about.delegation_flag)}
    assets = {key: images.load(key) for key in flags}
    assert chunk.job.imposition is not None
    return covers(envelopes, chunk.job.imposition.paper, chunk.job.language, assets)


def _envelopes(entries: Sequence[PrintEntry]) -> Iterator[list[PrintEntry]]:
    """An envelope begins where a badge stands in the first slot after a cover: where sheets were
    left out between it and the one before.
    """
    envelope: list[PrintEntry] = []
    for entry in entries:
        assert entry.sheet is not None
        if envelope and entry.sheet > (envelope[-1].sheet or 0) + 1:
            yield envelope
            envelope = []
        envelope.append(entry)
    if envelope:
        yield envelope


# Checks


def _check(path: Path, faces: _Faces, imposition: Imposition, sheets: int, look: Look) -> None:
    """Every code stands in the slot that its entry names, and no other code stands anywhere."""
    look()
    layout.check(path, pages=sheets * imposition.sides)
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for page, codes in enumerate(readback.placed_codes(path, look)):
        sheet, side = divmod(page, imposition.sides)
        for code in codes:
            slot = imposition.slot_at(code.x, code.y, is_back=bool(side))
            found[sheet + 1, slot].add(code.text)
    expected = {(one.sheet, one.slot): {one.generation.shown.square} for one in faces.standing}
    if found != expected:
        raise PdfError(_("The QR codes on the sheets do not match the job."))
