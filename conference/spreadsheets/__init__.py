"""Spreadsheets from strangers, and spreadsheets for them.

Nothing in a file is executed, followed or trusted: a workbook is taken apart first, and only the
parts that hold values reach the reader. What we write never becomes a formula.
"""

from conference.spreadsheets.delimited import CsvWriter
from conference.spreadsheets.guarding import guarded, is_guarded, unguarded
from conference.spreadsheets.reading import Readable, read_sheets
from conference.spreadsheets.sheets import MOST_BYTES, Oddity, Row, Sheet, SpreadsheetError
from conference.spreadsheets.writing import XLSX_TYPE, add_sheet, new_workbook

__all__ = [
    "MOST_BYTES",
    "XLSX_TYPE",
    "CsvWriter",
    "Oddity",
    "Readable",
    "Row",
    "Sheet",
    "SpreadsheetError",
    "add_sheet",
    "guarded",
    "is_guarded",
    "new_workbook",
    "read_sheets",
    "unguarded",
]
