"""From the text of a cell to what its author asks for: leave alone, clear, or this value."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from conference.spreadsheets import Oddity, Row, unguarded
from conference.writing.lines import clean_line
from delegates.columns import COLUMNS, Heading, Holds
from delegates.importing.report import Problem, shortened
from delegates.models import Delegate

CLEARING = "-"
FORMULA = "="
ROUNDED = re.compile(r"[0-9][0-9.,]*E\+?[0-9]+", re.IGNORECASE)
LONGEST_WORD = 300


class Clear(enum.Enum):
    """The cell holds a lone hyphen: empty the field."""

    CLEAR = "clear"


CLEAR: Final = Clear.CLEAR
Asked = Mapping[str, str | Clear]


@dataclass(frozen=True)
class Line:
    """One row of the file. A column that is absent or blank is not in `asked`: leave it alone."""

    line: int
    asked: Asked
    problems: tuple[Problem, ...]

    def text(self, column: str) -> str:
        """The text asked for; "" where nothing is, or where the field is to be cleared."""
        value = self.asked.get(column, "")
        return "" if isinstance(value, Clear) else value


def line_of(row: Row, heading: Heading) -> Line:
    asked: dict[str, str | Clear] = {}
    problems = []
    for column, index in heading.places.items():
        text = row.cells[index] if index < len(row.cells) else ""
        try:
            value = _asked(column, text, row.oddities.get(index))
        except ValueError as error:
            problems.append(Problem(row.line, column, shortened(text), str(error)))
            continue
        if value != "":
            asked[column] = value
    return Line(row.line, asked, tuple(problems))


def _asked(column: str, text: str, oddity: Oddity | None) -> str | Clear:
    """Raises ValueError with the reason why nobody can have meant the cell so."""
    if oddity is not None:
        raise ValueError(_odd(oddity))
    typed = text.strip()
    if typed == CLEARING:
        if not COLUMNS[column].can_be_cleared:
            raise ValueError(_("cannot be cleared; leave the cell blank to keep what is there"))
        return CLEAR
    if typed.startswith(FORMULA):
        raise ValueError(_("is a formula; type the text itself"))
    if COLUMNS[column].looks_like_a_number and ROUNDED.fullmatch(typed):
        raise ValueError(
            _("was rounded by a spreadsheet program; format the column as text and type it again")
        )
    return clean_line(unguarded(typed), limit=longest(column))


def _odd(oddity: Oddity) -> str:
    return {
        Oddity.FORMULA: _("is a formula; type the text itself"),
        Oddity.ERROR: _("is an error of the spreadsheet; type the text itself"),
        Oddity.DATE: _("is a date; format the cell as text and type it again"),
        Oddity.LONG_NUMBER: _("is a number too long to be exact; format the cell as text"),
    }[oddity]


def longest(column: str) -> int:
    """Characters that the field holds; words for something else are bounded too."""
    if COLUMNS[column].holds != Holds.TEXT:
        return LONGEST_WORD
    return Delegate._meta.get_field(column).max_length or LONGEST_WORD  # type: ignore[union-attr]
