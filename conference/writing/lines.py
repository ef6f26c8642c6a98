"""One line of people's input: cleaned of what copying leaves behind, or refused in words."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

LINE_LENGTH = 300
MARKS_ON_A_LETTER = 4

# Vowels, tones and points of these scripts are marks themselves.
MARKS_IN_A_POINTED_SCRIPT = 8

# What copying from a word processor, a PDF or a web page leaves behind; it shows nowhere.
COPYING_DEBRIS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# They turn nothing round by themselves: in names they are asked about, elsewhere refused.
DIRECTION_MARKS = {"\u061c", "\u200e", "\u200f"}
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


def clean_line(text: str, *, limit: int = LINE_LENGTH, is_asked_about: bool = False) -> str:
    """`text` composed (NFC), trimmed, spaces and line ends squeezed to single spaces.

    A direction mark is refused, unless somebody `is_asked_about` it afterwards.
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
    let_in = DIRECTION_MARKS if is_asked_about else set()
    for before, character, after in zip(" " + line, line, line[1:] + " ", strict=False):
        if character not in let_in:
            _check_character(character, before=before, after=after)
    _check_marks(line)
    return line


def without_hidden(text: str) -> str:
    """A telephone number or an address without what nobody sees in it: copying brings it along."""
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return SPACES.sub(" ", "".join(seen)).strip(" ")


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
