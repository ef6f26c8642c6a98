"""Workbooks as other programs and other hands make them: parts elsewhere, rows hidden, cells
merged, numbers that are shown as something else.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from conference.spreadsheets import Oddity, SpreadsheetError, markup
from tests.hostile_workbooks import with_parts
from tests.spreadsheets import sheet_of, sheets_of

Fill = Callable[[Any, Any], None]
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def workbook(fill: Fill) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book.add_worksheet("People"), book)
    return file.getvalue()


def plain(sheet: Any, _book: Any) -> None:
    sheet.write_row(0, 0, ["Delegation", "Given name"])
    sheet.write_row(1, 0, ["Norway", "Example Astrid"])


CELLS = [("Delegation", "Given name"), ("Norway", "Example Astrid")]


def renamed(
    data: bytes, *changes: tuple[str, str], texts: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """The same workbook, with its parts called otherwise; `texts` changes what they say."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            name, content = entry.filename, old.read(entry)
            for before, after in changes:
                name = name.replace(before, after)
            for before, after in texts:
                content = content.replace(before.encode(), after.encode())
            info = zipfile.ZipInfo("part")
            info.filename = name
            new.writestr(info, content)
    return file.getvalue()


def with_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    xml = f'<worksheet xmlns="{NAMESPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return with_parts(workbook(plain), {SHEET: xml.encode()})


# Parts


@pytest.mark.parametrize(
    "data",
    [
        renamed(workbook(plain), ("/", "\\")),
        renamed(workbook(plain), ("xl/", "XL/")),
        renamed(workbook(plain), ("worksheets/sheet1", "Worksheets/SHEET1")),
        renamed(
            workbook(plain), ("styles.xml", "Formats.xml"), texts=(("styles.xml", "Formats.xml"),)
        ),
        renamed(
            workbook(plain),
            ("sharedStrings.xml", "words9.xml"),
            texts=(("sharedStrings.xml", "words9.xml"),),
        ),
        renamed(
            workbook(plain), ("workbook.xml", "book_a.xml"), texts=(("workbook.xml", "book_a.xml"),)
        ),
        renamed(workbook(plain), ("xl/", "office/book/"), texts=(("xl/", "office/book/"),)),
        renamed(workbook(plain), texts=(('Target="worksheets/', 'Target="/xl/worksheets/'),)),
        renamed(workbook(plain), texts=(('Target="worksheets/', 'Target="worksheets\\'),)),
        renamed(workbook(plain), texts=((NAMESPACE, STRICT),)),
    ],
    ids=[
        *("backslashes", "folder's case", "part's case", "styles", "texts", "workbook", "folder"),
        *("absolute", "backslash in a relation", "strict"),
    ],
)
def test_parts_are_found_by_what_they_are(data: bytes) -> None:
    assert [row.cells for row in sheet_of(data).rows] == CELLS


def test_sheets_of_charts_are_no_sheets_and_all_others_are_read_in_order() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=People!$A$1:$A$2"})
        book.add_chartsheet("Picture").set_chart(chart)
        book.add_worksheet("Empty")
        plain(book.add_worksheet("People"), book)
        hidden = book.add_worksheet("Away")
        hidden.write(0, 0, "x")
        hidden.hide()

    sheets = sheets_of(file.getvalue())

    assert [(sheet.name, sheet.is_hidden, len(sheet.rows)) for sheet in sheets] == [
        ("Empty", False, 0),
        ("People", False, 2),
        ("Away", True, 1),
    ]


def test_sheet_that_is_too_large_keeps_no_other_from_being_read() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Raw data").write(1_000_000, 0, "x")
        plain(book.add_worksheet("People"), book)

    large, people = sheets_of(file.getvalue())

    assert "has more than 50000 rows" in large.refusal
    assert (large.rows, [row.cells for row in people.rows]) == ([], CELLS)


def test_small_sheets_are_looked_over_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What all sheets may hold together is not used up by raw data."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Raw data").write_column(0, 0, ["x"] * 20)
        plain(book.add_worksheet("People"), book)
    monkeypatch.setattr(markup, "MOST_CELLS", 10)

    large, people = sheets_of(file.getvalue())

    assert "more than 10 cells" in large.refusal
    assert [row.cells for row in people.rows] == CELLS


def test_days_of_an_old_apple_workbook_are_its_own() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_datetime(0, 0, dt.datetime(2018, 5, 3), book.add_format({"num_format": 14}))

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as book:
        fill(book.add_worksheet(), book)

    assert sheet_of(file.getvalue()).rows[0].cells == ("2018-05-03",)


# Hidden


@pytest.mark.parametrize(
    "row",
    ['<row r="2" hidden="1">', '<row r="2" hidden="true">', '<row r="2" ht="0" customHeight="1">'],
)
def test_rows_that_nobody_sees_are_marked(row: str) -> None:
    cell = '<c t="inlineStr"><is><t>x</t></is></c>'

    rows = sheet_of(
        with_xml(f'<row r="1">{cell}</row>{row}{cell}</row><row r="3">{cell}</row>')
    ).rows

    assert [(row.line, row.is_hidden) for row in rows] == [(1, False), (2, True), (3, False)]


