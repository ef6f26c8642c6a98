"""The pinned fonts in a PDF file: subset once, when all that is shown is known."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from zlib import crc32

import uharfbuzz

from conference.pdf.writer import PdfWriter, Reference, array

# Left out: what was used to shape the text, and what only a screen reads.
DROPPED = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "kern", "vhea", "vmtx", "VORG",
    "STAT", "meta", "name", "OS/2", "post", "cmap", "gasp",
)  # fmt: skip
SYMBOLIC = 4


class Face:
    """A pinned font: widths in em of its glyphs, subsets of its outlines."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self.font = uharfbuzz.Font(self.face)
        self.widths: dict[int, float] = {}

    def width(self, glyph: int) -> float:
        if glyph not in self.widths:
            self.widths[glyph] = self.font.get_glyph_h_advance(glyph) / self.face.upem
        return self.widths[glyph]

    def glyph_of(self, character: str) -> int:
        """What the font shows for a character that stands alone; 0 is for none."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The font with these glyphs, under their numbers, and without what shapes them."""
        wanted = uharfbuzz.SubsetInput()
        wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.ljust(4).encode(), "big") for tag in DROPPED
        )
        wanted.flags |= (
            uharfbuzz.SubsetFlags.RETAIN_GIDS
            | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
            | uharfbuzz.SubsetFlags.NO_HINTING
        )
        return bytes(uharfbuzz.subset(self.face, wanted).blob.data)


@lru_cache(maxsize=64)
def face(path: Path) -> Face:
    return Face(path)


class FontsOfFile:
    """Which glyphs a file shows, and what they stand for; written when the file is closed."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.used: dict[Path, dict[int, str]] = {}
        self.references: dict[Path, Reference] = {}

    def use(self, font: Path, said: Mapping[int, str]) -> None:
        """`said`: glyph number to the text it stands for."""
        if font not in self.used:
            self.used[font] = {}
            self.references[font] = self.writer.allocate()
        self.used[font].update(said)

    def resources(self) -> bytes:
        """For the resources of pages, under the names of `resource_name`."""
        named = (
            b"/%b %b" % (resource_name(font), bytes(reference))
            for font, reference in self.references.items()
        )
        return b"<<%b>>" % b"".join(named)

    def close(self) -> None:
        for font, said in self.used.items():
            self._embed(face(font), said, self.references[font])

    def _embed(self, used: Face, said: Mapping[int, str], reference: Reference) -> None:
        glyphs = sorted(said)
        subset = used.subset(glyphs)
        file = self.writer.put_stream(subset, b"/Length1 %d" % len(subset))
        name = b"/%b+%b" % (_tag(subset), resource_name_of(used.name))
        extents = used.font.get_font_extents("ltr")
        em = used.face.upem
        descriptor = self.writer.put(
            b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox%b/ItalicAngle 0/Ascent %d"
            b"/Descent %d/CapHeight %d/StemV 80/FontFile2 %b>>"
            % (
                name,
                SYMBOLIC,
                array((-em, extents.descender, 3 * em, extents.ascender)),
                1000 * extents.ascender // em,
                1000 * extents.descender // em,
                1000 * extents.ascender // em,
                bytes(file),
            )
        )
        descendant = self.writer.put(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %b/W[%b]/CIDToGIDMap/Identity>>"
            % (name, bytes(descriptor), _widths(used, glyphs))
        )
        meanings = self.writer.put_stream(_to_unicode(said))
        self.writer.put(
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%b]"
            b"/ToUnicode %b>>" % (name, bytes(descendant), bytes(meanings)),
            reference,
        )


def resource_name(font: Path) -> bytes:
    return resource_name_of(font.stem)


def resource_name_of(name: str) -> bytes:
    return name.encode("ascii")


def _tag(subset: bytes) -> bytes:
    """Six letters that differ between subsets of one font."""
    rest = crc32(subset)
    letters = bytearray()
    for _place in range(6):
        rest, letter = divmod(rest, 26)
        letters.append(ord("A") + letter)
    return bytes(letters)


def _widths(used: Face, glyphs: list[int]) -> bytes:
    neighbours = groupby(enumerate(glyphs), key=lambda item: item[1] - item[0])
    parts = []
    for _distance, group in neighbours:
        run = [glyph for _place, glyph in group]
        parts.append(b"%d %b" % (run[0], array(1000 * used.width(glyph) for glyph in run)))
    return b" ".join(parts)


def _to_unicode(said: Mapping[int, str]) -> bytes:
    rows = [
        b"<%04x><%b>" % (glyph, text.encode("utf-16-be").hex().encode())
        for glyph, text in sorted(said.items())
        if text
    ]
    # A section holds at most 100 rows.
    sections = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    tables = b"\n".join(
        b"%d beginbfchar\n%b\nendbfchar" % (len(section), b"\n".join(section))
        for section in sections
    )
    return (
        b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n%b\n"
        b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend" % tables
    )
