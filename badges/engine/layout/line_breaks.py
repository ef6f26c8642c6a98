"""Where a text may go on in the next line.

Lines end where Unicode lets them (UAX #14; Thai words are found in a dictionary, Korean ends its
lines at spaces) and before a syllable of Lao, Khmer or Burmese; nothing is ever hyphenated. `WORDS`
takes only the ends of words that the text itself marks, by a space, a hyphen or a stroke: a name is
not divided between two letters of Chinese, Japanese or Thai while it fits otherwise. `ANYWHERE`
separates any two characters a reader sees as separate (UAX #29; a letter and its signs, conjuncts
and letters below it are one), for a word longer than its line.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise

import wcwidth

from badges.engine.layout.syllables import beginnings
from conference.pdf import shaping

SPACES = " \u200b"
OPENING = frozenset({"Ps", "Pi"})
CLOSING = frozenset({"Pe", "Pf", "Po"})
# Vowels of Thai and Lao: written before the consonant that they follow, or after it as a letter.
LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
FOLLOWING_VOWELS = frozenset("ะาำๅະາຳຽ")
# Joins the consonant before it and the one after it; the asat of Burmese, of the same class, ends a
# syllable with its consonant, as one does that another is stacked below.
JOINS_CONSONANTS, ASAT, JOINER = 9, "\u103a", "\u200d"
BURMESE_FINAL = re.compile("[က-အ](?:\u1037?\u103a|\u1039)")


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
    syllables = frozenset(beginnings(text)) if freedom > Freedom.WORDS else frozenset()
    for place, attributes in enumerate(shaping.positions(text)[1:-1], start=1):
        may_break = attributes & shaping.LINE_MAY_BREAK and _is_sensible(text[place - 1], freedom)
        if may_break or place in apart or place in syllables:
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
        and text[place - 1] not in LEADING_VOWELS
        and text[place] not in FOLLOWING_VOWELS
        and not _is_sign(text[place])
        and not BURMESE_FINAL.match(text, place)
        and not _joins(text[place - 1])
        and unicodedata.category(text[place - 1]) not in OPENING
        and unicodedata.category(text[place]) not in CLOSING
    )


def _is_sign(character: str) -> bool:
    """Of Burmese, UAX #29 parts even vowels from their letter."""
    return unicodedata.category(character)[0] == "M"


def _joins(character: str) -> bool:
    if character == JOINER:
        return True
    return unicodedata.combining(character) == JOINS_CONSONANTS and character != ASAT
