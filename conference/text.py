"""What a text is compared, searched and printed as. Pure functions.

`fold` is the one folding of the installation: whatever is compared without regard to case, accents
or spelling habits goes through it, on both sides.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from conference.transliteration import latin_spellings

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
VARIATION = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def fold(text: str) -> str:
    """`text` without case, accents, compatibility forms and spelling habits; spaces squeezed.

    Раҳмон, РАҲМОН and рахмон are one, and so are Müller and MULLER, al-Sayed and Al Sayed.
    Folding twice changes nothing.
    """
    if text.isascii():
        # Nothing to decompose: the same result, twenty times as fast on lists of thousands.
        return " ".join(text.lower().translate(LOOKALIKES).split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    spelled = "".join(map(_bare, decomposed)).translate(LOOKALIKES)
    return " ".join(unicodedata.normalize("NFC", spelled).split())


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


# One line of people's input

LINE_LENGTH = 300
MARKS_ON_A_LETTER = 4
# Vowels, tones and points of these scripts are marks themselves.
MARKS_IN_A_POINTED_SCRIPT = 8

# What copying from a word processor, a PDF or a web page leaves behind; it shows nowhere.
COPYING_DEBRIS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SPACES = re.compile("[\t\n\v\f\r\u0085\u2028\u2029 \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
JOINERS = {"\u200c", "\u200d"}
CURSIVE_OR_INDIC = {
    "ARABIC", "SYRIAC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI",
    "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR",
}  # fmt: skip
POINTED = CURSIVE_OR_INDIC | {"HEBREW", "THAANA", "THAI", "LAO", "TIBETAN"}

REASONS = {
    "Cc": _("contains a control character ({code}); delete it or type the text again"),
    "Cs": _("is damaged: it contains half a character ({code}); type the text again"),
    "Co": _("contains a private character ({code}) that only one font can show; type it again"),
    "Cn": _("contains a code that is not a character ({code}); type the text again"),
    "Cf": _("contains a hidden formatting character ({code}); type the text again"),
}
BIDI_REASON = _(
    "contains a hidden direction control ({code}) that can turn the text round; type it again"
)
JOINER_REASON = _("contains a hidden joiner ({code}) where no letters join; type the text again")
MARKS_REASON = _("has too many accents piled on one letter ({letter}); type the text again")
LENGTH_REASON = _("is longer than {limit} characters ({length}); shorten it")


def clean_line(text: str, *, limit: int = LINE_LENGTH) -> str:
    """`text` composed (NFC), trimmed, spaces and line ends squeezed to single spaces.

    Raises ValueError for what nobody types on purpose; its message continues the name of the
    field: "Given name" + "contains a control character (U+0007); …".
    """
    # A cell can hold a megabyte: look at its length before walking through it.
    if len(text) > limit * 4:
        raise _refusal(LENGTH_REASON, limit=limit, length=len(text))
    line = SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(COPYING_DEBRIS))).strip(" ")
    if len(line) > limit:
        raise _refusal(LENGTH_REASON, limit=limit, length=len(line))
    if line.isascii() and line.isprintable():
        return line
    for before, character, after in zip(" " + line, line, line[1:] + " ", strict=False):
        _check_character(character, before=before, after=after)
    _check_marks(line)
    return line


def _check_character(character: str, *, before: str, after: str) -> None:
    category = unicodedata.category(character)
    if character in BIDI_CONTROLS:
        raise _refusal(BIDI_REASON, code=_code(character))
    if character in JOINERS:
        if not {_script(before), _script(after)} <= CURSIVE_OR_INDIC:
            raise _refusal(JOINER_REASON, code=_code(character))
    elif category in REASONS and not (category == "Cn" and not _is_noncharacter(character)):
        raise _refusal(REASONS[category], code=_code(character))


def _check_marks(line: str) -> None:
    for letter, marks in _clusters(line):
        pointed = _script(letter) in POINTED
        if len(marks) > (MARKS_IN_A_POINTED_SCRIPT if pointed else MARKS_ON_A_LETTER):
            raise _refusal(MARKS_REASON, letter=letter)


def _clusters(line: str) -> Iterator[tuple[str, str]]:
    """Each letter with the marks that are stacked on it."""
    letter, marks = " ", ""
    for character in line:
        if unicodedata.category(character).startswith("M"):
            marks += character
        else:
            yield letter, marks
            letter, marks = character, ""
    yield letter, marks


def _script(character: str) -> str:
    """The script as Unicode names it, ARABIC for ARABIC LETTER BEH."""
    return unicodedata.name(character, "").partition(" ")[0]


def _is_noncharacter(character: str) -> bool:
    return 0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _refusal(reason: StrPromise, **values: object) -> ValueError:
    return ValueError(format_lazy(reason, **values))


# Capitals

GREEK_CLUSTER = re.compile("[\u0370-\u03ff][\u0300-\u036f]+")
GREEK_ACCENTS = dict.fromkeys(map(ord, "\u0300\u0301\u0313\u0314\u0342"))
# An accent on the first vowel of a pair says that the two are not one sound: Μάιος, ΜΑΪΟΣ.
GREEK_PARTED_VOWELS = re.compile("([αεουΑΕΟΥ][\u0300\u0301])([ιυ])(?!\u0308)")
# Eclipsis, t- and h- stay small: Mac an tSaoir, MAC AN tSAOIR.
IRISH_PREFIX = re.compile(r"\b(bhF|bP|dT|gC|mB|nD|nG|[nth]-?[AEIOUÁÉÍÓÚ]|tS)")
GEORGIAN = re.compile("([\u10d0-\u10ff]+)")
SPECIAL_CAPITALS: Mapping[str, Mapping[int, str]] = {
    "az": {ord("i"): "İ", ord("ı"): "I"},
    "tr": {ord("i"): "İ", ord("ı"): "I"},
    "hy": {ord("և"): "ԵՎ"},
}


def upper_name(text: str, language: str | None = None) -> str:
    """A family name in capitals, by the rules of its language where Unicode leaves them to it.

    ß becomes ẞ: the capital that German spelling has had since 2017, so that Weiß and Weiss stay
    two names. Greek loses its accents and keeps its diaeresis. Georgian stays as it is (its
    capitals are for headlines); scripts without case do anyway. Turkish, Azerbaijani, Armenian and
    Irish rules need `language` (any tag).
    """
    name = (language or "").replace("_", "-").partition("-")[0].lower()
    composed = unicodedata.normalize("NFC", text).translate(SPECIAL_CAPITALS.get(name, {}))
    pieces = GEORGIAN.split(_without_tonos(composed).replace("ß", "ẞ"))
    # Odd pieces are the Georgian ones.
    capitals = "".join(
        piece if index % 2 else _upper(piece, keep_prefixes=name == "ga")
        for index, piece in enumerate(pieces)
    )
    return unicodedata.normalize("NFC", capitals)


def _upper(text: str, *, keep_prefixes: bool) -> str:
    if not keep_prefixes:
        return text.upper()
    parts = IRISH_PREFIX.split(text)
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(parts))


def _without_tonos(text: str) -> str:
    parted = GREEK_PARTED_VOWELS.sub("\\1\\2\u0308", unicodedata.normalize("NFD", text))
    bare = GREEK_CLUSTER.sub(lambda cluster: cluster[0].translate(GREEK_ACCENTS), parted)
    return unicodedata.normalize("NFC", bare)
