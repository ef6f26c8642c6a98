"""The words of a name as they sound, and which of them two names have in common. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from conference.writing.transliteration import latin_spellings
from delegates.naming.names import name_words

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

# Lists write them or leave them out: articles, "son of", "of the", and which of a line one is.
PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "bint", "ibn", "ben", "ould", "de", "del", "da", "do", "dos", "das"}
    | {"di", "du", "la", "le", "las", "los", "van", "von", "der", "den", "ten", "y"}
    | {"jr", "ii", "iii", "iv"}
)

VOWELS = frozenset("aeiouy")
NAMES_WITHOUT_A_VOWEL = frozenset({"ng", "md", "mst"})

# A word of three letters with another letter is another name: Kim and Kin, Liu and Lin.
SHORT = 3
# A slip of the hand in a word this long, two in one that long, by its letters as it sounds.
ONE_SLIP, TWO_SLIPS = 4, 8
# Given names that are forms of one: Charles and Charlie, Alfons and Fons.
FORMS_OF_ONE = 0.88
# Forms of one that no measure of letters brings together: each word with what it is short for.
SHORT_FORMS = {
    short: set(full.split())
    for short, full in {
        "andy": "andrew andreas", "becky": "rebecca", "bepe": "giuseppe", "beth": "elizabeth",
        "betty": "elizabeth", "bill": "william", "bob": "robert", "chuck": "charles",
        "dave": "david", "dick": "richard", "dima": "dmitri dmitry", "gianni": "giovanni",
        "hans": "johannes", "jack": "john", "jerry": "gerald jerome", "jim": "james",
        "joe": "joseph", "kate": "katherine catherine", "kathy": "katherine catherine",
        "liz": "elizabeth elisabeth", "lola": "dolores", "maggie": "margaret", "meg": "margaret",
        "mike": "michael", "misha": "mikhail", "nacho": "ignacio", "ned": "edward",
        "paco": "francisco", "pancho": "francisco", "peggy": "margaret", "pepe": "jose",
        "rick": "richard", "sandy": "alexander alexandra", "sasha": "alexander alexandra aleksandr",
        "steve": "stephen steven", "ted": "edward theodore", "tom": "thomas",
        "tony": "anthony antonio",
        "volodya": "vladimir", "yura": "yuri",
    }.items()
}  # fmt: skip


class WordMatch(IntEnum):
    """How a word of a name stands in another name, the least alike first."""

    NONE = 0
    FORM = 1
    INITIAL = 2
    NEAR = 3
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class NameWord:
    """`sound` tells spellings of one name apart from other names; of a short word it is the word.

    `is_family` is where it stands: an initial stands for a given name only.
    """

    text: str
    sound: str
    is_family: bool
    is_initial: bool


def words_of(given: str, family: str) -> tuple[NameWord, ...]:
    """The words in Latin letters without particles; the usual one of several transliterations.

    Of a name in one part the last word is taken as the family name.
    """
    if not (given and family):
        *first, last = _latin_words(given or family) or [""]
        parts = [(word, False) for word in _parted_initials(first)] + (
            [(last, True)] if last else []
        )
    else:
        parts = [(word, False) for word in _parted_initials(_latin_words(given))]
        parts += [(word, True) for word in _latin_words(family)]
    telling = [part for part in parts if part[0] not in PARTICLES]
    if len(telling) < min(2, len(parts)):
        telling = parts
    if telling and not any(is_family for _word, is_family in telling):
        # "Stovan III": what is left of the family name is a particle.
        telling[-1] = (telling[-1][0], True)
    return tuple(
        NameWord(word, sound_of(word), is_family=is_family, is_initial=len(word) == 1)
        for word, is_family in telling
    )


def _latin_words(text: str) -> list[str]:
    return name_words(next(iter(latin_spellings(text)), ""))


def _parted_initials(given: list[str]) -> Iterator[str]:
    """JP and Df are two initials each; a name has a vowel."""
    for word in given:
        if len(word) <= SHORT and VOWELS.isdisjoint(word) and word not in NAMES_WITHOUT_A_VOWEL:
            yield from word
        else:
            yield word


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    if len(word) <= SHORT:
        return word
    heard = word
    for spelling, sound in SOUNDS:
        heard = spelling.sub(sound, heard)
    return heard if len(heard) > 1 else word


def match(a: NameWord, b: NameWord) -> WordMatch:
    if a.sound == b.sound:
        return WordMatch.WHOLE
    if a.is_initial or b.is_initial:
        stands = a.text[0] == b.text[0] and not (a.is_family or b.is_family)
        return WordMatch.INITIAL if stands else WordMatch.NONE
    are_given = not (a.is_family or b.is_family)
    if a.text[0] != b.text[0] and not are_given and abs(len(a.text) - len(b.text)) > 2:
        return WordMatch.NONE
    return near(a.text, b.text, a.sound, b.sound, are_given=are_given)


@lru_cache(maxsize=65536)
def near(text: str, other: str, sound: str, other_sound: str, *, are_given: bool) -> WordMatch:
    """A slip or two of the hand, or, of given names, two forms of one."""
    if _is_slip(text, other, sound, other_sound):
        return WordMatch.NEAR
    return WordMatch.FORM if are_given and _are_forms(text, other) else WordMatch.NONE


def _is_slip(text: str, other: str, sound: str, other_sound: str) -> bool:
    if min(len(text), len(other)) <= SHORT:
        return False
    length = min(len(sound), len(other_sound))
    slips = 2 if length >= TWO_SLIPS else 1 if length >= ONE_SLIP else 0
    if slips and OSA.distance(sound, other_sound, score_cutoff=slips) <= slips:
        return True
    return OSA.distance(text, other, score_cutoff=1) <= 1


def _are_forms(text: str, other: str) -> bool:
    short, long = sorted((text, other), key=len)
    if len(short) < ONE_SLIP:
        return long in SHORT_FORMS.get(short, ())
    return (
        short in long
        or long in SHORT_FORMS.get(short, ())
        or (len(short) > ONE_SLIP and JaroWinkler.similarity(short, long) >= FORMS_OF_ONE)
    )


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words of the shorter name, each with the word of the longer that it stands for."""

    pairs: tuple[tuple[NameWord, NameWord, WordMatch], ...]
    left_of_short: tuple[NameWord, ...]
    left_of_long: tuple[NameWord, ...]

    @property
    def is_complete(self) -> bool:
        """One name has every word of the other, be it an initial."""
        return not self.left_of_short

    def has(self, match: WordMatch) -> bool:
        return any(found == match for _word, _other, found in self.pairs)

    def whole(self) -> list[tuple[NameWord, NameWord]]:
        """Words that are the same and more than an initial."""
        return [
            (word, other)
            for word, other, found in self.pairs
            if found == WordMatch.WHOLE and not word.is_initial
        ]

    def families(self) -> list[NameWord]:
        """Whole words that are the family name of both."""
        return [word for word, other in self.whole() if word.is_family and other.is_family]

    def slips(self) -> list[int]:
        """Lengths of the words in which a slip is."""
        return [len(word.text) for word, _other, found in self.pairs if found == WordMatch.NEAR]

    def letters(self) -> int:
        return sum(len(word.text) for word, _other, _found in self.pairs)

    def has_family(self) -> bool:
        """The family name of one of the two is a word of the other."""
        return any(
            word.is_family or other.is_family
            for word, other, found in self.pairs
            if found in (WordMatch.WHOLE, WordMatch.NEAR) and not word.is_initial
        )


def _length(words: tuple[NameWord, ...]) -> tuple[int, list[tuple[str, bool]]]:
    return len(words), [(word.text, word.is_family) for word in words]


def paired(a: tuple[NameWord, ...], b: tuple[NameWord, ...]) -> Pairing:
    """Each word of the shorter name with the most alike of the longer that is still free."""
    short, long = sorted((a, b), key=_length)
    found = sorted(
        (-alike, i, j)
        for i, word in enumerate(short)
        for j, other in enumerate(long)
        if (alike := match(word, other))
    )
    pairs: dict[int, tuple[int, WordMatch]] = {}
    taken: set[int] = set()
    for how_little, i, j in found:
        if i not in pairs and j not in taken:
            pairs[i] = (j, WordMatch(-how_little))
            taken.add(j)
    return Pairing(
        pairs=tuple((short[i], long[j], alike) for i, (j, alike) in pairs.items()),
        left_of_short=tuple(word for i, word in enumerate(short) if i not in pairs),
        left_of_long=tuple(word for j, word in enumerate(long) if j not in taken),
    )
