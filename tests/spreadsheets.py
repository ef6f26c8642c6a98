"""Spreadsheets opened in the test's own process: hundreds of tests read one."""

from conference.spreadsheets import Sheet
from conference.spreadsheets.opening import open_sheets


def sheets_of(data: bytes) -> list[Sheet]:
    return [
        Sheet(list(sheet.rows), sheet.name, sheet.is_hidden, sheet.hidden_columns, sheet.refusal)
        for sheet in open_sheets(data)
    ]


def sheet_of(data: bytes) -> Sheet:
    """The first that is visible."""
    return next(sheet for sheet in sheets_of(data) if not sheet.is_hidden)
