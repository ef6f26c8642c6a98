"""What a spreadsheet is to us: lines of texts, and what is odd about some of them."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from conference.errors import DomainError

MOST_BYTES = 20 * 2**20
MOST_LINES = 50_000
MOST_COLUMNS = 200
# Empty ones that only hold formatting are cells too.
MOST_CELLS = 3_000_000
MOST_CHARACTERS = 50_000_000

NOTHING_ODD: Mapping[int, "Oddity"] = MappingProxyType({})


class SpreadsheetError(DomainError):
    """The file as a whole cannot be read. The message says what is wrong and what to do."""


class Oddity(enum.Enum):
    """Why the text of a cell is not what somebody typed."""

    FORMULA = "formula"
    ERROR = "error"
    DATE = "date"
    LONG_NUMBER = "long_number"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `line` counts as a spreadsheet program does, from 1; `oddities` by cell index."""

    line: int
    cells: tuple[str, ...]
    oddities: Mapping[int, Oddity] = field(default_factory=lambda: NOTHING_ODD)

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells) and not self.oddities


@dataclass(frozen=True)
class OpenSheet:
    """As it is read, line by line: what is wrong with a later one is known only then."""

    rows: Iterator[Row]
    name: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The lines that hold something. `name` and `others` are blank for a .csv file."""

    rows: list[Row]
    name: str = ""
    others: tuple[str, ...] = ()
