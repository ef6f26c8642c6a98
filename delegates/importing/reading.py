"""From an uploaded file to its lines; what counts as a line is the spreadsheet's business."""

from collections.abc import Callable

from conference.limited_process import nothing
from conference.spreadsheets import Readable, Sheet, read_sheet


def read(file: Readable, look: Callable[[], None] = nothing) -> Sheet:
    """Raises SpreadsheetError, whose message says what to do, and what `look` raises meanwhile."""
    return read_sheet(file, look)
