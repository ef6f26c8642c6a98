import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conference import scratch
from conference.spreadsheets import (
    CsvWriter,
    Oddity,
    SpreadsheetError,
    add_sheet,
    guarded,
    new_workbook,
    unguarded,
)
from conference.spreadsheets.sheets import MOST_COLUMNS, MOST_LINES
from tests.spreadsheets import sheet_of

Fill = Callable[[Any, Any], None]


def workbook(fill: Fill) -> bytes:
    """An .xlsx file whose first sheet is filled by `fill(sheet, book)`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book.add_worksheet("People"), book)
    return file.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    file = io.BytesIO()
    kept = zipfile.ZipFile(io.BytesIO(data))
    with kept, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in set(kept.namelist()) - set(parts):
            new.writestr(name, kept.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return file.getvalue()


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet_of(data).rows]


def refusal(data: bytes) -> str:
    with pytest.raises(SpreadsheetError) as caught:
        sheet_of(data)
    return str(caught.value)


PLAIN = workbook(lambda sheet, book: sheet.write_row(0, 0, ["a", "b"]))


# Workbooks


def test_workbook_gives_texts_and_the_lines_of_the_spreadsheet_program() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(2, 1, ["Given", "Раҳмон"])
        sheet.write_row(5, 1, ["x"])

    sheet = sheet_of(workbook(fill))

    assert [(row.line, row.cells) for row in sheet.rows] == [
        (3, ("", "Given", "Раҳмон")),
        (6, ("", "x", "")),
    ]


def test_workbook_numbers_come_as_they_were_typed() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, [992000000000, 1.5, 7, True, 9.92e20])

    row = sheet_of(workbook(fill)).rows[0]

    assert row.cells == ("992000000000", "1.5", "7", "TRUE", "9.92e+20")
    assert dict(row.oddities) == {3: Oddity.BOOLEAN, 4: Oddity.LONG_NUMBER}


def test_workbook_formulas_errors_and_dates_are_told_apart() -> None:
    def fill(sheet: Any, book: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, "typed")
        sheet.write_formula(0, 1, "=1+1", None, "2")
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
        sheet.write_datetime(0, 3, dt.datetime(2018, 5, 3), day)

    row = sheet_of(workbook(fill)).rows[0]

    assert dict(row.oddities) == {1: Oddity.FORMULA, 2: Oddity.ERROR, 3: Oddity.DATE}
    assert row.cells[3] == "2018-05-03"


def test_workbook_reads_the_first_visible_sheet_and_names_the_others() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        hidden, people, notes = (book.add_worksheet(name) for name in ("Lists", "People", "Notes"))
        hidden.write(0, 0, "not this")
        people.write(0, 0, "this")
        people.activate()
        people.set_first_sheet()
        notes.write(0, 0, "nor this")
        hidden.hide()

    sheet = sheet_of(file.getvalue())

    assert sheet.name == "People"
    assert [row.cells for row in sheet.rows] == [("this",)]


def test_workbook_macros_and_links_outside_never_reach_the_reader() -> None:
    links = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Type="t/worksheet" Target="file:///etc/passwd"
            TargetMode="External"/></Relationships>"""
    with_macro = with_parts(PLAIN, {"xl/vbaProject.bin": b"\0" * 100})

    assert cells(with_macro) == [("a", "b")]
    assert "not a workbook" in refusal(with_parts(PLAIN, {"xl/_rels/workbook.xml.rels": links}))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook>&a;</workbook>"),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE x><worksheet/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"),
        ("xl/workbook.xml", b"\0\1\2"),
    ],
)
def test_workbook_that_is_damaged_or_declares_entities_is_refused(part: str, text: bytes) -> None:
    assert "not a workbook" in refusal(with_parts(PLAIN, {part: text}))


def test_workbook_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    bomb = with_parts(PLAIN, {"xl/worksheets/sheet1.xml": b" " * (40 * 2**20)})

    assert len(bomb) < 100_000
    assert "far too large for a list of people" in refusal(bomb)


