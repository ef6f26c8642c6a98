"""Badges made of parts: one page is a few drawings by reference, a photo, a QR and shaped lines.

Everything that pages share is written once per file. A text is shaped by the library that lays
out the reference page, and stands where `badges.engine.stamps.compiled` says.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice, pairwise
from pathlib import Path

from badges.engine.layout.fit import Fit
from badges.engine.stamps.compiled import TextPlace
from conference.pdf import embedding, shaping
from conference.pdf.embedding import FontsOfFile, resource_name
from conference.pdf.importing import Copied, Source
from conference.pdf.marks import Rectangle
from conference.pdf.shaping import EM, EMPTY, Run, shape
from conference.pdf.writer import PdfWriter, Reference, number, numbers, text_string
from conference.writing.languages import Localized

THOUSANDTH = EM // 1000
# A space, and what parts two words of Persian that are written as one.
WORD_ENDS = (" ", "\u200c")
# Of an em, in thousandths: left of the word, and right of all that stands before it.
BEFORE = 100
# Stands under marks that have no letter: every font of a script with marks has it, no name does.
CIRCLE = "\u25cc"


@dataclass(frozen=True)
class SetLine:
    """A line as PDF operators for a font of one point, and which glyphs of which font it takes."""

    operators: bytes
    advance: float
    centre: float
    scripts: frozenset[int]
    used: tuple[tuple[Path, Mapping[int, str]], ...]


@lru_cache(maxsize=5_000)
def set_line(text: str, language: str, weight: int, direction: str) -> SetLine:
    line = shape(text, language, weight, direction)
    return SetLine(
        operators=b"".join(map(_operators, line.runs)),
        advance=line.advance,
        centre=line.centre,
        scripts=frozenset(run.script for run in line.runs),
        used=tuple((run.font, _said(run)) for run in line.runs),
    )


def _said(run: Run) -> dict[int, str]:
    """What each glyph stands for, as far as one glyph stands for one text."""
    glyphs = zip(run.glyphs(), run.texts(), strict=True)
    said = {glyph: text for (glyph, *_place), text in glyphs if glyph != EMPTY}
    if run.is_right_to_left:
        said[embedding.face(run.font).glyph_of(CIRCLE)] = " "
    return said


def _operators(run: Run) -> bytes:
    """The glyphs of each span, and its text where they do not tell it: else nobody finds a name."""
    parts = [b"/%b 1 Tf" % resource_name(run.font)]
    owed = 0.0
    for glyphs in _spans(run):
        drawn, owed = _set(run, glyphs, owed)
        if not _tell_their_text(run, glyphs):
            text = text_string(_text_of(run, glyphs))
            before = _space_before(run) if run.is_right_to_left else b""
            drawn = b"/Span<</ActualText%b>>BDC %b%bEMC " % (text, before, drawn)
        parts.append(drawn)
    return b"".join(parts)


def _spans(run: Run) -> Iterator[range]:
    """Which glyphs are found together. From right to left each word for itself, as the words stand,
    with what ends it on its left: readers turn words round, one by one.
    """
    starts = {0, len(run.clusters)}
    if run.is_right_to_left:
        starts.update(place for place, text in enumerate(run.texts()) if text.endswith(WORD_ENDS))
    for start, end in pairwise(sorted(starts)):
        yield range(start, end)


def _text_of(run: Run, span: range) -> str:
    """From right to left, letters as they are read and what stands between them from the left, as
    PDFium puts them together: points and vowels of Hebrew and Dhivehi too.
    """
    text = run.text_of(span)
    if not run.is_right_to_left:
        return text
    parts = [(is_letter, "".join(part)) for is_letter, part in groupby(text, _is_right_to_left)]
    return "".join(part if is_letter else part[::-1] for is_letter, part in reversed(parts))


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"}


def _space_before(run: Run) -> bytes:
    """An unseen sign that takes no room, left of all of its word, and is read as a space.

    PDFium, which Chrome and Edge search with, takes the text of a span as it stands; where the
    first thing drawn in it is a letter written from right to left, it turns the text round.
    """
    face = embedding.face(run.font)
    circle = face.glyph_of(CIRCLE)
    back = 1000 * face.width(circle) - BEFORE
    return b"3 Tr[%d<%04x>%b]TJ 0 Tr " % (BEFORE, circle, number(back))


def _tell_their_text(run: Run, span: range) -> bool:
    """Whether every glyph is the one that its font has for its character, in its line.

    A conjunct, a joined letter and a mark that is moved are not: one glyph stands in many texts,
    and readers take what is moved for a word of its own.
    """
    glyph_of = embedding.face(run.font).glyph_of
    glyphs, texts = list(run.glyphs()), run.texts()
    return all(
        len(texts[place]) == 1
        and glyphs[place][2:] == (0, 0)
        and glyphs[place][0] == glyph_of(texts[place])
        for place in span
    )


def _set(run: Run, span: range, owed: float) -> tuple[bytes, float]:
    """One array of glyphs and moves in thousandths of an em; a glyph that is raised stands alone.

    What is rounded off a move is `owed`, and made up for by the next: glyphs never drift.
    """
    width = embedding.face(run.font).width
    parts = [b"["]
    for glyph, advance, right, down in islice(run.glyphs(), span.start, span.stop):
        owed += right
        if glyph != EMPTY:
            moved = round(owed / THOUSANDTH)
            if moved:
                parts.append(b"%d" % -moved)
                owed -= moved * THOUSANDTH
            code = b"<%04x>" % glyph
            if down:
                code = b"]TJ %b Ts%b Tj 0 Ts[" % (number(-down / EM), code)
            parts.append(code)
            owed -= width(glyph) * EM
        owed += advance - right
    moved = round(owed / THOUSANDTH)
    parts.append(b"%d]TJ " % -moved if moved else b"]TJ ")
    return b"".join(parts).replace(b"><", b""), owed - moved * THOUSANDTH


@dataclass(frozen=True)
class FittedText:
    """A text in the lines and at the size in which it is drawn."""

    text: Localized
    direction: str
    fit: Fit
    lines: tuple[SetLine, ...]

    def is_proven(self) -> bool:
        """Whether it is in scripts whose stamped pages are compared with the reference."""
        return all(line.scripts <= shaping.PROVEN_SCRIPTS for line in self.lines)


class Stamps:
    """What the badges of one file share, each written once: art, flags, fonts."""

    def __init__(self, writer: PdfWriter, copied: Copied) -> None:
        self.writer = writer
        self.copied = copied
        self.fonts = FontsOfFile(writer)
        self.font_resources = writer.allocate()
        self.forms: dict[str, Reference] = {}

    def form(self, key: str, pdf: Callable[[], bytes]) -> Reference:
        """The drawing of a one-page PDF; `key` says which."""
        if key not in self.forms:
            with Source(pdf(), self.copied) as source:
                self.forms[key] = source.form(0)
        return self.forms[key]

    def close(self) -> None:
        self.fonts.close()
        self.writer.put(self.fonts.resources(), self.font_resources)


class Stamp:
    """One badge being put together: its operators, and the objects that they draw."""

    def __init__(self, stamps: Stamps, page_height: float) -> None:
        self.stamps = stamps
        self.page_height = page_height
        self.operators: list[bytes] = []
        self.objects: dict[bytes, Reference] = {}

    def draw(self, reference: Reference) -> bytes:
        """The operator that draws an object of the file."""
        name = b"X%d" % reference.number
        self.objects[name] = reference
        return b"/%b Do " % name

    def picture(self, picture: Reference, drawn: Rectangle, seen: Rectangle) -> None:
        """An image, which is one point wide and high, in its place; nothing is outside `seen`."""
        self._in_place(picture, drawn, seen, (drawn.width, drawn.height))

    def form(self, form: Reference, drawn: Rectangle, seen: Rectangle) -> None:
        """A form that was made as large as it is drawn."""
        self._in_place(form, drawn, seen, (1, 1))

    def _in_place(
        self, one: Reference, drawn: Rectangle, seen: Rectangle, scale: tuple[float, float]
    ) -> None:
        clip = (seen.left, self.up(seen), seen.width, seen.height)
        matrix = (scale[0], 0, 0, scale[1], drawn.left, self.up(drawn))
        self.operators.append(
            b"q %b re W n %b cm %bQ " % (numbers(clip), numbers(matrix), self.draw(one))
        )

    def up(self, place: Rectangle) -> float:
        """Its lower edge as PDF counts: upwards from the bottom of the page."""
        return self.page_height - place.top - place.height

    def text(self, fitted: FittedText, place: TextPlace, top: float) -> None:
        em = fitted.fit.size
        self.operators.append(b"BT %b rg " % numbers(place.colour))
        for index, line in enumerate(fitted.lines):
            free = place.width - line.advance * em
            left = place.left + free * SHARES[_side(place.align, fitted.direction)]
            down = top + (fitted.fit.top + (index + 0.5) * fitted.fit.pitch + line.centre) * em
            place_of_line = (em, 0, 0, em, left, self.page_height - down)
            self.operators.append(b"%b Tm %b" % (numbers(place_of_line), line.operators))
            for font, said in line.used:
                self.stamps.fonts.use(font, said)
        self.operators.append(b"ET ")

    def resources(self) -> bytes:
        objects = b"".join(b"/%b %b" % (name, bytes(one)) for name, one in self.objects.items())
        return b"<</Font %b/XObject<<%b>>>>" % (bytes(self.stamps.font_resources), objects)


# How much of the free width is left of the line.
SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


def _side(align: str, direction: str) -> str:
    if align in SHARES:
        return align
    starts_right = direction == "rtl"
    return "right" if starts_right != (align == "end") else "left"
