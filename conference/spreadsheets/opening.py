"""Opening a spreadsheet by its content, in the process that `reading` starts."""

import json
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.spreadsheets.delimited import open_delimited
from conference.spreadsheets.sheets import OpenSheet, Row, SpreadsheetError
from conference.spreadsheets.signatures import refuse_what_is_named
from conference.spreadsheets.workbooks import open_workbook

ZIP = b"PK"


def open_sheets(data: bytes) -> Iterator[OpenSheet]:
    """Each to be read to its end before the next. Raises SpreadsheetError for what is no
    spreadsheet or is damaged.
    """
    if not data.strip():
        raise SpreadsheetError(_("The file is empty."))
    if data.startswith(ZIP):
        yield from open_workbook(data)
    else:
        refuse_what_is_named(data)
        yield open_delimited(data)


def _answer(data: bytes, out: IO[bytes]) -> None:
    """For each sheet a line of JSON that is an object, then one for each row that is a list."""
    for sheet in open_sheets(data):
        head = {
            "name": sheet.name,
            "is_hidden": sheet.is_hidden,
            "hidden_columns": sorted(sheet.hidden_columns),
            "refusal": sheet.refusal,
        }
        _write(out, head)
        for row in sheet.rows:
            _write(out, _as_json(row))


def _as_json(row: Row) -> list[object]:
    oddities = {index: odd.value for index, odd in row.oddities.items()}
    return [row.line, row.cells, oddities, row.is_hidden]


def _write(out: IO[bytes], content: object) -> None:
    out.write(json.dumps(content, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    limited_process.answer(_answer, is_on_disk=True)
