"""Where a text may go on in the next line.

Lines end at spaces, after a hyphen or a stroke that is there already, and at a zero-width space;
nothing is ever hyphenated. Chinese and Japanese have no spaces: they may break between characters
(`EAST_ASIAN`), with the marks that cannot begin or end a line kept beside their neighbour (the
common core of UAX #14 and JIS X 4051). Thai is broken at its spaces only: its words cannot be
told apart without a dictionary, and a wrong break reads worse than a smaller size. `ANYWHERE`
separates any two characters a reader sees as separate, for a word longer than its line.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise


class Freedom(IntEnum):
    WORDS = 0
    EAST_ASIAN = 1
    ANYWHERE = 2


@dataclass(frozen=True)
class Piece:
    """What stays in one line. `space` follows it, and is not drawn where a line ends."""

    text: str
    space: str


WORD = re.compile(r"(?P<text>[^ \u200b]+)(?P<space>[ \u200b]*)")
AFTER_HYPHEN = re.compile(r"(?<=[^\s\-‐/][-‐/])(?=[^\W\d_])")

NEVER_FIRST = frozenset(
    "、。，．・：；！？）］｝〕〉》」』】〗〙”’ー々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ…‥·,.:;!?)]}%"
)
NEVER_LAST = frozenset("（［｛〔〈《「『【〖〘“‘([{")
EAST_ASIAN_LETTER = re.compile(
    r"[\u2e80-\u2fdf\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
)
ZERO_WIDTH_JOINER = "\u200d"
VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d")
# Thai vowels that are written before the consonant they follow, and the one that is after it.
THAI_LEADING = frozenset("เแโใไ")
THAI_FOLLOWING = frozenset("ะาำๅๆฯ")


def pieces(text: str, freedom: Freedom) -> list[Piece]:
    """The text in order; joining every `text + space` gives it back, without leading spaces."""
    found = []
    for word in WORD.finditer(text):
        parts = _parts(word["text"], freedom)
        found += [Piece(part, "") for part in parts[:-1]]
        found.append(Piece(parts[-1], word["space"]))
    return found


def _parts(word: str, freedom: Freedom) -> list[str]:
    parts = AFTER_HYPHEN.split(word)
    if freedom is Freedom.EAST_ASIAN:
        return [piece for part in parts for piece in _split(part, _breaks_east_asian)]
    if freedom is Freedom.ANYWHERE:
        return [piece for part in parts for piece in _split(part, _breaks_anywhere)]
    return parts


def _split(part: str, breaks: Callable[[str, str], bool]) -> list[str]:
    found = [part[:1]]
    for before, after in pairwise(part):
        if _belong_together(before, after) or not breaks(before, after):
            found[-1] += after
        else:
            found.append(after)
    return found


def _belong_together(before: str, after: str) -> bool:
    """One character to its reader (the useful core of UAX #29)."""
    return (
        unicodedata.category(after)[0] == "M"
        or unicodedata.category(after) == "Cf"
        or before == ZERO_WIDTH_JOINER
        or before in VIRAMAS
        or before in THAI_LEADING
        or after in THAI_FOLLOWING
    )


def _breaks_east_asian(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return bool(EAST_ASIAN_LETTER.match(before) or EAST_ASIAN_LETTER.match(after))


def _breaks_anywhere(before: str, after: str) -> bool:
    return after not in NEVER_FIRST and before not in NEVER_LAST
