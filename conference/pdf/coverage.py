"""Which characters the pinned fonts can show. Nothing is shaped: a form may ask before saving, an
importer for each of its rows.
"""

from functools import lru_cache

import uharfbuzz

from conference.pdf import fonts

# First and last code of what Unicode calls Default_Ignorable_Code_Point, as far as Pango 1.50
# knows it: joiners, direction and variation marks, fillers. They change how others look.
NEED_NO_GLYPH = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
# Two currency marks that stand above digits: the fonts have them, Pango 1.50 does not set them.
NOT_DRAWN_EVERYWHERE = (0x0890, 0x0891)


def unprintable(text: str) -> list[str]:
    """The characters that no pinned font has a glyph for: each once, in the text's order.

    Space of any kind, and what only changes how its neighbours look, is printable.
    """
    if text.isascii() and text.isprintable():
        return []
    shown = _shown()
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in shown and not character.isspace()
    ]


@lru_cache(maxsize=1)
def _shown() -> uharfbuzz.Set:
    """Codes. Each text may take its letters from any family, and both weights have the same."""
    codes = uharfbuzz.Set()
    for family in fonts.FAMILIES:
        blob = uharfbuzz.Blob.from_file_path(str(fonts.file(family, fonts.REGULAR)))
        codes.update(uharfbuzz.Face(blob).unicodes)
    for first, last in NEED_NO_GLYPH:
        codes.add_range(first, last)
    for code in NOT_DRAWN_EVERYWHERE:
        codes.discard(code)
    return codes
