"""Looking over the XML of a workbook: which sheets, how large, where formulas stand.

Expat streams through it; document types are refused, so no entity is ever expanded.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from conference.spreadsheets.archives import damaged
from conference.spreadsheets.sheets import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    Oddity,
    SpreadsheetError,
)

# calamine reads small letters too: what stands here must be seen as it sees it.
PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
# Excel itself holds no longer text in a cell.
LONGEST_TEXT = 40_000

Attributes = Mapping[str, str]
Started = Callable[[str, Attributes], None]


@dataclass(frozen=True)
class SheetEntry:
    name: str
    relation: str
    is_visible: bool


@dataclass
class CellFacts:
    """Line to cell index to what calamine's values do not tell."""

    oddities: dict[int, dict[int, Oddity]] = field(default_factory=dict)

    def note(self, line: int, column: int, oddity: Oddity) -> None:
        self.oddities.setdefault(line, {}).setdefault(column, oddity)


def sheets_of(workbook: bytes) -> list[SheetEntry]:
    """The sheets in the workbook's order."""
    found: list[SheetEntry] = []

    def started(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            is_visible = attributes.get("state", "visible") == "visible"
            found.append(SheetEntry(attributes.get("name", ""), relation, is_visible))

    _walk(workbook, started)
    return found


def relations(part: bytes) -> dict[str, str]:
    """Relation id to the name of the part inside the workbook; links outside are left out."""
    found: dict[str, str] = {}

    def started(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    _walk(part, started)
    return found


def shared_lengths(part: bytes) -> list[int]:
    """The length of each shared text, in order."""
    lengths: list[int] = []

    def started(name: str, attributes: Attributes) -> None:
        if name == "si":
            lengths.append(0)
            _check_cells(len(lengths))

    def said(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _walk(part, started, said=said)
    if max(lengths, default=0) > LONGEST_TEXT:
        raise _too_long()
    return lengths


def look_over_sheet(part: bytes, lengths: list[int]) -> CellFacts:
    """Check the sheet's size before anything is laid out in memory, and find its formulas.

    Two cells at opposite corners make a reader lay out every cell between them.
    """
    scan = _SheetScan(lengths)
    _walk(part, scan.started, ended=scan.ended, said=scan.said)
    return scan.facts


class _SheetScan:
    def __init__(self, lengths: list[int]) -> None:
        self.facts = CellFacts()
        self._lengths = lengths
        self._cells = 0
        self._characters = 0
        self._line = 0
        self._column = -1
        self._type = ""
        self._value: list[str] | None = None

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._enter_cell(attributes)
        elif name == "row":
            self._line = _number(attributes.get("r"), self._line + 1)
            self._column = -1
            _check_lines(self._line)
        elif name == "f":
            self.facts.note(self._line, self._column, Oddity.FORMULA)
        elif name == "v":
            self._value = []

    def said(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)
        self._add(len(text))

    def ended(self, name: str) -> None:
        if name == "v" and self._value is not None:
            value = "".join(self._value)
            self._value = None
            if self._type == "s":
                index = _number(value, default=len(self._lengths))
                if index >= len(self._lengths):
                    raise damaged()
                self._add(self._lengths[index])
            if self._type == "e":
                self.facts.note(self._line, self._column, Oddity.ERROR)

    def _enter_cell(self, attributes: Attributes) -> None:
        self._type = attributes.get("t", "n")
        self._cells += 1
        _check_cells(self._cells)
        if "r" in attributes:
            place = PLACE.fullmatch(attributes["r"])
            if place is None:
                raise damaged()
            self._column = _column_index(place[1].upper())
            self._line = int(place[2])
        else:
            self._column += 1
        _check_lines(self._line)
        if self._column >= MOST_COLUMNS:
            raise SpreadsheetError(
                _("The sheet has more than %d columns. Copy the table into the template.")
                % MOST_COLUMNS
            )

    def _add(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise _too_long()


def _check_lines(line: int) -> None:
    if line > MOST_LINES:
        raise SpreadsheetError(
            _(
                "The sheet has more than %d rows. Split it, or delete the empty rows below the"
                " table: they hold formatting."
            )
            % MOST_LINES
        )


def _check_cells(count: int) -> None:
    """Of the sheet, or of the texts that its cells share."""
    if count > MOST_CELLS:
        raise SpreadsheetError(
            _(
                "The sheet has more than %d cells. Copy the table into the template, without the"
                " formatting around it."
            )
            % MOST_CELLS
        )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _too_long() -> SpreadsheetError:
    return SpreadsheetError(
        _("The sheet holds far longer texts than a list of people can; it was not opened.")
    )


def _walk(
    part: bytes,
    started: Started,
    *,
    ended: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Call back with local names; elements' own namespaces differ between programs."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: started(_local(name), attributes)
    if ended:
        parser.EndElementHandler = lambda name: ended(_local(name))
    if said:
        parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        for chunk in _chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged() from error


def _chunks(part: bytes, size: int = 2**20) -> Iterator[bytes]:
    return (part[at : at + size] for at in range(0, len(part), size))


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_document_type(*declaration: object) -> None:
    raise damaged()