def test_workbook_whose_parts_together_are_too_large_is_refused() -> None:
    # Not compressible beyond the limit of a single part.
    large = bytes(range(256)) * (80 * 2**12)
    bomb = with_parts(PLAIN, {"xl/styles.xml": large, "xl/sharedStrings.xml": large})

    assert "far too large for a list of people" in refusal(bomb)


def test_workbook_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(with_parts(PLAIN, {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 5000}))
    size = (5003).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at : at + 4] = (10).to_bytes(4, "little")

    assert "not a workbook" in refusal(bytes(data))


def test_workbook_with_a_part_twice_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as plain:
        sheet = plain.read("xl/worksheets/sheet1.xml")
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet)

    assert "not a workbook" in refusal(file.getvalue())


def test_workbook_with_cells_at_opposite_corners_is_refused_before_it_is_laid_out() -> None:
    far = workbook(lambda sheet, book: (sheet.write(0, 0, "a"), sheet.write(0, 16_383, "z")))
    deep = workbook(lambda sheet, book: (sheet.write(0, 0, "a"), sheet.write(1_048_575, 0, "z")))

    assert f"more than {MOST_COLUMNS} columns" in refusal(far)
    assert f"more than {MOST_LINES} rows" in refusal(deep)


def test_workbook_with_a_million_empty_rows_is_refused_with_advice() -> None:
    rows = b"".join(b'<row r="%d"/>' % line for line in range(1, 1_000_001))
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (namespace, rows)

    assert "delete the empty rows" in refusal(
        with_parts(PLAIN, {"xl/worksheets/sheet1.xml": sheet})
    )


