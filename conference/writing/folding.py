"""What a text is compared and searched as. Pure functions.

`fold` is the one folding of the installation: whatever is compared without regard to case, accents
or spelling habits goes through it, on both sides.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from conference.writing.transliteration import latin_spellings

# They part: al-Sayed.
DASHES = str.maketrans(dict.fromkeys("-‐‑‒–—―−־֊", " "))
# Letters that no decomposition leads to their base, after casefolding.
LOOKALIKES = str.maketrans(
    # Tajik and its neighbours; ӣ, ӯ, ў, ё, ї and й decompose.
    dict(zip("ғқҳҷңөүұәһіґєњљћђ", "гкхчноууахигенлчд", strict=True))
    | dict(zip("øłđðħŧŋıəĸƙɓɗ", "olddhtniakkbd", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    # Arabic: one alef, one yeh, one kaf, one heh; a hamza alone is not written by everyone.
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك"}
    | {"ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": ""}
    # Apostrophes join: O'Brien, Ra'no, o'zbek.
    | dict.fromkeys("'`´‘’‛′ʹʻʼʽʾʿˈˮꞌ׳״", "")
)
LOOKALIKES |= DASHES
# As German and the Nordic languages write them where they lack the letter: Zuercher, Aabo, Oester.
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)
# Of a query: “NAGY, Zsolt (Hungary)” is copied from a list.
AROUND_WORDS = '.,;:!?()[]{}<>/"“”„«»'
LETTERS_OF_A_TRIGRAM = 3

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


def search_text(*parts: str, names: Iterable[str] = ()) -> str:
    """The words of all parts, folded, with their other spellings; each word once.

    `names` are whole names, among the parts or not: they are found written in one as well, because
    Al-Sada, Al Sada and Alsada are one name.
    """
    words: dict[str, None] = {}
    for part in filter(None, parts):
        words.update(dict.fromkeys(_words_and_spellings(part)))
    for name in names:
        words.update(dict.fromkeys(_written_in_one(name)))
    return " ".join(words)


@lru_cache(maxsize=4096)
def _words_and_spellings(part: str) -> tuple[str, ...]:
    """Remembered: a delegation's names are part of each of its delegates' texts."""
    return tuple(word for spelling in spellings(part) for word in spelling.split())


def _written_in_one(name: str) -> Iterator[str]:
    for spelling in spellings(name):
        if " " in spelling:
            yield spelling.replace(" ", "")


def spellings(text: str) -> tuple[str, ...]:
    """The text folded, with ä as a and as ae, and in Latin letters; each once.

    None is empty: a soft sign alone is nothing in Latin letters.
    """
    found = [fold(text)]
    composed = unicodedata.normalize("NFC", text)
    if (spelled_out := composed.translate(SPELLED_OUT)) != composed:
        found.append(fold(spelled_out))
    if not text.isascii():
        found += map(fold, latin_spellings(text))
    return tuple(dict.fromkeys(filter(None, found)))


class SearchWord(NamedTuple):
    """A word of a query: what is searched for is one of its `forms`, as typed the first."""

    forms: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """A trigram index does not find it."""
        return min(map(len, self.forms)) < LETTERS_OF_A_TRIGRAM


def search_words(query: str) -> list[SearchWord]:
    """A row is found when its search text contains a form of each of them."""
    words = {}
    for part in query.translate(DASHES).split():
        forms = [form.strip(AROUND_WORDS) for form in spellings(part)] or [""]
        whole = [forms] if " " not in forms[0] else [[word] for word in forms[0].split()]
        for word in whole:
            if found := tuple(form for form in dict.fromkeys(word) if form and " " not in form):
                words[found[0]] = SearchWord(found)
    return list(words.values())


def has_only_short_words(query: str) -> bool:
    """Too little to look for within texts: only what begins so is meant."""
    words = search_words(query)
    return bool(words) and all(word.is_short for word in words)


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
