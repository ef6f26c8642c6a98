"""From an uploaded file to its lines; what counts as a line is the spreadsheet's business."""

from conference.spreadsheets import Readable, Sheet, read_sheet


def read(file: Readable) -> Sheet:
    """Raises SpreadsheetError, whose message says what to do."""
    return read_sheet(file)