def test_workbook_that_repeats_one_huge_text_is_refused() -> None:
    def fill(sheet: Any, book: Any) -> None:
        for line in range(4000):
            sheet.write_string(line, 0, "x" * 32_000)

    assert "texts are far too long" in refusal(workbook(fill))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "old .xls workbook, or one with a password"),
        (b"PK\x03\x04 no zip", "not a workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x01" * 50, "not a spreadsheet"),
        (b"%PDF-1.7\n\x01\x02\x03", "not a spreadsheet"),
        ("Делегация;Имя\r\nТаджикистан;Раҳмон".encode("utf-16"), "UTF-16"),
        ("Delegation;Name".encode("utf-16-le"), "UTF-16"),
        ("Делегация;Имя\r\n".encode("cp1251"), "Windows-1251"),
        (b"a,b\r\nc,\0d\r\n", "line 2 contains a NUL byte"),
        (b'a,b\r\n"c,d\r\n', "quotation mark is not closed"),
        (b'a,b\r\n"c"d,e\r\n', "quotation mark is in the wrong place"),
        (b"a\r\n" + b"x" * 200_000, "longer than 100,000 characters"),
        (b"a\r\n" + b"\r\n" * 1_000_000, "delete the empty lines"),
        (b"," * 500, "more than 200 columns"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
def test_what_is_no_spreadsheet_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_other_zip_files_are_refused_by_name() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    ods = file.getvalue()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("bombs/inner.zip", ods)

    assert "save it as .xlsx" in refusal(ods)
    assert "a zip file, not a workbook" in refusal(file.getvalue())


# Text files


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_with_any_separator_and_line_end(mark: str, separator: str, end: str) -> None:
    text = mark + end.join(
        [separator.join(["Delegation", "Name"]), separator.join(["Тоҷикистон", '"A, B; C"']), ""]
    )

    assert cells(text.encode()) == [("Delegation", "Name"), ("Тоҷикистон", "A, B; C")]


def test_text_keeps_quoted_line_ends_and_counts_lines_as_a_spreadsheet_program() -> None:
    sheet = sheet_of(b'a;b\r\n"one\r\ntwo";"say ""x"""\r\n;\r\nlast;z\r\n')

    assert [(row.line, row.cells) for row in sheet.rows] == [
        (1, ("a", "b")),
        (2, ("one\r\ntwo", 'say "x"')),
        (4, ("last", "z")),
    ]


def test_text_may_name_its_separator_in_the_first_line() -> None:
    assert cells(b"sep=;\r\na;b,c\r\n") == [("a", "b,c")]


# Writing


@pytest.mark.parametrize("text", ["=1+1", "+992", "-", "-x", "@cmd", "\tx", "\rx", "'=x", "''-"])
def test_guard_is_put_on_and_taken_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_guarding_and_taking_the_guard_back_changes_no_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@＝＋－＠\t\r")
    for separator in ";\t\r\n":
        for cell in guarded(text).split(separator):
            assert cell.lstrip('" ')[:1] not in set("=+-@＝＋－＠")


@pytest.mark.parametrize("separator", [";", "\t", "\n", ";;", '; "', ';""'])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_sign_behind_another_separator_is_guarded(separator: str, sign: str) -> None:
    text = f"Ministry{separator}{sign}1+1"

    assert guarded(text) == f"Ministry{separator}'{sign}1+1"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_written_text_has_no_formula_whatever_separates_its_cells(delimiter: str) -> None:
    file = io.StringIO()
    CsvWriter(file).write(["=1+1", "a;=1+1;b", "c,=1", "x\n=1+1", '"; "=1+1', "＝1+1", "plain"])

    lines = csv.reader(io.StringIO(file.getvalue().removeprefix("\ufeff")), delimiter=delimiter)

    cells = [cell for line in lines for cell in line]
    assert [cell for cell in cells if cell.lstrip('" ')[:1] in set("=+-@＝＋－＠")] == []
    assert file.getvalue().count('"') >= 2 * 7


@pytest.mark.parametrize("text", ["'Abd", "O'Brien", "", "a=b", "' ="])
def test_guard_leaves_harmless_texts_alone(text: str) -> None:
    assert (guarded(text), unguarded(text)) == (text, text)


def test_written_workbook_holds_no_formula_number_or_link() -> None:
    row = ["=1+1", "0044", "https://example.org", "@x", "Раҳмон", "{=A1}"]
    file = io.BytesIO()
    with new_workbook(file) as book:
        add_sheet(book, "People", header=["h"] * 6, rows=[row])

    read_back = sheet_of(file.getvalue()).rows[1]

    assert read_back.cells == tuple(row)
    assert dict(read_back.oddities) == {}


def test_written_text_file_starts_no_cell_with_a_formula() -> None:
    file = io.StringIO()
    writer = CsvWriter(file)
    writer.write(["=1+1", "-", 'say "x"', "Раҳмон"])

    assert file.getvalue() == '\ufeff"\'=1+1","\'-","say ""x""","Раҳмон"\r\n'


@pytest.mark.parametrize("index", ["999999", "0" * 5000, "-1", "one"])
def test_a_shared_text_that_does_not_exist_is_damage(index: str) -> None:
    """int() itself refuses more than some thousand digits."""
    whole = workbook(lambda sheet, _book: sheet.write_string(0, 0, "Delegation"))
    name = "xl/worksheets/sheet1.xml"
    sheet = zipfile.ZipFile(io.BytesIO(whole)).read(name)
    forged = sheet.replace(b"<v>0</v>", f"<v>{index}</v>".encode())
    assert forged != sheet

    assert "not a workbook that can be read" in refusal(with_parts(whole, {name: forged}))


def test_rows_wait_where_the_sweep_finds_what_a_killed_process_leaves() -> None:
    """The writer keeps them in plain files of its own until the workbook is closed."""
    with scratch.scratch():
        left_by_others = set(scratch.unfinished().iterdir())
    with new_workbook(io.BytesIO()) as book:
        add_sheet(book, "People", header=["Name"], rows=[["Zarina"]] * 1000)
        (folder,) = set(scratch.unfinished().iterdir()) - left_by_others
        waiting = [path.read_bytes() for path in folder.iterdir()]

    assert [b"Zarina" in rows for rows in waiting] == [True]
    assert not folder.exists()


@pytest.mark.parametrize(("language", "is_turned"), [("en", False), ("ar", True)])
def test_first_column_stands_where_lines_begin(language: str, is_turned: bool) -> None:
    file = io.BytesIO()

    with translation.override(language), new_workbook(file) as workbook:
        add_sheet(workbook, "People", header=["Name"], rows=[["Ada"]])

    with zipfile.ZipFile(file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet) == is_turned
