"""The file of rows that were not imported: what it says, marks and offers, and its way back."""

import io
import re
import zipfile
from xml.etree import ElementTree

from delegates.importing.reading import DelegationFrom, ReadingChoices
from delegates.importing.rejected import RejectedRow, write_rejected
from tests.readings import reading_from
from tests.spreadsheets import sheets_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS = {"delegation": ["Norway", "Chile"], "gender": ["Female", "Male"]}
LIST = "Given name;Family name;Sex;Seat\nAstrid;Fjord;1;x\nOle;Fjell;perhaps;y\nLiv;Skog;1;z"
CHOICES = ReadingChoices(
    delegation_from=DelegationFrom.TEXT,
    delegation_text="Norge",
    words={"gender": {"1": "female"}},
)


def written(*rows: RejectedRow, text: str = LIST, choices: ReadingChoices = CHOICES) -> bytes:
    file = io.BytesIO()
    write_rejected(file, reading_from(text.encode(), choices), rows, WORDS)
    return file.getvalue()


OLE = RejectedRow(3, {"gender": "is not one of: Female, Male"}, "Gender: “perhaps” is not one of")
LIV = RejectedRow(4, {}, "perhaps the same as somebody")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_rows_come_with_reason_and_line_in_the_columns_of_the_template() -> None:
    rows = sheets_of(written(OLE, LIV))[0].rows

    assert [row.cells for row in rows] == [
        (
            *("Delegation", "Given name", "Family name", "Gender"),
            *("Reason", "Line in the original"),
        ),
        ("Norge", "Ole", "Fjell", "perhaps", OLE.reason, "3"),
        ("Norge", "Liv", "Skog", "female", LIV.reason, "4"),
    ]


def test_faulty_cell_is_coloured_and_says_why() -> None:
    data = written(OLE, LIV)
    sheet = ElementTree.fromstring(part(data, "xl/worksheets/sheet1.xml"))
    styles = {cell.get("r"): cell.get("s") for cell in sheet.iter(f"{MAIN}c")}

    plain = {styles[place] for place in ("A2", "B2", "C2", "D3")}
    comments = part(data, "xl/comments1.xml")
    assert (len(plain), styles["D2"] in plain) == (1, False)
    assert re.findall(r'<comment ref="(\w+)"', comments) == ["D2"]
    assert "is not one of: Female, Male" in comments


def test_cells_offer_the_choices_of_the_template() -> None:
    data = written(OLE, LIV)

    found = re.findall(
        r'sqref="([A-Z0-9:]+)"><formula1>([^<]+)', part(data, "xl/worksheets/sheet1.xml")
    )
    assert found == [("A2:A3", "'Words'!$A$2:$A$3"), ("D2:D3", "'Words'!$B$2:$B$3")]
    assert [row.cells for row in sheets_of(data)[1].rows] == [
        ("Delegation", "Gender"),
        ("Norway", "Female"),
        ("Chile", "Male"),
    ]


def test_corrected_file_needs_none_of_the_choices_about_the_original() -> None:
    again = reading_from(written(OLE, LIV))

    assert (again.problems, again.notices) == ([], [])
    assert [sheet.name for sheet in again.layout.sheets] == ["Not imported"]
    assert [(row.texts["delegation"], row.texts["given_name"]) for row in again.rows] == [
        ("Norge", "Ole"),
        ("Norge", "Liv"),
    ]


def test_section_of_the_list_is_kept() -> None:
    text = "Country;Given name;Family name\nParties;;\nNorway;;\n;Ole;Fjell"
    choices = ReadingChoices(delegation_from=DelegationFrom.ABOVE)
    row = RejectedRow(4, {}, "why")

    again = reading_from(written(row, text=text, choices=choices))

    assert [(row.section, row.texts["delegation"]) for row in again.rows] == [("Parties", "Norway")]
