"""From an uploaded file to its lines; what counts as a line is the spreadsheet's business."""

from typing import BinaryIO

from conference.spreadsheets import Sheet, read_sheet


def read(file: BinaryIO) -> Sheet:
    """Raises SpreadsheetError, whose message says what to do."""
    return read_sheet(file)
