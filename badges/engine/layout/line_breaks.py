"""Where a text may go on in the next line.

Lines end where Unicode lets them (UAX #14; Thai words are found in a dictionary, Korean ends its
lines at spaces); nothing is ever hyphenated. `WORDS` takes only the ends of words that the text
itself marks, by a space, a hyphen or a stroke: a name is not divided between two letters of
Chinese, Japanese or Thai while it fits otherwise. `ANYWHERE` separates any two characters a
reader sees as separate (UAX #29), for a word longer than its line.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise

import wcwidth

from conference.pdf import shaping

SPACES = " \u200b"
OPENING = frozenset({"Ps", "Pi"})
CLOSING = frozenset({"Pe", "Pf", "Po"})
# Written before the consonant that they follow.
THAI_LEADING_VOWELS = frozenset("เแโใไ")


class Freedom(IntEnum):
    WORDS = 0
    LINES = 1
    ANYWHERE = 2


@dataclass(frozen=True)
class Piece:
    """What stays in one line. `space` follows it, and is not drawn where a line ends."""

    text: str
    space: str


def pieces(text: str, freedom: Freedom) -> list[Piece]:
    """The text in order; joining every `text + space` gives it back, without leading spaces."""
    text = text.lstrip(SPACES)
    ends = [0, *_ends(text, freedom), len(text)]
    return [_piece(text[start:end]) for start, end in pairwise(ends) if start < end]


def _piece(part: str) -> Piece:
    said = part.rstrip(SPACES)
    return Piece(said, part[len(said) :])


def _ends(text: str, freedom: Freedom) -> Iterator[int]:
    apart = _apart(text) if freedom is Freedom.ANYWHERE else frozenset()
    for place, attributes in enumerate(shaping.positions(text)[1:-1], start=1):
        may_break = attributes & shaping.LINE_MAY_BREAK and _is_sensible(text[place - 1], freedom)
        if may_break or place in apart:
            yield place


def _is_sensible(before: str, freedom: Freedom) -> bool:
    return not _is_letter(before) or (freedom > Freedom.WORDS and not _is_korean(before))


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _is_korean(character: str) -> bool:
    return "가" <= character <= "힣"


def _apart(text: str) -> frozenset[int]:
    """Between what a reader sees as two characters (UAX #29): no line begins with what closes,
    none ends with what opens."""
    ends = accumulate(len(character) for character in wcwidth.iter_graphemes(text))
    return frozenset(
        place
        for place in list(ends)[:-1]
        if text[place] not in SPACES
        and text[place - 1] not in THAI_LEADING_VOWELS
        and unicodedata.category(text[place - 1]) not in OPENING
        and unicodedata.category(text[place]) not in CLOSING
    )
