"""How wide and how tall a text comes out in the pinned fonts, shaped as it will be drawn.

All lengths are in em: multiply by the font size. HarfBuzz shapes each run of one font and one
script, the way Pango does when the page is laid out.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import uharfbuzz

from conference import fonts

# They belong to the character before them, whatever font or script that one has.
JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


@dataclass(frozen=True)
class Extent:
    """`above` and `below`: how far the ink goes from the baseline, both positive for most texts.

    `centre` is how far the baseline lies below the middle of a line whose height is given
    (CSS: half of ascent minus descent of the fonts used).
    """

    advance: float
    above: float
    below: float
    centre: float


@dataclass(frozen=True)
class Face:
    font: uharfbuzz.Font
    em: int
    ascent: float
    descent: float

    def covers(self, character: str) -> bool:
        return self.font.get_nominal_glyph(ord(character)) is not None


@lru_cache(maxsize=64)
def face(family: str, weight: int) -> Face:
    opened = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.file(family, weight))))
    font = uharfbuzz.Font(opened)
    extents = font.get_font_extents("ltr")
    em = opened.upem
    return Face(font, em, extents.ascender / em, -extents.descender / em)


@lru_cache(maxsize=50_000)
def measure(text: str, language: str, weight: int) -> Extent:
    """The extent of one line of text. `weight` is one of `fonts.WEIGHT_FILES`."""
    base = face(fonts.BASE, weight)
    advance, above, below = 0.0, 0.0, 0.0
    centre = (base.ascent - base.descent) / 2
    for family, run in _runs(text, language, weight):
        used = face(family, weight)
        centre = max(centre, (used.ascent - used.descent) / 2)
        for width, top, bottom in _shape(used, run, language):
            advance += width
            above = max(above, top)
            below = max(below, bottom)
    return Extent(advance, above, below, centre)


def _runs(text: str, language: str, weight: int) -> list[tuple[str, str]]:
    """Family and text of each run of one font and one script."""
    marked = []
    family, script = fonts.BASE, ""
    for character in text:
        if not _is_attached(character):
            family = _family(character, language, weight)
            script = _script(character) or script
        marked.append((family, script, character))
    return [
        (key[0], "".join(character for _, _, character in group))
        for key, group in groupby(marked, key=lambda item: item[:2])
    ]


def _is_attached(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) in {"Mn", "Mc", "Me"}


@lru_cache(maxsize=20_000)
def _family(character: str, language: str, weight: int) -> str:
    for family in fonts.stack(language):
        if face(family, weight).covers(character):
            return family
    return fonts.BASE


@lru_cache(maxsize=20_000)
def _script(character: str) -> str:
    """The script's name for letters, "" for what every script shares (digits, stops, spaces)."""
    if unicodedata.category(character)[0] != "L":
        return ""
    return unicodedata.name(character, "").split(" ", 1)[0]


def _shape(used: Face, run: str, language: str) -> list[tuple[float, float, float]]:
    """Advance, ink above and ink below the baseline of each glyph."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    uharfbuzz.shape(used.font, buffer)
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = used.font.get_glyph_extents(info.codepoint)
        top = ink.y_bearing + position.y_offset if ink else 0
        bottom = -(top + ink.height) if ink else 0
        glyphs.append((position.x_advance / used.em, top / used.em, bottom / used.em))
    return glyphs
