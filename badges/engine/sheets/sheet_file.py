"""Puts the pages of finished files on sheets: each is one drawing, placed by a matrix."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from badges.engine.badge_file import FileAs
from badges.engine.sheets.imposition import Box, FacePlace, Imposition
from badges.engine.sheets.papers import SlotPanel
from conference.pdf.importing import Copied, Source
from conference.pdf.writer import PdfWriter, Reference, numbers

# Points: as fine as a laser printer draws without gaps.
HAIRLINE = 0.25
MARKS = b"q 0 G %b w " % numbers([HAIRLINE])
# Clearly no badge, and pale enough to be cut through.
CROSS = b"q .6 G %b w " % numbers([HAIRLINE])
DASHED, WHOLE = b"[2 2] 0 d ", b"[] 0 d "


@dataclass(frozen=True)
class BadgeSheet:
    """Slot to the pages that show the faces of its badge, the front first, counted from 0; none
    where its badge was left out. A slot that is not named was never meant to hold one.
    """

    slots: Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class CoverSheet:
    """A page of the covers, counted from 0. Its back stays white."""

    page: int


def make_sheets(
    sheets: Iterable[BadgeSheet | CoverSheet],
    imposition: Imposition,
    faces: Path,
    covers: bytes | None,
    out: BinaryIO,
    said: FileAs,
    look: Callable[[], None] = lambda: None,
) -> None:
    """Writes `out`: for each sheet, in order, a page or, on both sides, two.

    `faces` is a file with a face on each page, `covers` one with a cover on each, every one of
    which is printed: what they say can be read aloud, as far as they are tagged. Asks `look` at
    each sheet whether it is still wanted. Equal input gives equal bytes.
    """
    writer = PdfWriter(out)
    copied = Copied(writer, is_archival=said.is_archival)
    with ExitStack() as opened:
        source = opened.enter_context(Source(faces, copied))
        cover = opened.enter_context(Source(covers, copied)) if covers else None
        press = _Press(writer, source, imposition)
        for sheet in sheets:
            look()
            if isinstance(sheet, BadgeSheet):
                press.badges(sheet)
            else:
                assert cover is not None
                cover.copy_page(sheet.page)
                press.white_backs()
        structure = cover.structure() if cover else None
    writer.close(
        title=said.title,
        language=said.language,
        is_archival=said.is_archival,
        structure=structure,
    )


class _Press:
    def __init__(self, writer: PdfWriter, source: Source, imposition: Imposition) -> None:
        self.writer = writer
        self.source = source
        self.imposition = imposition
        self.places: dict[tuple[int, SlotPanel, Box], FacePlace] = {}
        self.boxes = {"MediaBox": (0.0, 0.0, *imposition.page)}

    def badges(self, sheet: BadgeSheet) -> None:
        for is_back in (False, True)[: self.imposition.sides]:
            self.side(sheet, is_back=is_back)

    def white_backs(self) -> None:
        if self.imposition.sides > 1:
            self.writer.put_page(bytes(self.writer.put_stream(b"")), b"<<>>", self.boxes)

    def side(self, sheet: BadgeSheet, *, is_back: bool) -> None:
        operators: list[bytes] = [] if is_back else [self.marks()]
        drawn: dict[bytes, Reference] = {}
        panels = self.imposition.panels(is_back=is_back)
        for slot, pages in sheet.slots.items():
            if not pages:
                operators.append(self.cross(slot, is_back=is_back))
            for panel in panels:
                if panel.face < len(pages):
                    page = pages[panel.face]
                    name = b"F%d" % page
                    drawn[name] = self.source.form(page)
                    operators.append(self.face(slot, panel, page, name))
        contents = self.writer.put_stream(b"".join(operators))
        objects = b"".join(b"/%b %b" % (name, bytes(one)) for name, one in drawn.items())
        resources = b"<</XObject<<%b>>>>" % objects
        self.writer.put_page(bytes(contents), resources, self.boxes)

    def face(self, slot: int, panel: SlotPanel, page: int, name: bytes) -> bytes:
        key = (slot, panel, self.source.trimmed(page))
        if key not in self.places:
            self.places[key] = self.imposition.place(*key)
        place = self.places[key]
        return b"q %b re W n %b cm /%b Do Q " % (numbers(place.seen), numbers(place.matrix), name)

    def marks(self) -> bytes:
        marks = self.imposition.marks()
        drawn = ((DASHED if line.is_dashed else WHOLE) + _stroke(ends) for line, ends in marks)
        return MARKS + b"".join(drawn) + b"Q " if marks else b""

    def cross(self, slot: int, *, is_back: bool) -> bytes:
        strokes = map(_stroke, self.imposition.cross(slot, is_back=is_back))
        return CROSS + b"".join(strokes) + b"Q "


def _stroke(ends: Sequence[float]) -> bytes:
    return b"%b m %b l S " % (numbers(ends[:2]), numbers(ends[2:]))
