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


# ICAO Doc 9303, part 3, section 6, B, which has no Tajik letters of its own: those are as Tajik
# passports write them.
PROPOSED = PASSPORT | {"ғ": "gh", "ӣ": "i", "қ": "q", "ӯ": "u", "ҳ": "h", "ҷ": "j"}

# What a Latin spelling most likely stood for; the longest that fits is taken.
CYRILLIC = {
    "shch": "щ", "kh": "х", "zh": "ж", "ch": "ч", "sh": "ш", "ts": "ц", "iu": "ю", "ia": "я",
    "yu": "ю", "ya": "я", "yo": "ё", "ye": "е", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е",
    "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в",
    "x": "кс", "y": "й", "z": "з",
}  # fmt: skip
CYRILLIC_OF = {
    "ru": CYRILLIC,
    "tg": CYRILLIC | {"gh": "ғ", "h": "ҳ", "j": "ҷ", "q": "қ", "shch": "шч", "ts": "тс", "w": "в"},
    "uk": CYRILLIC | {"h": "г", "i": "і", "y": "и", "ye": "є", "yi": "ї", "ie": "є", "g": "ґ"},
    "bg": CYRILLIC | {"sht": "щ", "yu": "ю", "ya": "я", "y": "й", "h": "х"},
}
LONGEST_SPELLING = 4


def in_passport(text: str) -> str:
    """A Cyrillic name in the Latin letters that a passport has: a proposal, to be corrected.

    Capitals are as they were, of a name that is all in capitals too.
    """
    composed = unicodedata.normalize("NFC", text)
    is_shouted = composed.isupper() and len(composed) > 1
    spelled = "".join(
        _capitalized(PROPOSED[letter.lower()], letter) if letter.lower() in PROPOSED else letter
        for letter in composed
    )
    return spelled.upper() if is_shouted else spelled


def in_cyrillic(text: str, language: str) -> str:
    """A Latin name in the Cyrillic letters of a language: a proposal, to be corrected; "" where
    nothing can be said of the language.
    """
    letters = CYRILLIC_OF.get(language)
    if letters is None:
        return ""
    composed = unicodedata.normalize("NFC", text)
    spelled, position = "", 0
    while position < len(composed):
        taken = _longest(composed[position:], letters)
        if taken:
            spelled += _capitalized(letters[taken.lower()], taken)
        position += len(taken) or 1
        spelled += "" if taken else composed[position - 1]
    return spelled.upper() if composed.isupper() and len(composed) > 1 else spelled


def _longest(text: str, letters: dict[str, str]) -> str:
    for length in range(min(LONGEST_SPELLING, len(text)), 0, -1):
        if text[:length].lower() in letters:
            return text[:length]
    return ""


def _capitalized(spelled: str, letters: str) -> str:
    return spelled.capitalize() if letters[:1].isupper() else spelled