def test_rows_filtered_out_and_columns_hidden_are_marked() -> None:
    def fill(sheet: Any, book: Any) -> None:
        plain(sheet, book)
        sheet.autofilter(0, 0, 1, 1)
        sheet.set_row(1, options={"hidden": True})
        sheet.set_column(1, 2, 10, None, {"hidden": True})
        sheet.set_column(4, 4, 0)

    sheet = sheet_of(workbook(fill))

    assert [row.is_hidden for row in sheet.rows] == [False, True]
    assert sheet.hidden_columns == {1, 2, 4}


# Merged


def test_cells_merged_below_each_other_share_the_value() -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.merge_range("A1:A3", "Norway")
        sheet.write_column("B1", ["a", "b", "c", "d"])
        sheet.merge_range("C2:D3", "Adviser")

    rows = sheet_of(workbook(fill)).rows

    assert ["|".join(row.cells) for row in rows] == [
        "Norway|a|",
        "Norway|b|Adviser",
        "Norway|c|Adviser",
        "|d|",
    ]


def test_cell_of_a_merge_keeps_what_a_program_left_in_it() -> None:
    def cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    rows = f'<row r="1">{cell("A1", "Norway")}</row><row r="2">{cell("A2", "Chile")}</row>'
    data = with_xml(rows, after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')

    assert [row.cells for row in sheet_of(data).rows] == [("Norway",), ("Chile",)]


def test_merge_makes_no_row_of_an_empty_one_and_spreads_to_no_side() -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.merge_range("A1:A9", "Norway")
        sheet.write_column("B1", ["a", "b"])
        sheet.merge_range("A11:D11", "FRANCE")

    rows = sheet_of(workbook(fill)).rows

    assert [(row.line, row.cells[0], row.cells[1]) for row in rows] == [
        (1, "Norway", "a"),
        (2, "Norway", "b"),
        (11, "FRANCE", ""),
    ]


# What a cell holds


def odd(xml: str) -> Oddity | None:
    row = sheet_of(with_xml(f'<row r="1">{xml}<c r="B1"><v>7</v></c></row>')).rows[0]
    return row.oddities.get(0)


@pytest.mark.parametrize(
    ("cell", "oddity"),
    [
        ('<c r="A1" t="str"><f>A2</f><v>x</v></c>', Oddity.FORMULA),
        ('<c r="A1" t="str"><f>A2</f><v></v></c>', Oddity.FORMULA),
        ('<c r="A1"><f>A2</f><v>5</v></c>', Oddity.FORMULA),
        ('<c r="A1"><f>A2</f><v></v></c>', Oddity.UNCALCULATED),
        ('<c r="A1"><f>A2</f></c>', Oddity.UNCALCULATED),
        ('<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>', Oddity.ERROR),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Oddity.ERROR),
        ('<c r="A1" t="b"><v>1</v></c>', Oddity.BOOLEAN),
        ('<c r="A1" t="b"><f>TRUE()</f><v>0</v></c>', Oddity.BOOLEAN),
        ('<c r="A1" t="d"><v>2018-05-03</v></c>', Oddity.DATE),
        ('<c r="A1" t="inlineStr"><is><t>5</t></is></c>', None),
        ('<c r="A1"><v>5</v></c>', None),
    ],
)
def test_cell_that_is_no_typed_text_says_so(cell: str, oddity: Oddity | None) -> None:
    assert odd(cell) == oddity


@pytest.mark.parametrize(
    ("code", "oddity"),
    [
        *((code, None) for code in ("General", "0", "#,##0", "# ##0", "0.00", "@", "_-* #,##0_-")),
        *(
            (code, Oddity.SHOWN_OTHERWISE)
            for code in ("0%", "000 000 0000", "+0", "00000", "### ### ####", '"No. "0', "0.0E+00")
        ),
        *((code, Oddity.DATE) for code in ("yyyy-mm-dd", "hh:mm")),
    ],
)
def test_number_that_its_format_shows_otherwise_says_so(code: str, oddity: Oddity | None) -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_number(0, 0, 372_212, book.add_format({"num_format": code}))

    assert sheet_of(workbook(fill)).rows[0].oddities.get(0) == oddity


def test_row_of_nothing_but_empty_texts_is_blank_and_one_with_an_error_is_not() -> None:
    empty = '<c t="str"><f>A9</f><v></v></c><c t="inlineStr"><is><t> </t></is></c>'

    rows = sheet_of(
        with_xml(
            f'<row r="1">{empty}</row><row r="2"><c><f>A9</f></c></row>'
            '<row r="3"><c t="e"><v>#N/A</v></c></row>'
        )
    ).rows

    assert [row.line for row in rows] == [2, 3]


def test_archive_protected_by_a_password_is_named() -> None:
    data = bytearray(workbook(plain))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)

    with pytest.raises(SpreadsheetError, match="protected by a password"):
        sheets_of(bytes(data))
