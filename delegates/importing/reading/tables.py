"""Where the table of people stands in a sheet: its headings, and what is above them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conference.spreadsheets import Row, Sheet
from conference.writing.folding import fold
from delegates.columns import Heading, HeadingCell, heading_key, heading_of
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.reading.known_lists import KnownList, known_list

# Headings stand in the first lines, or the sheet is no list of people.
HEADING_LINES = 10
# Rows below the headings that show what a list is.
SAMPLE = 60
PARTS_OF_A_NAME = ("honorific", "given_name", "middle_name", "patronymic", "family_name")
FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class Table:
    """A sheet, its headings as they are understood, and the rows above and below them.

    `heading_lines` are two where the headings stand in two lines, none where there are none.
    `repeating` are columns that say the whole name beside its parts, and nothing else.
    """

    sheet: Sheet
    heading: Heading
    heading_lines: tuple[int, ...]
    above: tuple[Row, ...]
    below: tuple[Row, ...]
    assigned: Mapping[str, str]
    known_list: KnownList | None = None
    says_delegation: bool = True
    repeating: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether each row can say whom it is about, be it with the help of the choices."""
        return self.heading.is_complete or (self.heading.holds_names and not self.says_delegation)

    @property
    def hidden_columns(self) -> list[str]:
        """Headings of those that would be read."""
        hidden = self.sheet.hidden_columns
        return [cell.text for cell in self.heading.cells if cell.column and cell.index in hidden]

    def holds(self, index: int, value: str) -> bool:
        """Whether a cell of the column says so."""
        key = heading_key(value)
        cells = (row.cells[index] for row in self.below if index < len(row.cells))
        return any(heading_key(cell) == key for cell in cells)

    @property
    def seems_to_hold_people(self) -> bool:
        """Headings that lack something, but are such: worth being looked at by somebody."""
        return self.is_complete or (
            len(self.heading.places) >= FEWEST_COLUMNS
            or (
                bool(self.heading.places)
                and any(cell.is_unknown_name for cell in self.heading.cells)
            )
        )


def table_of(sheet: Sheet, choices: ReadingChoices, remembered: Mapping[str, str]) -> Table | None:
    """None for a sheet that holds nothing, or that is not read."""
    rows = sheet.rows
    if not rows:
        return None
    if choices.heading_line is not None:
        return _chosen(sheet, choices, remembered)
    near = [index for index, row in enumerate(rows) if row.line <= HEADING_LINES]
    tables = [_at(sheet, index, 1, choices, remembered) for index in near]
    complete = next((table for table in tables if table.is_complete), None)
    if complete is not None:
        return _with_second_line(complete, choices, remembered)
    pairs = [_at(sheet, index, 2, choices, remembered) for index in near[:-1]]
    complete = next((table for table in pairs if table.is_complete), None)
    return complete or max(tables, key=_promise, default=None)


def _promise(table: Table) -> tuple[int, int, int]:
    """How much a line looks like headings; of several that look alike the first counts."""
    cells = table.heading.cells
    names = sum(cell.is_unknown_name for cell in cells)
    known = sum(bool(cell.column) for cell in cells)
    return known + names, min(len(cells), FEWEST_COLUMNS), -table.heading_lines[0]


def _chosen(sheet: Sheet, choices: ReadingChoices, remembered: Mapping[str, str]) -> Table | None:
    """The line that somebody has named; 0 names the columns A, B, C."""
    if choices.heading_line == 0:
        width = max(len(row.cells) for row in sheet.rows)
        letters = [_letters(index) for index in range(width)]
        return _table(sheet, letters, (), 0, choices, remembered)
    index = next(
        (at for at, row in enumerate(sheet.rows) if row.line == choices.heading_line), None
    )
    return None if index is None else _at(sheet, index, 1, choices, remembered)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _at(
    sheet: Sheet, index: int, count: int, choices: ReadingChoices, remembered: Mapping[str, str]
) -> Table:
    lines = sheet.rows[index : index + count]
    cells = _joined(lines[0].cells, lines[1].cells) if count > 1 else list(lines[0].cells)
    numbers = tuple(row.line for row in lines)
    return _table(sheet, cells, numbers, index, choices, remembered)


def _table(
    sheet: Sheet,
    cells: list[str],
    lines: tuple[int, ...],
    index: int,
    choices: ReadingChoices,
    remembered: Mapping[str, str],
) -> Table:
    below = sheet.rows[index + len(lines) :]
    known = known_list(cells, below[:SAMPLE])
    assigned = {**(known.columns if known else {}), **remembered, **choices.columns}
    heading = heading_of(cells, assigned)
    repeating = [cell for cell in heading.cells if _repeats_the_parts(cell, heading, below)]
    heading = Heading(
        tuple(replace(cell, column="") if cell in repeating else cell for cell in heading.cells)
    )
    return Table(
        sheet=sheet,
        heading=heading,
        heading_lines=lines,
        above=tuple(sheet.rows[:index]),
        below=tuple(below),
        assigned=assigned,
        known_list=known,
        says_delegation=choices.delegation_from in {"", DelegationFrom.COLUMN}
        and not _stands_above(heading),
        repeating=tuple(cell.text for cell in repeating),
    )


def _repeats_the_parts(cell: HeadingCell, heading: Heading, below: Sequence[Row]) -> bool:
    """Whether a column of names holds no word that the parts of the name beside it do not hold."""
    places = heading.places
    if not cell.is_unknown_name or not {"given_name", "family_name"} <= places.keys():
        return False
    parts = [places[name] for name in PARTS_OF_A_NAME if name in places]
    return all(
        _words(row, [cell.index]) <= _words(row, parts)
        for row in below
        if cell.index < len(row.cells) and row.cells[cell.index].strip() != cell.text
    )


def _words(row: Row, places: Sequence[int]) -> set[str]:
    texts = (row.cells[place] for place in places if place < len(row.cells))
    return {word.strip(",;.") for text in texts for word in fold(text).split()} - {""}


def _stands_above(heading: Heading) -> bool:
    """A list with three lines in a cell has its delegations in rows between the people."""
    return "name_lines" in heading.places and "delegation" not in heading.places


def _with_second_line(
    table: Table, choices: ReadingChoices, remembered: Mapping[str, str]
) -> Table:
    """The next line too, where it holds nothing but further headings."""
    if not table.below:
        return table
    second = heading_of(table.below[0].cells, table.assigned)
    if not second.cells or any(cell.column is None for cell in second.cells):
        return table
    if any(cell.column in table.heading.places for cell in second.cells):
        return table
    index = len(table.above)
    return _at(table.sheet, index, 2, choices, remembered)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headings in two lines: "Name" over "Given" and "Family". The lower one counts.

    What stands above several columns is written in the first of them.
    """
    joined = []
    over = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        over = above if above.strip() else over
        if not below.strip() or below == above:
            joined.append(above)
        elif heading_of([below]).places or not over.strip():
            joined.append(below)
        else:
            joined.append(_together(over, below))
    return joined


def _together(over: str, below: str) -> str:
    """ "Given" below "Name" is "Given Name"; in other languages the order is the other."""
    found = [text for text in (f"{below} {over}", f"{over} {below}") if heading_of([text]).places]
    return found[0] if found else f"{over} {below}"
