"""Cyrillic in Latin letters, in the spellings that people's passports and habits use.

One Cyrillic name has several Latin ones: Рахмон is Rakhmon in a Russian or older Tajik passport
(ICAO Doc 9303) and Rahmon as the person writes it. A search text holds them all.
Other scripts are left to anyascii, letter by letter.
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "gh", "ґ": "g", "д": "d", "е": "e", "ё": "yo",
    "є": "ye", "ж": "zh", "җ": "j", "з": "z", "и": "i", "ӣ": "i", "і": "i", "ї": "yi", "й": "y",
    "ј": "j", "к": "k", "қ": "q", "л": "l", "љ": "lj", "м": "m", "н": "n", "ң": "ng", "њ": "nj",
    "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "o", "ӯ": "u",
    "ү": "u", "ұ": "u", "ф": "f", "х": "kh", "ҳ": "h", "һ": "h", "ц": "ts", "ч": "ch", "ҷ": "j",
    "џ": "dz", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ә": "a", "ю": "yu",
    "я": "ya", "ђ": "dj", "ћ": "c",
}  # fmt: skip

# Passports: ICAO Doc 9303, part 3, section 6, B; Tajik letters as Russian-made passports had them.
PASSPORT = COMMON | {
    "ё": "e", "й": "i", "ю": "iu", "я": "ia", "ъ": "ie", "қ": "k", "ғ": "g", "ҳ": "kh",
    "ҷ": "dzh", "ї": "i", "є": "ie",
}  # fmt: skip

# As one hears it: one letter for one sound, х and ҳ alike.
PLAIN = COMMON | {"х": "h", "ғ": "g", "қ": "k", "ж": "j", "ё": "e", "ц": "c", "ӯ": "o"}

SPELLINGS = tuple(
    str.maketrans(spelling | {letter.upper(): latin for letter, latin in spelling.items()})
    for spelling in (COMMON, PASSPORT, PLAIN)
)


@lru_cache(maxsize=8192)
def latin_spellings(text: str) -> tuple[str, ...]:
    """The Latin forms of a text, each once, the usual one first; Latin text is its own form."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(anyascii(composed.translate(table)) for table in SPELLINGS))
