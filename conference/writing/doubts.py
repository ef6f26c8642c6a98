"""What is said of a text that may not be meant as it stands. Pure.

The same words in form and import: one function makes them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

# As many as make a text recognized; a name in the wrong script would list all its letters.
MOST_NAMED = 3
LONGEST_QUOTED = 80
MONGOLIAN = range(0x1800, 0x18B0)


class DoubtKind(StrEnum):
    REFUSED = "refused"
    DAMAGED = "damaged"
    """Nobody can mean it so: there is a question, and "right as it is" is no answer to it."""
    ASKED = "asked"


class DoubtCode(StrEnum):
    """The kind of question, as its normal form has it: stored with answers, never renamed."""

    UNPRINTABLE = "unprintable"
    LOST = "lost"
    QUESTION_MARKS = "question-marks"
    MOJIBAKE = "mojibake"
    ENCODED = "encoded"
    SIGNS = "signs"
    DIRECTION = "direction"
    STYLED = "styled"
    MIXED = "mixed"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`reason` continues the name of the field: "Given name" + "has …".

    `perhaps` is what the text may have been, "" where nobody can tell; it is never applied.
    `bare` is the text without what nobody sees in it: an answer can take that out.
    """

    kind: DoubtKind
    code: DoubtCode
    text: str
    reason: str
    perhaps: str = ""
    bare: str = ""

    @property
    def key(self) -> str:
        """The question in normal form: whoever answers it answers for this text, and no other."""
        return f"{self.code}:{self.text}"

    @property
    def is_refused(self) -> bool:
        return self.kind == DoubtKind.REFUSED

    @property
    def may_be_right(self) -> bool:
        return self.kind == DoubtKind.ASKED

    @property
    def words(self) -> str:
        """The reason, with what was perhaps meant."""
        if not self.perhaps:
            return self.reason
        return _("%(reason)s; perhaps “%(perhaps)s”") % {
            "reason": self.reason,
            "perhaps": shortened(self.perhaps),
        }

    @property
    def sentence(self) -> str:
        """Beside the field, which has a label already."""
        return f"{self.words[:1].upper()}{self.words[1:]}."


def asked(code: DoubtCode, text: str, reason: str, perhaps: str = "") -> Doubt:
    return Doubt(DoubtKind.ASKED, code, text, reason, perhaps if perhaps != text else "")


def damaged(code: DoubtCode, text: str, reason: str) -> Doubt:
    return Doubt(DoubtKind.DAMAGED, code, text, reason)


def refused(text: str, characters: Sequence[str]) -> Doubt:
    """A text with characters that no badge can show."""
    if is_traditional_mongolian(characters):
        reason = _("has %s, which cannot be printed; Mongolian is printed in Cyrillic letters")
    else:
        reason = _("has %s, which cannot be printed: no font has it; write it differently")
    letters = with_codes(characters)
    return Doubt(DoubtKind.REFUSED, DoubtCode.UNPRINTABLE, text, reason % letters)


def is_traditional_mongolian(characters: Iterable[str]) -> bool:
    """It runs downwards, which no badge does; Cyrillic is as official in Mongolia."""
    return any(ord(character) in MONGOLIAN for character in characters)


def hidden_marks(text: str, marks: Sequence[str]) -> Doubt:
    """A text with direction marks, which copying leaves behind and which show nowhere."""
    codes = ", ".join(f"U+{ord(mark):04X}" for mark in dict.fromkeys(marks))
    bare = " ".join("".join(letter for letter in text if letter not in marks).split())
    reason = _("has a hidden direction mark (%s)")
    return Doubt(DoubtKind.ASKED, DoubtCode.DIRECTION, text, reason % codes, bare=bare)


def first_open(doubts: Iterable[Doubt], answered: Collection[str]) -> Doubt | None:
    """The first that nobody has answered with "right as it is", or that cannot be right."""
    return next((each for each in doubts if not (each.may_be_right and each.key in answered)), None)


def with_codes(characters: Iterable[str]) -> str:
    """`“а” (U+0430), “о” (U+043E)`, and how many more."""
    distinct = list(dict.fromkeys(characters))
    named = ", ".join(map(_with_code, distinct[:MOST_NAMED]))
    more = len(distinct) - MOST_NAMED
    if more <= 0:
        return named
    return _("%(letters)s and %(count)d more") % {"letters": named, "count": more}


def _with_code(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"“{character}” ({code})" if character.isprintable() else code


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
