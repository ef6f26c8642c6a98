"""Opening a spreadsheet by its content, in the process that `reading` starts."""

import json
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.spreadsheets.delimited import open_delimited
from conference.spreadsheets.sheets import OpenSheet, Row, SpreadsheetError
from conference.spreadsheets.workbooks import open_workbook

ZIP = b"PK"
# Old .xls files and workbooks with a password share this container.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_sheet(data: bytes) -> OpenSheet:
    """Raises SpreadsheetError for what is no spreadsheet or is damaged."""
    if not data.strip():
        raise SpreadsheetError(_("The file is empty."))
    if data.startswith(COMPOUND_FILE):
        raise SpreadsheetError(
            _(
                "This is an old .xls workbook, or one with a password. Save it as .xlsx without a"
                " password."
            )
        )
    return open_workbook(data) if data.startswith(ZIP) else open_delimited(data)


def _answer(data: bytes, out: IO[bytes]) -> None:
    """A line of JSON for the sheet, then one for each row."""
    sheet = open_sheet(data)
    _write(out, {"name": sheet.name, "others": sheet.others})
    for row in sheet.rows:
        _write(out, _as_json(row))


def _as_json(row: Row) -> list[object]:
    return [row.line, row.cells, {index: odd.value for index, odd in row.oddities.items()}]


def _write(out: IO[bytes], content: object) -> None:
    out.write(json.dumps(content, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    limited_process.answer(_answer)
