"""When two names are perhaps one person's: a question for a human, never an answer. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from conference.writing.transliteration import latin_spellings
from delegates.names import name_words

# One sound, several Latin spellings: Khalilov and Halilov, Iusuf and Yusuf, Zheenbekov and
# Jeenbekov, Ivanoff and Ivanov, Husain and Hussein. Applied in this order.
SOUNDS = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"(.)\1", r"\1"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("dzh|dj|zh", "j"),
        ("kh", "h"),
        ("gh", "g"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("ks", "x"),
        ("w|f$", "v"),
        ("ou|o", "u"),
        ("[iy](?=[aeu])", ""),
        ("ai|ei|e|y", "i"),
        (r"(.)\1", r"\1"),
    )
)

# Slips of the hand that may part two spellings, by the length of the shorter name.
FIRST_LETTERS = 4
SLIPS = ((12, 2), (6, 1), (0, 0))


@dataclass(frozen=True, slots=True)
class Sketch:
    """A name as it sounds: what near names have in common."""

    words: frozenset[str]
    typed: str
    ordered: str
    letters: int
    count: int


def similar_names(a: str, b: str) -> bool:
    """Whether two full names are perhaps one person's: a question for a human, never an answer.

    True when the words are the same in any order and transliteration, when one name leaves out or
    abbreviates words of the other (at least two must agree), or when a slip or two of the hand
    tell them apart. False when one is blank.
    """
    return _are_similar(_sketch(a), _sketch(b))


def likeness_keys(name: str) -> frozenset[str]:
    """Keys of which two similar names share one: to find candidates among thousands of names.

    A shared word with the initial of another, the initials of all words, the first letters. What
    escapes are names of which two slips change every key: rare, and this is only ever a question.
    """
    sketch = _sketch(name)
    words = sorted(sketch.words)
    pairs = (f"{word} {other[0]}" for word in words for other in words if other != word)
    initials = "".join(word[0] for word in words)
    return frozenset((*pairs, f"={initials}", f"^{sketch.typed[:FIRST_LETTERS]}"))


def _are_similar(a: Sketch, b: Sketch) -> bool:
    if not (a.typed and b.typed):
        return False
    if a.ordered == b.ordered:
        return True
    if not a.words.isdisjoint(b.words) and _abbreviates(*sorted((a, b), key=_length)):
        return True
    slips = _slips_allowed(min(len(a.ordered), len(b.ordered)))
    # One slip adds one letter to a set of letters at most, and takes one away.
    if (a.letters ^ b.letters).bit_count() > 2 * slips:
        return False
    return _are_within(a.ordered, b.ordered, slips) or _are_within(a.typed, b.typed, slips)


def _abbreviates(short: Sketch, long: Sketch) -> bool:
    """Each word of the shorter name is one of the longer, or its initial; one at least is whole."""
    if short.count < 2:
        return False
    left = set(long.words)
    for word in sorted(short.words, key=len, reverse=True):
        match = next((other for other in sorted(left) if _stands_for(word, other)), None)
        if match is None:
            return False
        left.discard(match)
    return any(len(word) > 1 for word in short.words & long.words)


def _stands_for(word: str, other: str) -> bool:
    return word == other or (1 in {len(word), len(other)} and word[0] == other[0])


def _length(sketch: Sketch) -> tuple[int, str]:
    return sketch.count, sketch.ordered


def _slips_allowed(length: int) -> int:
    return next(slips for least, slips in SLIPS if length >= least)


@lru_cache(maxsize=65536)
def _sketch(name: str) -> Sketch:
    spelling = next(iter(latin_spellings(name)), "")
    words = [_sound(word) for word in name_words(spelling)]
    ordered = "".join(sorted(words))
    letters = 0
    for letter in ordered:
        letters |= 1 << (ord(letter) % 61)
    return Sketch(frozenset(words), "".join(words), ordered, letters, len(words))


def _sound(word: str) -> str:
    heard = word
    for spelling, sound in SOUNDS:
        heard = spelling.sub(sound, heard)
    return heard or word


def _are_within(a: str, b: str, slips: int) -> bool:
    """Whether `slips` insertions, deletions, substitutions or swaps of neighbours part the two."""
    if abs(len(a) - len(b)) > slips:
        return False
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        following = [i]
        for j, other in enumerate(b, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > slips:
            return False
        before, row = row, following
    return row[-1] <= slips
