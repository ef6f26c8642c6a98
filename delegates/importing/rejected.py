"""The rows that were not imported, each with its reason and its faulty cells marked."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.spreadsheets import add_sheet, new_workbook
from delegates.columns import FURTHER_COLUMNS, LINE, REASON
from delegates.importing.checking.checked import RowReport, problems_by_column, reason_of
from delegates.importing.reading import FileRow, Reading, place_of
from delegates.importing.template import add_words, headings_of, offer_lists, words_of

SECTION = "section"


@dataclass(frozen=True)
class RejectedRow:
    """`problems` by column: what is wrong with a cell; `reason` all of it, or what was asked."""

    number: int
    problems: Mapping[str, str]
    reason: str


def write_rejected(
    file: IO[bytes],
    reading: Reading,
    rejected: Sequence[RejectedRow],
    words: Mapping[str, list[str]],
) -> None:
    """An .xlsx file with the template's headings and lists; it can be corrected and imported.

    What somebody chose about the original, of which sheet or delegation a row is, is written out:
    the file needs no such choice any more. `words` as the template offers them.
    """
    by_number = {row.number: row for row in rejected}
    rows = [row for row in reading.rows if row.number in by_number]
    columns = list(reading.columns)
    headings = headings_of(columns)
    if any(row.section for row in rows):
        columns.append(SECTION)
        headings.append(str(FURTHER_COLUMNS[SECTION].label))
    marks = {
        (line, columns.index(name)): problem
        for line, row in enumerate(rows, start=1)
        for name, problem in by_number[row.number].problems.items()
        if name in columns
    }
    with new_workbook(file) as workbook:
        sheet = add_sheet(
            workbook,
            _("Not imported"),
            header=[*headings, str(REASON), str(LINE)],
            rows=_lines(rows, by_number, columns, reading.layout.read_sheets),
            marks=marks,
        )
        offer_lists(sheet, reading.columns, words, lines=len(rows))
        add_words(workbook, words)


def _lines(
    rows: Sequence[FileRow],
    rejected: Mapping[int, RejectedRow],
    columns: Sequence[str],
    sheets: Sequence[str],
) -> Iterator[list[str]]:
    for row in rows:
        texts = [row.section if name == SECTION else row.texts.get(name, "") for name in columns]
        yield [*texts, rejected[row.number].reason, place_of(row.number, sheets)]


def rejected_file(conference: Conference, reading: Reading, rows: Sequence[RowReport]) -> bytes:
    """The rows that are held back as a workbook, each with its reasons; nothing where none is."""
    if not rows:
        return b""
    rejected = [RejectedRow(row.line, problems_by_column(row), reason_of(row)) for row in rows]
    file = io.BytesIO()
    write_rejected(file, reading, rejected, words_of(conference))
    return file.getvalue()
