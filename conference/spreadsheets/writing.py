"""Writing .xlsx workbooks in which every cell is a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from types import MappingProxyType
from typing import IO, Any

from conference.scratch import scratch

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
WIDEST = 44
MARK = "#FBE3C8"
LONGEST_COMMENT = 1_000
COMMENT = {"x_scale": 2, "y_scale": 1.2}

Cell = tuple[int, int]
NO_MARKS: Mapping[Cell, str] = MappingProxyType({})


@contextmanager
def new_workbook(file: IO[bytes]) -> Iterator[Any]:
    """An open workbook, finished at the end of the block. Rows are written in order.

    They wait in plain files for the end: where somebody sweeps them, should this process be killed.
    """
    # Most of what it takes to start the process that reads a file, and of no use there.
    import xlsxwriter

    with scratch() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(file, options) as workbook:
            yield workbook


def add_sheet(
    workbook: Any,
    name: str,
    *,
    header: Sequence[str],
    rows: Iterable[Sequence[str | int]],
    marks: Mapping[Cell, str] = NO_MARKS,
) -> Any:
    """A table with its header in bold and in view; returns the worksheet for further dressing.

    Numbers are written as such, texts as texts whatever they look like. `marks`: a cell by line,
    the header's being 0, and index, to the comment with which it is coloured. In a language that is
    written from the right its first column stands there.
    """
    # The process that reads a file knows no languages.
    from django.utils.translation import get_language

    from conference.writing.languages import direction

    sheet = workbook.add_worksheet(name)
    if direction(get_language() or "") == "rtl":
        sheet.right_to_left()
    text = workbook.add_format({"num_format": "@"})
    number = workbook.add_format({"num_format": "0"})
    bold = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    marked = workbook.add_format({"num_format": "@", "bg_color": MARK})
    for index, title in enumerate(header):
        # Cells typed below are texts too: a phone number keeps its zeros.
        sheet.set_column(index, index, min(max(len(title) + 2, 14), WIDEST), text)
    for line, cells in enumerate(chain([header], rows)):
        for index, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(line, index, cell, number)
            else:
                plain = bold if line == 0 else text
                comment = marks.get((line, index), "")
                sheet.write_string(line, index, cell[:LONGEST_CELL], marked if comment else plain)
                if comment:
                    # At once: the rows before the one that is written have left the memory.
                    sheet.write_comment(line, index, comment[:LONGEST_COMMENT], COMMENT)
    sheet.freeze_panes(1, 0)
    return sheet
