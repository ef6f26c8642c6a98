"""A file as it is read: which sheets, which people, and all that is to be said about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from conference.limited_process import nothing
from conference.spreadsheets import Readable, Row, Sheet, read_sheets
from delegates.columns import COLUMNS
from delegates.importing.reading.candidates import Candidate, candidates_of, chosen_of
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.reading.layout import Layout, describe_columns, describe_values
from delegates.importing.reading.notices import notices_of, notices_of_other_sheets
from delegates.importing.reading.problems import (
    middle_names_without_a_place,
    no_rows,
    problems_of_headings,
)
from delegates.importing.reading.rows import PARTS, FileRow, Reading, TableReader, delegation_from
from delegates.importing.reading.tables import Table

NOTHING_REMEMBERED: Mapping[str, str] = {}


def read(
    file: Readable,
    choices: ReadingChoices | None = None,
    remembered: Mapping[str, str] = NOTHING_REMEMBERED,
    look: Callable[[], None] = nothing,
) -> Reading:
    """The people of a file. `remembered`: heading key to column, as the conference assigns them.

    Raises SpreadsheetError, whose message says what to do, and what `look` raises meanwhile.
    """
    return reading_of(read_sheets(file, look), choices or ReadingChoices(), remembered)


def reading_of(
    sheets: Sequence[Sheet], choices: ReadingChoices, remembered: Mapping[str, str]
) -> Reading:
    candidates = candidates_of(sheets, choices, remembered)
    chosen = chosen_of(candidates, choices)
    tables = [each.table for each in chosen if each.table]
    readers = [TableReader(table, at, choices) for at, table in enumerate(tables)]
    rows = [row for reader in readers for row in reader.rows()]
    problems = problems_of_headings(candidates, chosen, choices)
    problems += middle_names_without_a_place(readers)
    if not problems and not rows:
        problems.append(no_rows(readers))
    notices = [
        text
        for reader in readers
        for text in notices_of(
            reader, takes_hidden=choices.takes_hidden, shows_sheet=len(readers) > 1
        )
    ]
    return Reading(
        rows,
        _columns_read(tables, rows),
        problems,
        [*notices, *notices_of_other_sheets(candidates, chosen)],
        _layout(candidates, chosen, choices),
    )


def _layout(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], choices: ReadingChoices
) -> Layout:
    tables = [each.table for each in chosen if each.table]
    layout = Layout(
        sheets=[each.layout(is_read=each in chosen) for each in candidates],
        hidden_rows=sum(row.is_hidden for table in tables for row in table.below),
        hidden_columns=_each_once(text for table in tables for text in table.hidden_columns),
        delegation_from=str(
            delegation_from(tables[0], choices) if tables else DelegationFrom.COLUMN
        ),
    )
    seen = [(table.heading, _people(table, choices)) for table in tables]
    describe_columns(
        layout,
        (
            (heading, table.sheet.hidden_columns, below)
            for table, (heading, below) in zip(tables, seen, strict=True)
        ),
    )
    describe_values(layout, seen, choices)
    return layout


def _people(table: Table, choices: ReadingChoices) -> Sequence[Row]:
    """No cell of a hidden row is shown before somebody asks for it."""
    if choices.takes_hidden:
        return table.below
    return [row for row in table.below if not row.is_hidden]


def _columns_read(tables: Sequence[Table], rows: Sequence[FileRow]) -> tuple[str, ...]:
    """In the file's order; those that no heading names come first."""
    found = {column for row in rows for column in row.texts.keys() | row.oddities.keys()}
    ordered = _each_once(
        PARTS.get(cell.column, cell.column)
        for table in tables
        for cell in table.heading.cells
        if cell.column
    )
    others = [column.name for column in COLUMNS if column.name in found - set(ordered)]
    return (*others, *(column for column in ordered if column in COLUMNS.by_name))


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
