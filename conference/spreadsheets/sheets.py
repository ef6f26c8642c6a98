"""What a spreadsheet is to us: lines of texts, and what is odd about some of them."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from conference.errors import DomainError

MOST_BYTES = 20 * 2**20
MOST_LINES = 50_000
MOST_COLUMNS = 200
# Empty ones that only hold formatting are cells too. Of all sheets of a workbook together.
MOST_CELLS = 3_000_000
MOST_CHARACTERS = 50_000_000

NOTHING_ODD: Mapping[int, "Oddity"] = MappingProxyType({})


class SpreadsheetError(DomainError):
    """The file as a whole cannot be read. The message says what is wrong and what to do."""


class Oddity(enum.Enum):
    """Why the text of a cell is not what somebody typed, or not what its reader sees."""

    FORMULA = "formula"
    """The text is what the program that saved the file worked out."""
    UNCALCULATED = "uncalculated"
    """A formula that no program has worked out yet."""
    ERROR = "error"
    DATE = "date"
    BOOLEAN = "boolean"
    LONG_NUMBER = "long_number"
    SHOWN_OTHERWISE = "shown_otherwise"
    """A number that its format shows with other signs: 50%, 037 221 2345."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `line` counts as a spreadsheet program does, from 1; `oddities` by cell index.

    Hidden ones are rows that were hidden or filtered out when the file was saved.
    """

    line: int
    cells: tuple[str, ...]
    oddities: Mapping[int, Oddity] = field(default_factory=lambda: NOTHING_ODD)
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        """An error of the program is seen in its cell, though it has no text."""
        return (
            not any(cell.strip() for cell in self.cells)
            and Oddity.ERROR not in self.oddities.values()
            and Oddity.UNCALCULATED not in self.oddities.values()
        )


@dataclass(frozen=True)
class OpenSheet:
    """As it is read, line by line: what is wrong with a later one is known only then.

    `refusal` says in words why the sheet is not read, while others of the file are.
    """

    rows: Iterator[Row]
    name: str = ""
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    refusal: str = ""


@dataclass(frozen=True)
class Sheet:
    """The lines that hold something. `name` is blank for a .csv file."""

    rows: list[Row]
    name: str = ""
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    refusal: str = ""
