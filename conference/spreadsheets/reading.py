"""Reading a spreadsheet in a process of its own, of which a stranger's file asks what it asks.

Two cells of a small workbook can ask for terabytes, a page of empty formulas for a minute.
"""

import json
from collections.abc import Callable
from typing import IO, Protocol

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError
from conference.limited_process import Limits, NoAnswerError
from conference.spreadsheets.sheets import (
    MOST_BYTES,
    NOTHING_ODD,
    Oddity,
    Row,
    Sheet,
    SpreadsheetError,
)

MEGABYTE = 2**20
# What it writes to the disk is the answer, and before that the unpacked workbook.
LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=30, seconds=300, file=200 * MEGABYTE)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_sheets(file: Readable, look: Callable[[], None] = limited_process.nothing) -> list[Sheet]:
    """The sheets of an .xlsx workbook in its order, or the lines of a .csv file as the only one.

    Raises SpreadsheetError for what is neither, is damaged, or is larger than anybody types. While
    it is read `look` is called, see `conference.limited_process`.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SpreadsheetError(
            _("The file is larger than %d MB. Split it, or remove pictures and other sheets.")
            % (MOST_BYTES // MEGABYTE)
        )
    module = "conference.spreadsheets.opening"
    try:
        with limited_process.run(module, data, limits=LIMITS, look=look) as answer:
            return _sheets(answer)
    except NoAnswerError as error:
        raise SpreadsheetError(
            _(
                "The file was not opened: it takes too much memory or time. Copy the table"
                " into the template and upload that."
            )
        ) from error
    except DomainError as refusal:
        raise SpreadsheetError(str(refusal)) from refusal


def _sheets(answer: IO[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in answer:
        content = json.loads(line)
        if isinstance(content, list):
            sheets[-1].rows.append(_row(*content))
        else:
            hidden_columns = frozenset(content.pop("hidden_columns"))
            sheets.append(Sheet(rows=[], hidden_columns=hidden_columns, **content))
    return sheets


def _row(line: int, cells: list[str], oddities: dict[str, str], is_hidden: bool) -> Row:
    """JSON knows no keys but texts."""
    odd = {int(index): Oddity(oddity) for index, oddity in oddities.items()}
    return Row(line, tuple(cells), odd or NOTHING_ODD, is_hidden)
