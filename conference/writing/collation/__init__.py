"""Sort keys: the alphabet of a language as a string that any database can order by.

The Unicode Collation Algorithm with the few letters that a language places elsewhere. The result
equals ICU's order on the reference data in all seven languages of the project (tests/conference).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pyuca.collator import Collator_10_0_0

from conference.writing.collation import chinese
from conference.writing.collation.alphabets import Alphabet, alphabet_of

# Every weight of the two lower levels starts from these; a trailing run of them says nothing.
COMMON_ACCENT = 0x20
COMMON_CASE = 0x02

# Above every weight of a letter: a letter written as (base, AFTER, n) follows base + anything.
AFTER = "FFFF"


# No two names are equal for so long. The collator takes time that grows with the square.
MOST_CHARACTERS = 500


class Weights(NamedTuple):
    """What one letter adds to each of the three levels of a key."""

    primary: str
    accents: tuple[int, ...]
    cases: tuple[int, ...]


def sort_key(text: str, language: str) -> str:
    """ASCII whose byte order is the order of `text` in the alphabet of `language` (any tag).

    Four characters a letter, a dot, then accents and case as far as they differ from plain small
    letters. For columns ordered under COLLATE "C" (the embedded PostgreSQL knows no other). Equal
    keys mean texts that a dictionary would not tell apart: order by id after the key. Of a longer
    text the first MOST_CHARACTERS decide.
    """
    name = language.replace("_", "-").partition("-")[0].lower()
    composed = unicodedata.normalize("NFC", text)[:MOST_CHARACTERS]
    weights = list(_weights(composed, name))
    levels = (
        "".join(letter.primary for letter in weights),
        _level(
            (w for letter in weights for w in letter.accents),
            common=COMMON_ACCENT,
            digits=3,
        ),
        _level(
            (w for letter in weights for w in letter.cases),
            common=COMMON_CASE,
            digits=2,
        ),
    )
    return ".".join(levels).rstrip(".")


def _weights(text: str, language: str) -> Iterator[Weights]:
    alphabet = alphabet_of(language)
    for piece in alphabet.pieces(text):
        if language == "zh":
            for run, is_han in chinese.runs(piece):
                yield from map(_han, run) if is_han else [_plain(run)]
        else:
            yield (_placed(piece, alphabet) if piece in alphabet.places else _plain(piece))


@lru_cache(maxsize=4096)
def _plain(text: str) -> Weights:
    elements = _collator().collation_elements(unicodedata.normalize("NFD", text))
    return Weights(
        "".join(f"{element[0]:04X}" for element in elements if element[0]),
        tuple(element[1] for element in elements if element[1]),
        tuple(element[2] for element in elements if element[2]),
    )


def _placed(letter: str, alphabet: Alphabet) -> Weights:
    """A letter that the language places after another, or takes for another spelling."""
    place = alphabet.places[letter]
    base, mark = _plain(place.base), _plain(place.mark)
    after = f"{AFTER}{place.rank:04X}" if place.rank else ""
    return Weights(
        base.primary + mark.primary + after,
        base.accents + mark.accents,
        base.cases + mark.cases,
    )


def _han(character: str) -> Weights:
    return Weights(chinese.weight(character), (COMMON_ACCENT,), (COMMON_CASE,))


def _level(weights: Iterable[int], *, common: int, digits: int) -> str:
    """The weights in hex, without a trailing run of the lowest one: a shorter key, same order."""
    kept = list(weights)
    while kept and kept[-1] == common:
        kept.pop()
    return "".join(f"{weight:0{digits}X}" for weight in kept)


def load() -> None:
    """Read the tables of all languages now, which the first keys of a process would wait for."""
    for text, language in (("a", "en"), ("中", "zh")):
        sort_key(text, language)


@cache
def _collator() -> Collator_10_0_0:
    """One table for every version of Python: stored keys must not depend on the interpreter."""
    return Collator_10_0_0()
