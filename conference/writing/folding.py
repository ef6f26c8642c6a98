"""What a text is compared and searched as. Pure functions.

`fold` is the one folding of the installation: whatever is compared without regard to case, accents
or spelling habits goes through it, on both sides.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from conference.writing.transliteration import latin_spellings

# Letters that no decomposition leads to their base, after casefolding.
LOOKALIKES = str.maketrans(
    # Tajik and its neighbours; ӣ, ӯ, ў, ё, ї and й decompose.
    dict(zip("ғқҳҷңөүұәһіґєњљћђ", "гкхчноууахигенлчд", strict=True))
    | dict(zip("øłđðħŧŋıəĸƙɓɗ", "olddhtniakkbd", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    # Arabic: one alef, one yeh, one kaf, one heh; a hamza alone is not written by everyone.
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك"}
    | {"ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": ""}
    # Apostrophes join (O'Brien, Ra'no, o'zbek), dashes part (al-Sayed).
    | dict.fromkeys("'`´‘’‛′ʹʻʼʽʾʿˈˮꞌ׳״", "")
    | dict.fromkeys("-‐‑‒–—―−־֊", " ")
)

# A vowel sign or a virama of an Indic or South-East Asian script is part of the spelling, and so is
# the voicing mark of kana: only these marks stay.
KEPT_MARK_CLASSES = {0, 8, 9}
PUNCTUATION = re.compile(r"[\W_]+")
# Marks are put into their order by the square of their number: no language has more on a letter.
# Source: UAX #15, "Stream-Safe Text Format".
MARKS_ON_A_LETTER = 30
# Until then that takes no time.
HARMLESS = 1_000
VARIATION = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def fold(text: str) -> str:
    """`text` without case, accents, compatibility forms and spelling habits; spaces squeezed.

    Раҳмон, РАҲМОН and рахмон are one, and so are Müller and MULLER, al-Sayed and Al Sayed.
    Folding twice changes nothing.
    """
    if text.isascii():
        # Nothing to decompose: the same result, twenty times as fast on lists of thousands.
        return " ".join(text.lower().translate(LOOKALIKES).split())
    if len(text) > HARMLESS:
        text = "".join(_with_few_marks(text))
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    spelled = "".join(map(_bare, decomposed)).translate(LOOKALIKES)
    return " ".join(unicodedata.normalize("NFC", spelled).split())


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS_ON_A_LETTER:
            yield letter


def search_text(*parts: str) -> str:
    """The words of all parts, folded, with their Latin spellings; each word once."""
    words: dict[str, None] = {}
    for part in filter(None, parts):
        words.update(dict.fromkeys(_words_and_spellings(part)))
    return " ".join(words)


@lru_cache(maxsize=4096)
def _words_and_spellings(part: str) -> tuple[str, ...]:
    """Remembered: a delegation's names are part of each of its delegates' texts."""
    found = fold(part).split()
    for spelling in latin_spellings(part):
        found += fold(spelling).split()
    return tuple(dict.fromkeys(found))


def search_words(query: str) -> list[str]:
    """The words of a query; a row is found when its search text contains every one of them."""
    return list(dict.fromkeys(fold(query).split()))


@lru_cache(maxsize=8192)
def _bare(character: str) -> str:
    """Nothing for a mark or an invisible character, 0–9 for a digit of any script."""
    category = unicodedata.category(character)
    if category == "Cf" or VARIATION.match(character):
        return ""
    if category == "Mn" and unicodedata.combining(character) not in KEPT_MARK_CLASSES:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character


def word_key(text: str) -> str:
    """What a heading or a word of a list is compared by: folded, without spaces, punctuation."""
    return PUNCTUATION.sub("", fold(text))
