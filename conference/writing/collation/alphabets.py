"""Letters that a language places elsewhere than the default table of the Unicode algorithm.

Source: the alphabets as taught; CLDR's collation rules say the same. Languages that are not here
are in the right order as they are (English, French, Russian, German …). Tajik follows ICU: Ғ, Қ, Ҳ
and Ҷ are letters of their own, Ӣ and Ӯ come after И and У where nothing else decides.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

# "n ñ": ñ is a letter of its own right after n. "z å ä ö": three letters after z, in this order.
AFTER_BASE = {
    "az": ("c ç", "e ə", "g ğ", "h x ı", "k q", "o ö", "s ş", "u ü"),
    "cs": ("c č", "h ch", "r ř", "s š", "z ž"),
    "da": ("z æ ø å",),
    "es": ("n ñ",),
    "fi": ("z å ä ö",),
    "nb": ("z æ ø å",),
    "pl": ("a ą", "c ć", "e ę", "l ł", "n ń", "o ó", "s ś", "z ź ż"),
    "sk": ("a ä", "c č", "h ch", "o ô", "s š", "z ž"),
    "sv": ("z å ä ö",),
    "tr": ("c ç", "g ğ", "h ı", "o ö", "s ş", "u ü"),
}

# Spellings of a letter, not letters. Arabic: أ and إ stand under ا, and آ is two of them. They are
# spelled apart because the Unicode table gives each composed form a place of its own.
SAME_AS = {
    "ar": {"أ": "ا\u0654", "إ": "ا\u0655", "آ": "اا", "ٱ": "ا"},
    "az": {"İ": "i"},
    "tr": {"İ": "i"},
}


@dataclass(frozen=True)
class Place:
    """After `base`, as its `rank`-th follower; rank 0: `base` followed by `mark`."""

    base: str
    rank: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Alphabet:
    places: Mapping[str, Place]
    _letters: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.places, key=len, reverse=True)
        pattern = re.compile(f"({'|'.join(longest_first)})") if longest_first else None
        object.__setattr__(self, "_letters", pattern)

    def pieces(self, text: str) -> Iterator[str]:
        """The text cut so that each placed letter is a piece of its own."""
        found = self._letters.split(text) if self._letters else [text]
        return filter(None, found)


@lru_cache(maxsize=256)
def alphabet_of(language: str) -> Alphabet:
    places: dict[str, Place] = {}
    for row in AFTER_BASE.get(language, ()):
        base, *followers = row.split()
        for rank, letter in enumerate(followers, start=1):
            places[letter] = Place(base, rank)
            for capital in {letter.upper(), letter.capitalize()}:
                places[capital] = Place(base.upper(), rank)
    for letter, spelled in SAME_AS.get(language, {}).items():
        places[letter] = Place(spelled[0], mark=spelled[1:])
    return Alphabet(places)
