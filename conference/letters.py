"""Whether a text can be printed, and is meant as it stands: one judge for forms and imports.

Design decision 6: what no font can show is refused; damaged and foreign letters are asked about.
"""

from collections.abc import Collection, Iterator
from enum import Enum, auto

from conference.pdf.coverage import unprintable
from conference.writing.damage import damage, replaced
from conference.writing.doubts import Doubt, first_open, hidden_marks, refused
from conference.writing.lines import DIRECTION_MARKS
from conference.writing.scripts import LATIN, foreign_letters, name_scripts


class Written(Enum):
    """What a text is, and so what may stand in it."""

    LATIN_NAME = auto()
    """A person's name as in the passport."""
    OWN_NAME = auto()
    """A person's name in the script of a language."""
    NAME = auto()
    """A person's name as the person wants it."""
    WORDS = auto()
    """In any language: a function, the name of a delegation, a title."""


def judge(
    text: str, written: Written, *, language: str = "", answered: Collection[str] = ()
) -> Doubt | None:
    """What is to be said of a text that a badge shows, or nothing: the first thing if several.

    `answered` are the keys of questions that somebody answered with "right as it is".
    """
    return first_open(doubts(text, written, language=language), answered)


def doubts(text: str, written: Written, *, language: str = "") -> Iterator[Doubt]:
    """All that is to be said of the text, what is refused first. `language` is an own name's."""
    characters = unprintable(text)
    if characters:
        yield refused(text, characters)
    marks = [character for character in text if character in DIRECTION_MARKS]
    if marks and written != Written.WORDS:
        yield hidden_marks(text, marks)
    yield from damage(text, is_name=written != Written.WORDS)
    yield from foreign_letters(text, scripts=_scripts(written, language))


def never_right(text: str) -> Doubt | None:
    """What stops a text whoever writes it, and whatever was answered."""
    characters = unprintable(text)
    return refused(text, characters) if characters else replaced(text)


def _scripts(written: Written, language: str) -> frozenset[str] | None:
    if written == Written.LATIN_NAME:
        return LATIN
    return name_scripts(language) if written == Written.OWN_NAME else None
