"""The rows that were not imported, as they were typed, each with its reason: to be corrected."""

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _

from conference.spreadsheets import Row, Sheet, add_sheet, new_workbook
from delegates.columns import REASON, is_reason
from delegates.importing.checked import RowReport


def write_rejected(file: IO[bytes], sheet: Sheet, rows: Sequence[RowReport]) -> None:
    """An .xlsx file with the headings of the original and one more; it can be imported again."""
    heading = sheet.rows[0].cells
    kept = [index for index, text in enumerate(heading) if not is_reason(text)]
    with new_workbook(file) as workbook:
        add_sheet(
            workbook,
            _("Not imported"),
            header=[*(heading[index] for index in kept), str(REASON)],
            rows=_lines(sheet, rows, kept),
        )


def _lines(sheet: Sheet, rows: Sequence[RowReport], kept: Sequence[int]) -> Iterator[list[str]]:
    reasons = {row.line: reason_of(row) for row in rows}
    for row in sheet.rows[1:]:
        if row.line in reasons:
            yield [*(_cell(row, index) for index in kept), reasons[row.line]]


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def reason_of(row: RowReport) -> str:
    """All that is wrong with a row in one text: "Rank: “x” is not …; E-mail: …"."""
    said = []
    for problem in row.problems:
        value = f"“{problem.value}” " if problem.value else ""
        where = f"{problem.heading}: " if problem.heading else ""
        said.append(f"{where}{value}{problem.reason}")
    return "; ".join(said)
