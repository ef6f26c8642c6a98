"""Small workbooks that ask for more than a machine has, each as it was once sent."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Enough to be refused for.
CELLS = 3_200_000


@dataclass(frozen=True)
class HostileWorkbook:
    """`words` is how its refusal begins."""

    data: Callable[[], bytes]
    words: str


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    file = io.BytesIO()
    kept = zipfile.ZipFile(io.BytesIO(data))
    with kept, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in set(kept.namelist()) - set(parts):
            new.writestr(name, kept.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return file.getvalue()


def plain() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("People").write_row(0, 0, ["a", "b"])
    return file.getvalue()


def with_sheet(rows: bytes) -> bytes:
    xml = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (NAMESPACE, rows)
    return with_parts(plain(), {SHEET: xml})


def far_apart() -> bytes:
    """A reader lays out every cell between two: 550 GB. It knows small letters too."""
    return with_sheet(b'<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"><v>2</v></c></row>')


def empty_formulas() -> bytes:
    cells = b"<c><f/></c>" * 100
    return with_sheet(b"".join(b'<row r="%d">%s</row>' % (n, cells) for n in range(CELLS // 100)))


def empty_texts() -> bytes:
    """With blanks between them that do not pack as well as a bomb."""
    chance = random.Random(2018)
    blanks = b"".join(
        b"<si/>" * 20 + chance.choice((b" ", b"\n", b"\t")) for _ in range(CELLS // 20)
    )
    texts = b'<sst xmlns="%s">%s</sst>' % (NAMESPACE, blanks)
    row = b'<row><c t="s"><v>0</v></c></row>'
    xml = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (NAMESPACE, row)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("People").write_string(0, 0, "a")
    return with_parts(file.getvalue(), {SHEET: xml, "xl/sharedStrings.xml": texts})


WORKBOOKS = {
    "far apart": HostileWorkbook(far_apart, "The sheet has more than 50000 rows."),
    "empty formulas": HostileWorkbook(empty_formulas, "The sheet has more than 3000000 cells."),
    "empty texts": HostileWorkbook(empty_texts, "The sheet has more than 3000000 cells."),
}
