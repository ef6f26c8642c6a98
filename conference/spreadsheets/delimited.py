"""Text files with one line per row: comma, semicolon, tab or bar between the cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from django.utils.translation import gettext as _

from conference.spreadsheets.guarding import guarded
from conference.spreadsheets.sheets import (
    MOST_COLUMNS,
    MOST_LINES,
    OpenSheet,
    Row,
    SpreadsheetError,
)

DELIMITERS = ",;\t|"
# Lines that show which of them it is.
SAMPLE_LINES = 50
SAMPLE = 100_000
# What a text never holds: a picture or a program does.
BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# One or two in a list of people are a slip, and named where they stand.
FEW = 2
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
QUOTED = re.compile(r'"[^"]*"')
# Excel's own way to name it; programs that write it themselves quote it like any cell.
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\r|\n)', re.IGNORECASE)


def open_delimited(data: bytes) -> OpenSheet:
    return OpenSheet(rows=_rows(_decoded(data)))


def _decoded(data: bytes) -> str:
    if data.startswith(UTF16_MARKS) or data[:1000].count(0) > len(data[:1000]) // 4:
        raise SpreadsheetError(
            _("The file is in UTF-16. Save it as “CSV UTF-8”, or as an .xlsx workbook.")
        )
    start = data[:10_000]
    if len(BINARY.findall(start)) > max(FEW, len(start) // 100):
        raise SpreadsheetError(_("This is not a spreadsheet. Use an .xlsx or a .csv file."))
    if 0 in data:
        line = data.count(b"\n", 0, data.index(0)) + 1
        raise SpreadsheetError(
            _("The file is damaged: line %d contains a NUL byte. Save it again.") % line
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpreadsheetError(
            _(
                "The file is not in UTF-8 (line %d); it may be in an older encoding such as"
                " Windows-1251. Save it as “CSV UTF-8”, or as an .xlsx workbook."
            )
            % line
        ) from error


def _rows(text: str) -> Iterator[Row]:
    named = SEPARATOR_LINE.match(text)
    delimiter = named[1] if named else _delimiter(text)
    # A quote that does not close would swallow the rest of the file: `strict` reports it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for line, cells in enumerate(reader, start=1):
            _check_size(line, cells)
            row = Row(line, tuple(cells))
            if not row.is_blank and not (named and line == 1):
                yield row
    except csv.Error as error:
        raise SpreadsheetError(
            _("The file cannot be read after line %(line)d: %(reason)s.")
            % {"line": line, "reason": _reason(error)}
        ) from error


def _check_size(line: int, cells: list[str]) -> None:
    if line > MOST_LINES:
        raise SpreadsheetError(
            _(
                "The file has more than %d lines. Split it, or delete the empty lines below the"
                " table."
            )
            % MOST_LINES
        )
    if len(cells) > MOST_COLUMNS:
        raise SpreadsheetError(
            _("Line %(line)d has more than %(most)d columns.")
            % {"line": line, "most": MOST_COLUMNS}
        )


def _delimiter(text: str) -> str:
    """The one that parts most lines into the same number of cells, quoted cells aside.

    A title above the table, or a function with many commas, holds the wrong one now and then; the
    right one stands in every line. Of two that part as many lines, the one that comes first.
    """
    lines = QUOTED.sub("", text[:SAMPLE]).splitlines()[:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda sign: _lines_alike(sign, lines))


def _lines_alike(sign: str, lines: list[str]) -> tuple[int, int, int]:
    """How many lines it parts alike, into how many, and how early it is found."""
    found = [line.count(sign) for line in lines]
    counts = Counter(count for count in found if count)
    if not counts:
        return 0, 0, 0
    often, most = max((times, count) for count, times in counts.items())
    first = next(index for index, count in enumerate(found) if count)
    return often, most, -first


def _reason(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said:
        return _("a cell is longer than 100,000 characters, or a quotation mark is not closed")
    if "unexpected end" in said:
        return _("a quotation mark is not closed")
    return _("a quotation mark is in the wrong place")


class Writable(Protocol):
    def write(self, text: str, /) -> object: ...


class CsvWriter:
    """Lines for a .csv file that a spreadsheet program opens without running anything.

    Every cell is quoted and guarded, whatever the program takes for a separator. The byte order
    mark makes Excel read UTF-8.
    """

    def __init__(self, file: Writable) -> None:
        file.write("\ufeff")
        self._writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)

    def write(self, cells: Iterable[str]) -> None:
        self._writer.writerow([guarded(cell) for cell in cells])
