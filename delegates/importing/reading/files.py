"""A file as it is read: which sheets, which people, and all that is to be said about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from conference.limited_process import nothing
from conference.spreadsheets import Readable, Row, Sheet, read_sheets
from delegates.columns import COLUMNS
from delegates.importing.reading.candidates import Candidate, candidates_of, chosen_of
from delegates.importing.reading.choices import (
    DelegationFrom,
    ReadingChoices,
    ReadingMemory,
)
from delegates.importing.reading.layout import Layout, describe_columns, describe_values
from delegates.importing.reading.notices import (
    notice_of_rows,
    notices_of,
    notices_of_memory,
    notices_of_other_sheets,
)
from delegates.importing.reading.problems import (
    middle_names_without_a_place,
    no_rows,
    problems_of_headings,
)
from delegates.importing.reading.rows import PARTS, FileRow, Reading, TableReader, delegation_from
from delegates.importing.reading.tables import Table
from delegates.importing.words import Vocabulary

NOTHING_REMEMBERED = ReadingMemory()


def read(
    file: Readable,
    choices: ReadingChoices | None = None,
    memory: ReadingMemory = NOTHING_REMEMBERED,
    look: Callable[[], None] = nothing,
) -> Reading:
    """The people of a file, read as is chosen, else as the conference reads its files.

    Raises SpreadsheetError, whose message says what to do, and what `look` raises meanwhile.
    """
    return reading_of(read_sheets(file, look), choices or ReadingChoices(), memory)


def reading_of(sheets: Sequence[Sheet], choices: ReadingChoices, memory: ReadingMemory) -> Reading:
    candidates = candidates_of(sheets, choices, memory.columns)
    chosen = chosen_of(candidates, choices)
    tables = [each.table for each in chosen if each.table]
    asked, choices = choices, _with_rows(choices.with_memory(memory), memory.rows, tables)
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
    notices[:0] = notices_of_memory(readers, asked)
    if choices.only_column != asked.only_column:
        notices.insert(0, notice_of_rows(tables, choices))
    return Reading(
        rows,
        _columns_read(tables, rows),
        problems,
        [*notices, *notices_of_other_sheets(candidates, chosen)],
        _layout(candidates, chosen, choices, memory.lists),
    )


def _with_rows(
    choices: ReadingChoices, rows: Mapping[str, str], tables: Sequence[Table]
) -> ReadingChoices:
    """With the value by which an earlier file's rows were chosen, where this one has it too."""
    if choices.only_column or choices.heading_line == 0:
        return choices
    for table in tables:
        for cell in table.heading.cells:
            if cell.key in rows and table.holds(cell.index, rows[cell.key]):
                return replace(choices, only_column=cell.key, only_value=rows[cell.key])
    return choices


def _layout(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    choices: ReadingChoices,
    lists: Mapping[str, Vocabulary],
) -> Layout:
    tables = [each.table for each in chosen if each.table]
    layout = Layout(
        sheets=[each.layout(is_read=each in chosen) for each in candidates],
        hidden_rows=sum(row.is_hidden for table in tables for row in table.below),
        hidden_columns=_each_once(text for table in tables for text in table.hidden_columns),
        choices=choices.as_json(),
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
    describe_values(layout, seen, choices, lists)
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
