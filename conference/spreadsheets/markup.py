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

RANGE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})")
# Digits as they are, at most parted by thousands or with decimals: no sign, zero or word is added.
PLAIN_FORMAT = re.compile(
    r"(?:general|@|(?:\[[a-z]+\])?(?:_.)?(?:\*.)?(?:#(?:[,.' \xa0]|\\.)##)?[#0](?:\.[0#]+)?(?:_.)*)"
    r"(?:;.*)?",
    re.IGNORECASE,
)
# Of the formats that have a number and no code: General, 0, 0.00, #,##0, #,##0.00 and text.
PLAIN_STYLES = {"0", "1", "2", "3", "4", "37", "38", "39", "40", "49"}

Attributes = Mapping[str, str]
Started = Callable[[str, Attributes], None]


@dataclass(frozen=True)
class SheetEntry:
    name: str
    relation: str
    is_visible: bool


@dataclass(frozen=True)
class Contents:
    """What a workbook says of itself: its sheets in order, and from when its days count."""

    sheets: list[SheetEntry]
    counts_from_1904: bool


@dataclass(frozen=True)
class Relation:
    """`kind` is the last word of its type: worksheet, sharedStrings, styles, officeDocument."""

    kind: str
    target: str


@dataclass(frozen=True)
class Merge:
    """Cells that are shown as one: the text stands in the first line of the first column."""

    first_line: int
    last_line: int
    column: int


@dataclass
class SheetFacts:
    """What calamine's values do not tell; oddities by line and cell index."""

    oddities: dict[int, dict[int, Oddity]] = field(default_factory=dict)
    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)

    def note(self, line: int, column: int, oddity: Oddity) -> None:
        self.oddities.setdefault(line, {})[column] = oddity


@dataclass
class Budget:
    """What all sheets of a workbook may hold together."""

    cells: int = 0
    characters: int = 0

    def add_cell(self) -> None:
        self.cells += 1
        _check_cells(self.cells)

    def add(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise _too_long()


def contents_of(workbook: bytes) -> Contents:
    """The sheets in the workbook's order."""
    found: list[SheetEntry] = []
    since_1904: list[bool] = []

    def started(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            is_visible = attributes.get("state", "visible") == "visible"
            found.append(SheetEntry(attributes.get("name", ""), relation, is_visible))
        elif name == "workbookPr":
            since_1904.append(_is_true(attributes.get("date1904")))

    _walk(workbook, started)
    return Contents(found, any(since_1904))


def relations(part: bytes) -> dict[str, Relation]:
    """By id; links outside are left out."""
    found: dict[str, Relation] = {}

    def started(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = Relation(kind, attributes.get("Target", ""))

    _walk(part, started)
    return found


def plain_styles(part: bytes) -> list[bool]:
    """For each style of a cell, whether it shows a number with its own digits and no others."""
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def started(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0"))
        elif name == "cellXfs":
            inside.append(name)

    def ended(name: str) -> None:
        if name == "cellXfs":
            inside.clear()

    _walk(part, started, ended=ended)
    return [
        bool(PLAIN_FORMAT.fullmatch(codes[style])) if style in codes else style in PLAIN_STYLES
        for style in styles
    ]


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


def look_over_sheet(
    part: bytes, lengths: list[int], styles: list[bool], budget: Budget
) -> SheetFacts:
    """Check the sheet's size before anything is laid out in memory, and see what is odd in it.

    Two cells at opposite corners make a reader lay out every cell between them.
    """
    scan = _SheetScan(lengths, styles, budget)
    _walk(part, scan.started, ended=scan.ended, said=scan.said)
    return scan.facts


class _SheetScan:
    def __init__(self, lengths: list[int], styles: list[bool], budget: Budget) -> None:
        self.facts = SheetFacts()
        self._lengths = lengths
        self._styles = styles
        self._budget = budget
        self._line = 0
        self._column = -1
        self._type = ""
        self._is_plain = True
        self._is_formula = False
        self._value: list[str] | None = None
        self._has_value = False

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._enter_cell(attributes)
        elif name == "row":
            self._enter_row(attributes)
        elif name == "f":
            self._is_formula = True
        elif name == "v":
            self._value = []
        elif name == "col":
            self._hide_columns(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def said(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)
        self._budget.add(len(text))

    def ended(self, name: str) -> None:
        if name == "v" and self._value is not None:
            value = "".join(self._value)
            self._value = None
            self._has_value = bool(value.strip())
            if self._type == "s":
                index = _number(value, default=len(self._lengths))
                if index >= len(self._lengths):
                    raise damaged()
                self._budget.add(self._lengths[index])
        elif name == "c":
            self._leave_cell()

    def _enter_row(self, attributes: Attributes) -> None:
        self._line = _number(attributes.get("r"), self._line + 1)
        self._column = -1
        _check_lines(self._line)
        if _is_hidden(attributes, "ht"):
            self.facts.hidden_lines.add(self._line)

    def _enter_cell(self, attributes: Attributes) -> None:
        self._type = attributes.get("t", "n")
        style = _number(attributes.get("s"), default=0)
        self._is_plain = self._styles[style] if style < len(self._styles) else True
        self._is_formula = self._has_value = False
        self._budget.add_cell()
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

    def _leave_cell(self) -> None:
        oddity = self._oddity()
        if oddity:
            self.facts.note(self._line, self._column, oddity)

    def _oddity(self) -> Oddity | None:
        if self._type == "e":
            return Oddity.ERROR
        # A program stores the result of a formula beside it; an empty text is one too.
        if self._is_formula and not self._has_value and self._type not in {"str", "inlineStr"}:
            return Oddity.UNCALCULATED
        if self._type == "d":
            return Oddity.DATE
        if self._type == "n" and self._has_value and not self._is_plain:
            return Oddity.SHOWN_OTHERWISE
        return Oddity.FORMULA if self._is_formula else None

    def _hide_columns(self, attributes: Attributes) -> None:
        if _is_hidden(attributes, "width"):
            first = _number(attributes.get("min"), default=1)
            last = min(_number(attributes.get("max"), default=first), MOST_COLUMNS)
            self.facts.hidden_columns.update(range(first - 1, last))

    def _merge(self, place: str) -> None:
        self._budget.add_cell()
        cells = RANGE.fullmatch(place)
        if cells and cells[2] != cells[4]:
            first, last = sorted((int(cells[2]), int(cells[4])))
            self.facts.merges.append(Merge(first, last, _column_index(cells[1].upper())))


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _is_hidden(attributes: Attributes, extent: str) -> bool:
    """Hidden by a command, by a filter, by a closed group, or drawn to nothing."""
    return _is_true(attributes.get("hidden")) or attributes.get(extent) in {"0", "0.0"}


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
        _("The sheet was not opened: its texts are far too long for a list of people.")
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
