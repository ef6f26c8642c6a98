"""Spreadsheets read in a process of their own: the same lines, and nothing asked of us."""

import io
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter

from conference.errors import LeaseLostError
from conference.spreadsheets import MOST_BYTES, SpreadsheetError, read_sheets, reading
from tests.hostile_workbooks import WORKBOOKS
from tests.spreadsheets import sheets_of


def workbook() -> bytes:
    """Two sheets, letters of several alphabets, and cells that nobody typed."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet: Any = book.add_worksheet("Люди")
        book.add_worksheet("Notes")
        sheet.write_row(2, 1, ["Given name", "Раҳмон", 992000000000, 9.92e20])
        sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
    return file.getvalue()


@pytest.mark.parametrize(
    "data", [workbook(), 'a;b\r\n"Раҳмон\nСодиқ";\r\n;\r\nlast;z'.encode()], ids=["xlsx", "csv"]
)
def test_sheet_comes_out_of_the_process_as_it_was_read_there(data: bytes) -> None:
    assert read_sheets(io.BytesIO(data)) == sheets_of(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"x" * (MOST_BYTES + 1), "The file is larger than 20 MB."),
        (b"a,b\r\nc,d\r\n" + b'"e,f', "The file cannot be read after line 2"),
    ],
    ids=["at once", "before it starts", "after some lines"],
)
def test_file_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        read_sheets(io.BytesIO(data))

    assert str(refused.value).startswith(words)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_hostile_workbook_is_refused_in_words(name: str) -> None:
    hostile = WORKBOOKS[name]

    with pytest.raises(SpreadsheetError) as refused:
        read_sheets(io.BytesIO(hostile.data()))

    assert str(refused.value).startswith(hostile.words)


def test_file_that_ends_its_reader_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is too little memory even to begin."""
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, memory=30 * 2**20))

    with pytest.raises(SpreadsheetError, match="takes too much memory or time"):
        read_sheets(io.BytesIO(workbook()))


def test_reading_that_nobody_waits_for_any_more_ends() -> None:
    def look() -> None:
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        read_sheets(io.BytesIO(workbook()), look)
