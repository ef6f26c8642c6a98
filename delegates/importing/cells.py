"""From the text of a cell to what its author asks for: leave alone, clear, or this value."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from conference.letters import Written
from conference.spreadsheets import Oddity, unguarded
from conference.writing.lines import clean_line, without_hidden
from delegates.columns import COLUMNS, Holds
from delegates.importing.reading.rows import FileRow
from delegates.importing.report import Problem, shortened
from delegates.importing.words import CLEARING
from delegates.letters import printed_texts
from delegates.models import Delegate

FORMULA = "="
ROUNDED = re.compile(r"[0-9][0-9.,]*E\+?[0-9]+", re.IGNORECASE)
LONGEST_WORD = 300
# Enough of a cell to see that it is too long: to sort the marks of one letter takes time in the
# square of their number.
LONGEST_CELL = 2000


class Clear(enum.Enum):
    """The cell holds a lone hyphen: empty the field."""

    CLEAR = "clear"


CLEAR: Final = Clear.CLEAR
Asked = Mapping[str, str | Clear]


@dataclass(frozen=True)
class Line:
    """One row of the file. A column that is absent or blank is not in `asked`: leave it alone.

    `section` is what the file lists its delegation under.
    """

    line: int
    asked: Asked
    problems: tuple[Problem, ...]
    section: str = ""

    def text(self, column: str) -> str:
        """The text asked for; "" where nothing is, or where the field is to be cleared."""
        value = self.asked.get(column, "")
        return "" if isinstance(value, Clear) else value


def line_of(row: FileRow) -> Line:
    asked: dict[str, str | Clear] = {}
    problems = []
    for column in dict.fromkeys([*row.texts, *row.oddities]):
        if column not in COLUMNS.by_name:
            continue
        text = row.texts.get(column, "")
        try:
            value = _asked(column, text, row.oddities.get(column))
        except ValueError as error:
            problems.append(Problem(row.number, column, shortened(text), str(error)))
            continue
        if value != "":
            asked[column] = value
    return Line(row.number, asked, tuple(problems), row.section)


def _asked(column: str, text: str, oddity: Oddity | None) -> str | Clear:
    """Raises ValueError with the reason why nobody can have meant the cell so."""
    text = text[:LONGEST_CELL]
    if oddity is not None and not _may_be_meant(column, oddity):
        raise ValueError(_odd(oddity))
    typed = text.strip()
    if typed == CLEARING:
        if not COLUMNS[column].can_be_cleared:
            raise ValueError(_("cannot be cleared; leave the cell blank to keep the value"))
        return CLEAR
    if typed.startswith(FORMULA):
        raise ValueError(_("is a formula; type the text itself"))
    if COLUMNS[column].looks_like_a_number and ROUNDED.fullmatch(typed):
        raise ValueError(
            _("was rounded by a spreadsheet program; format the column as text and type it again")
        )
    text = unguarded(typed)
    if COLUMNS[column].is_contact:
        text = without_hidden(text)
    written = printed_texts(Delegate).get(column, Written.WORDS)
    return clean_line(text, limit=longest(column), is_asked_about=written != Written.WORDS)


def _may_be_meant(column: str, oddity: Oddity) -> bool:
    """What a formula came to is taken; true and false may be words of a closed list."""
    is_time = COLUMNS[column].holds in {Holds.DATE, Holds.MOMENT}
    if is_time and oddity in {Oddity.DATE, Oddity.SHOWN_OTHERWISE}:
        return True
    if oddity == Oddity.BOOLEAN:
        return COLUMNS[column].holds == Holds.WORD
    return oddity == Oddity.FORMULA


def _odd(oddity: Oddity) -> str:
    return {
        Oddity.UNCALCULATED: _(
            "is a formula that was never worked out; open the file in a spreadsheet program and"
            " save it"
        ),
        Oddity.ERROR: _("is an error of the spreadsheet; type the text itself"),
        Oddity.DATE: _("is a date; format the cell as text and type it again"),
        Oddity.BOOLEAN: _(
            "is true or false to the spreadsheet; format the cell as text and type it again"
        ),
        Oddity.LONG_NUMBER: _("is a number too long to be exact; format the cell as text"),
        Oddity.SHOWN_OTHERWISE: _(
            "is a number that the spreadsheet displays differently, perhaps with added"
            " zeros or a sign; format the cell as text and type the correct value"
        ),
    }[oddity]


def longest(column: str) -> int:
    """Characters that the field holds; words for something else are bounded too."""
    if COLUMNS[column].holds != Holds.TEXT:
        return LONGEST_WORD
    return Delegate._meta.get_field(column).max_length or LONGEST_WORD  # type: ignore[union-attr]
