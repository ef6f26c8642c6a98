"""From the rows of a table to the lines of people in it, and what was passed over. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conference.spreadsheets import Oddity, Row
from conference.writing.folding import fold, word_key
from delegates.columns import NAME_COLUMNS, Heading, heading_key, heading_of
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.reading.known_lists import (
    LINE_END,
    begins_with_honorific,
    split_honorific,
)
from delegates.importing.reading.layout import Layout
from delegates.importing.reading.tables import Table
from delegates.importing.words import CLEARING

# Lines of the second sheet that is read count from here on, of the third from twice as much:
# a number for each line of a file.
LINES_OF_A_SHEET = 100_000
# What becomes of the columns that are not a delegate's own.
PARTS = {"full_name": "given_name", "name_lines": "given_name", "middle_name": "given_name"}
WHOLE_NAMES = ("full_name", "name_lines")
TOTALS = re.compile(
    r"(?:sub|grand)?\s?(?:total|sum\b|итого|всего|المجموع|合计|总计|小计|ҷамъ|ҳамагӣ)",
    re.IGNORECASE,
)
FIGURES = re.compile(r"[\d\s.,%()]*")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One person's row: what it says by column name. `number` is its own in the whole file.

    `section` is what the file lists the delegation under.
    """

    number: int
    texts: Mapping[str, str]
    oddities: Mapping[str, Oddity]
    section: str = ""


@dataclass(frozen=True)
class Reading:
    """What is read of a file: rows, and columns in its order.

    `problems` concern it as a whole and stop everything; `notices` stop nothing.
    """

    rows: list[FileRow]
    columns: tuple[str, ...]
    problems: list[str]
    notices: list[str]
    layout: Layout


def place_of(number: int, sheets: Sequence[str]) -> str:
    """Where a row stands, for a person: its line, behind the sheet's name if several are read."""
    sheet, line = divmod(number, LINES_OF_A_SHEET)
    return f"{sheets[sheet]}, {line}" if len(sheets) > 1 else str(line)


@dataclass
class PassedOver:
    """Lines that are no people, by why."""

    hidden: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    formulas: list[int] = field(default_factory=list)
    middle_names: list[int] = field(default_factory=list)


class TableReader:
    """The rows of one table; `passed` is complete once they have been walked through."""

    def __init__(self, table: Table, index: int, choices: ReadingChoices) -> None:
        self.table = table
        self.passed = PassedOver()
        # Column and key of a cell to its text and what was taken instead, "" for nothing.
        self.read_otherwise: dict[tuple[str, str], tuple[str, str]] = {}
        self._offset = index * LINES_OF_A_SHEET
        self._choices = choices
        self._heading = table.heading
        self._keys = {cell.key for cell in table.heading.cells}
        self._source = delegation_from(table, choices)
        self._delegation = ""
        self._section = ""
        self._waiting: list[str] = []
        self._last_named = _last_named(table)

    def rows(self) -> Iterator[FileRow]:
        for row in self.table.below:
            if row.is_hidden and not self._choices.takes_hidden:
                self.passed.hidden.append(row.line)
            elif not self._is_passed_over(row):
                found = self._person(row)
                if found is not None:
                    yield found
        # Below the last person nobody belongs to it.
        self.passed.below += self._waiting

    def _is_passed_over(self, row: Row) -> bool:
        """Whether it is a heading again, a total, a note below or a line above its people."""
        again = self._heading_again(row)
        if again is not None:
            self._heading = again
            self.passed.headings.append(row.line)
            return True
        if _is_total(row):
            self.passed.totals.append(row.line)
            return True
        if not self._is_lone(row):
            return False
        text = next(cell.strip() for cell in row.cells if cell.strip())
        if row.line > self._last_named:
            self.passed.below.append(text)
            return True
        if self._source == DelegationFrom.ABOVE:
            self._waiting.append(text)
            return True
        return False

    def _heading_again(self, row: Row) -> Heading | None:
        """The headings once more, in the same order or another, as below a page's end."""
        first = next((cell for cell in row.cells if cell.strip()), "")
        if heading_key(first) not in self._keys:
            return None
        again = heading_of(row.cells, self.table.assigned)
        is_whole = len(again.places) >= 2 and again.places.keys() == self._heading.places.keys()
        return again if is_whole else None

    def _is_lone(self, row: Row) -> bool:
        """Whether its one cell names no person."""
        filled = [index for index, cell in enumerate(row.cells) if cell.strip()]
        if len(filled) != 1:
            return False
        text = row.cells[filled[0]].strip()
        if filled[0] in {self._heading.places.get(name) for name in NAME_COLUMNS}:
            is_list = self._source == DelegationFrom.ABOVE
            return is_list and not LINE_END.search(text) and not begins_with_honorific(text)
        return True

    def _person(self, row: Row) -> FileRow | None:
        if not self._is_asked_for(row):
            self.passed.others.append(row.line)
            return None
        texts, oddities = self._read(row)
        if not texts and not oddities:
            self.passed.empty.append(row.line)
            return None
        if Oddity.FORMULA in oddities.values():
            self.passed.formulas.append(row.line)
        if not _holds_its_middle_name(texts):
            self.passed.middle_names.append(row.line)
        section = texts.pop("section", "") or self._section
        self._add_delegation(texts)
        return FileRow(
            number=self._offset + row.line,
            texts=_without_pseudo_columns(texts),
            oddities={PARTS.get(column, column): odd for column, odd in oddities.items()},
            section=section or self._section,
        )

    def _is_asked_for(self, row: Row) -> bool:
        if not self._choices.only_column:
            return True
        index = next(
            (cell.index for cell in self._heading.cells if cell.key == self._choices.only_column),
            None,
        )
        if index is None or index >= len(row.cells):
            return False
        return heading_key(row.cells[index]) == heading_key(self._choices.only_value)

    def _read(self, row: Row) -> tuple[dict[str, str], dict[str, Oddity]]:
        texts: dict[str, str] = {}
        oddities: dict[str, Oddity] = {}
        for column, index in self._heading.places.items():
            is_hidden = index in self.table.sheet.hidden_columns
            if is_hidden and not self._choices.takes_hidden:
                continue
            text = row.cells[index] if index < len(row.cells) else ""
            if index in row.oddities and (
                text.strip() or row.oddities[index] in {Oddity.ERROR, Oddity.UNCALCULATED}
            ):
                oddities[column] = row.oddities[index]
            if text.strip() and not self._is_nothing(column, text):
                texts[column] = self._meant(column, text)
        return texts, oddities

    def _is_nothing(self, column: str, text: str) -> bool:
        """Na is a name, and a lone hyphen clears what is there."""
        if column in NAME_COLUMNS or text.strip() == CLEARING:
            return False
        key = heading_key(text)
        if key in self._choices.nothing:
            self.read_otherwise.setdefault((column, key), (text.strip(), ""))
            return True
        return False

    def _meant(self, column: str, text: str) -> str:
        key = heading_key(text)
        words = self._choices.words.get(column, {})
        if key in words:
            self.read_otherwise.setdefault((column, key), (text.strip(), words[key]))
        return words.get(key, text)

    def _add_delegation(self, texts: dict[str, str]) -> None:
        if self._source == DelegationFrom.TEXT:
            texts["delegation"] = self._choices.delegation_text
        elif self._source == DelegationFrom.SHEET:
            texts["delegation"] = self.table.sheet.name
        elif self._source == DelegationFrom.ABOVE:
            if self._waiting:
                self._delegation = self._waiting[-1]
                self._section = " / ".join(self._waiting[:-1]) or self._section
                self._waiting = []
            self._delegation = texts.get("delegation", self._delegation)
            if self._delegation:
                texts["delegation"] = self._delegation


