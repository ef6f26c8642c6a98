"""People's input, a line or a text: cleaned of what copying leaves behind, or refused in words."""

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

# What copying from a word processor, a PDF or a web page leaves behind; it shows nowhere. So do
# invisible operators, notes between lines, tags and formatting that Unicode has given up.
COPYING_DEBRIS: dict[int, None] = dict.fromkeys(
    [
        *(0x00AD, 0x200B, 0x2060, *range(0x2061, 0x2065), *range(0x206A, 0x2070), 0xFEFF),
        *(*range(0xFFF9, 0xFFFC), 0xE0001, *range(0xE0020, 0xE0080)),
    ]
)
# They turn round what follows them, whatever it is.
OVERRIDES = {"\u202d", "\u202e"}
# Without letters of the other direction these do nothing: in names they are asked about, elsewhere
# they are taken out.
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
WITHOUT_DIRECTION: dict[int, None] = dict.fromkeys(map(ord, DIRECTION_MARKS))
LINE_ENDS = re.compile("\r\n|[\n\v\f\r\u0085\u2028\u2029]")
SPACES = re.compile("[\t\n\v\f\r\u0085\u2028\u2029 \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
JOINERS = re.compile("[\u200c\u200d]+")
FULL_JOINER = "\u200d"
VIRAMA = 9
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
MARKS_REASON = _("has too many accents piled on one letter ({letter}); type the text again")
LENGTH_REASON = _("is longer than {limit} characters ({length}); shorten it")


def clean_line(text: str, *, limit: int = LINE_LENGTH, is_asked_about: bool = False) -> str:
    """`text` composed (NFC), trimmed, spaces and line ends squeezed to single spaces.

    What nobody sees and what carries nothing is taken out: debris of copying, joiners where no
    letters join, direction marks unless somebody `is_asked_about` them afterwards.
    Raises ValueError for what nobody types on purpose; its message continues the name of the
    field: "Given name" + "contains a control character (U+0007); …".
    """
    # A cell can hold a megabyte: look at its length before walking through it.
    if len(text) > limit * 4:
        raise _refusal(LENGTH_REASON, limit=limit, length=len(text))
    text = text.translate(COPYING_DEBRIS if is_asked_about else COPYING_DEBRIS | WITHOUT_DIRECTION)
    text = JOINERS.sub(_joiner, text)
    line = SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    if len(line) > limit:
        raise _refusal(LENGTH_REASON, limit=limit, length=len(line))
    if line.isascii() and line.isprintable():
        return line
    for character in line:
        _check_character(character)
    _check_marks(line)
    return line


def clean_text(text: str, *, limit: int | None = None) -> str:
    """Paragraphs of `text`, with each line as `clean_line` has one, however long it is; all of it
    no longer than the limit.

    What orders words of both directions stays: whole sentences may need it. Raises ValueError as
    `clean_line` does.
    """
    if limit and len(text) > limit:
        raise _refusal(LENGTH_REASON, limit=limit, length=len(text))
    lines = LINE_ENDS.split(text)
    # Composing makes a letter three at most.
    limit = 3 * max(map(len, lines))
    return "\n".join(clean_line(line, limit=limit, is_asked_about=True) for line in lines)


def _joiner(found: re.Match[str]) -> str:
    """The first of a run where letters join or are kept from it, or where it shapes a letter: a
    Malayalam chillu, at the end of a word too.
    """
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    joins = {_script(before), _script(after)} <= CURSIVE_OR_INDIC
    shapes = found[0][0] == FULL_JOINER and unicodedata.combining(before) == VIRAMA
    return found[0][0] if joins or shapes else ""


def without_hidden(text: str) -> str:
    """A telephone number or an address without what nobody sees in it: copying brings it along."""
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return SPACES.sub(" ", "".join(seen)).strip(" ")


def _check_character(character: str) -> None:
    """What is invisible and still there has been judged: joiners, marks that are asked about."""
    category = unicodedata.category(character)
    if character in OVERRIDES:
        raise _refusal(BIDI_REASON, code=_code(character))
    if character in DIRECTION_MARKS or JOINERS.match(character):
        return
    if category in REASONS and not (category == "Cn" and not _is_noncharacter(character)):
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
