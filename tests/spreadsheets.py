"""Spreadsheets opened in the test's own process: hundreds of tests read one."""

from conference.spreadsheets import Sheet
from conference.spreadsheets.opening import open_sheet


def sheet_of(data: bytes) -> Sheet:
    opened = open_sheet(data)
    return Sheet(list(opened.rows), opened.name, opened.others)
