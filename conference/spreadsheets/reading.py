"""Reading a spreadsheet by its content, whatever its name says."""

from typing import Protocol

from django.utils.translation import gettext as _

from conference.spreadsheets.delimited import read_delimited
from conference.spreadsheets.sheets import MOST_BYTES, Sheet, SpreadsheetError
from conference.spreadsheets.workbooks import read_workbook

ZIP = b"PK"
# Old .xls files and workbooks with a password share this container.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_sheet(file: Readable) -> Sheet:
    """The first visible sheet of an .xlsx workbook, or the lines of a .csv file.

    Raises SpreadsheetError for what is neither, is damaged, or is larger than anybody types.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SpreadsheetError(
            _("The file is larger than %d MB. Split it, or remove pictures and other sheets.")
            % (MOST_BYTES // 2**20)
        )
    if not data.strip():
        raise SpreadsheetError(_("The file is empty."))
    if data.startswith(COMPOUND_FILE):
        raise SpreadsheetError(
            _(
                "This is an old .xls workbook, or one with a password. Save it as .xlsx without a"
                " password."
            )
        )
    return read_workbook(data) if data.startswith(ZIP) else read_delimited(data)