def delegation_from(table: Table, choices: ReadingChoices) -> str:
    if choices.delegation_from:
        return choices.delegation_from
    return DelegationFrom.COLUMN if table.says_delegation else DelegationFrom.ABOVE


def _last_named(table: Table) -> int:
    """The last line with anything in a column of names, or with more than one cell."""
    places = [table.heading.places[name] for name in NAME_COLUMNS & table.heading.places.keys()]
    for row in reversed(table.below):
        if any(index < len(row.cells) and row.cells[index].strip() for index in places):
            return row.line
    return table.below[-1].line if table.below else 0


def _is_total(row: Row) -> bool:
    """ "Total: 25", in one cell or two."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled:
        return False
    begins = TOTALS.match(filled[0])
    rest = filled[0][begins.end() :].strip(" :") if begins else ""
    return bool(begins) and all(FIGURES.fullmatch(text) for text in [rest, *filled[1:]])


def _without_pseudo_columns(texts: dict[str, str]) -> dict[str, str]:
    """A whole name is kept as it stands, in the part that badges and lists show as typed."""
    if "full_name" in texts:
        texts[PARTS["full_name"]] = texts.pop("full_name")
    if "name_lines" in texts:
        texts |= _lines_of(texts.pop("name_lines"))
    if "middle_name" in texts:
        given, middle = texts.get("given_name", ""), texts.pop("middle_name")
        texts |= {"given_name": _with_middle_name(given, middle)}
    return texts


def _holds_its_middle_name(texts: Mapping[str, str]) -> bool:
    """Where the whole name stands in one cell nobody can say where in it another one belongs."""
    middle = texts.get("middle_name", "")
    return all(_contains(texts[name], middle) for name in WHOLE_NAMES if name in texts)


def _with_middle_name(given: str, middle: str) -> str:
    """Once, also where the given names hold it already. A lone hyphen is no name."""
    names = [name.strip() for name in (given, middle) if word_key(name)]
    if len(names) < 2 or _contains(given, middle):
        return names[0] if names else given
    return " ".join(names)


def _contains(name: str, middle: str) -> bool:
    """Whether the words of the middle name follow each other in the name."""
    words = (" ".join(re.split(r"[\W_]+", fold(text))).strip() for text in (name, middle))
    whole, part = words
    return f" {part} " in f" {whole} " or not part


def _lines_of(cell: str) -> dict[str, str]:
    """Name, function and ministry, as the United Nations print them below each other."""
    lines = [line.strip() for line in LINE_END.split(cell) if line.strip()]
    honorific, name = split_honorific(lines[0])
    found = {"honorific": honorific, "given_name": name}
    if len(lines) > 1:
        found["function"] = lines[1]
    if len(lines) > 2:
        found["ministry"] = lines[-1]
    if len(lines) > 3:
        found["department"] = ", ".join(lines[2:-1])
    return {column: text for column, text in found.items() if text}
