"""Which sheet and which rows of a file are read, what is passed over and what is said of it."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from conference.spreadsheets import Oddity
from delegates.importing.reading import (
    DelegationFrom,
    Layout,
    Reading,
    ReadingChoices,
    ReadingMemory,
    place_of,
)
from delegates.importing.reading.files import reading_of
from delegates.importing.reading.known_lists import split_honorific
from tests.readings import AS_IT_IS, reading_from
from tests.spreadsheets import sheets_of

HEADINGS = ["Delegation", "Given name", "Family name"]
Fill = Callable[[Any], None]


def workbook(**sheets: Sequence[Sequence[str]] | Fill) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            if callable(content):
                content(sheet)
            else:
                for line, cells in enumerate(content):
                    sheet.write_row(line, 0, cells)
    return file.getvalue()


def people(reading: Reading) -> list[tuple[str, ...]]:
    return [
        tuple(row.texts.get(name, "") for name in ("delegation", "given_name", "family_name"))
        for row in reading.rows
    ]


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


ASTRID = ("Norway", "Example Astrid", "Fjord")
OLE = ("Norway", "Example Ole", "Fjell")


# Sheets


def test_first_sheet_that_holds_the_headings_is_read() -> None:
    reading = reading_from(workbook(Cover=[["Welcome"]], Empty=[], List=[HEADINGS, ASTRID]))

    assert people(reading) == [ASTRID]
    assert reading.problems == []
    assert reading.notices == ["Only the sheet “List” was read, not: Cover, Empty."]


def test_every_sheet_with_the_headings_is_offered_and_the_ticked_ones_are_read() -> None:
    data = workbook(Norway=[HEADINGS, ASTRID], Notes=[["x"]], More=[HEADINGS, OLE])

    first, both = reading_from(data), reading_from(data, ReadingChoices(sheets=("Norway", "More")))

    assert [sheet.holds_headings for sheet in first.layout.sheets] == [True, False, True]
    assert "The headings are in other sheets too: More." in first.notices[1]
    assert people(both) == [ASTRID, OLE]
    places = [place_of(row.number, both.layout.read_sheets) for row in both.rows]
    assert places == ["Norway, 2", "More, 2"]
    assert len({row.number for row in both.rows}) == 2


def test_no_sheet_with_the_headings_names_each() -> None:
    def hide(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        sheet.hide()

    (problem,) = reading_from(workbook(Cover=[["Welcome"]], Empty=[], Away=hide)).problems

    assert "“Cover” begins with “Welcome”. “Empty” is empty. “Away” is hidden." in problem


def test_sheets_that_help_to_fill_in_our_files_are_neither_read_nor_named() -> None:
    people_of = [["Delegation", "Given name", "Family name"], ["Norway", "Astrid", "Fjord"]]
    data = workbook(
        Delegates=people_of,
        Examples=[
            ["Fictional examples, never imported", *people_of[0]],
            ["Example", "NO", "A", "B"],
        ],
        Explanations=[["Column", "What to write"], ["Delegation", "Country by name or code"]],
        Words=[["Delegation", "Kind"], ["Norway", "State"]],
        Notes=[["Column", "What to do"], ["Delegation", "Ask"]],
    )
    named_alike = workbook(Delegates=people_of, Words=people_of)

    reading, another = reading_from(data), reading_from(named_alike)

    assert reading.notices == ["Only the sheet “Delegates” was read, not: Notes."]
    assert [sheet.name for sheet in reading.layout.sheets] == ["Delegates", "Notes"]
    assert [sheet.name for sheet in another.layout.sheets] == ["Delegates", "Words"]


def test_letters_of_columns_are_no_headings_by_which_rows_were_chosen() -> None:
    choices = ReadingChoices(
        heading_line=0, columns={"a": "delegation", "b": "given_name", "c": "family_name"}
    )

    reading = reading_from(
        text("Norway;Astrid;Fjord", "Chile;Luz;Mar"),
        choices,
        memory=ReadingMemory(rows={"a": "Norway"}),
    )

    assert (len(reading.rows), reading.notices) == (2, [])


def test_hidden_sheet_is_read_where_somebody_ticks_it() -> None:
    def hide(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, OLE)
        sheet.hide()

    data = workbook(List=[HEADINGS, ASTRID], Away=hide)

    assert people(reading_from(data)) == [ASTRID]
    assert people(reading_from(data, ReadingChoices(sheets=("Away",)))) == [OLE]


# Headings


@pytest.mark.parametrize("line", [2, 10])
def test_what_stands_above_the_headings_is_passed_over_and_said(line: int) -> None:
    above = ["LIST OF DELEGATES"] + [""] * (line - 2)

    reading = reading_from(text(*above, ";".join(HEADINGS), ";".join(ASTRID)))

    assert people(reading) == [ASTRID]
    assert reading.notices == [
        f"Above the headings (line {line}) this was skipped: “LIST OF DELEGATES”."
    ]


def test_headings_further_down_are_found_where_somebody_says_so() -> None:
    data = text(*(["Cover"] * 10), ";".join(HEADINGS), ";".join(ASTRID))

    assert "not found in the first 10 lines" in reading_from(data).problems[0]
    assert people(reading_from(data, ReadingChoices(heading_line=11))) == [ASTRID]


def test_file_without_headings_is_read_by_the_letters_of_its_columns() -> None:
    choices = ReadingChoices(
        heading_line=0, columns={"a": "delegation", "b": "given_name", "c": "family_name"}
    )

    reading = reading_from(text(";".join(ASTRID), ";".join(OLE)), choices)

    assert (people(reading), reading.problems) == ([ASTRID, OLE], [])


@pytest.mark.parametrize(
    "lines",
    [
        ("Delegation;Name;;Function", ";Given;Family;"),
        ("Delegation;Name;;Function", ";Given name;Family name;"),
    ],
)
def test_headings_in_two_lines_are_one(lines: tuple[str, str]) -> None:
    reading = reading_from(text(*lines, ";".join([*ASTRID, "x"])))

    assert (people(reading), reading.problems) == ([ASTRID], [])


def test_second_line_of_nothing_but_further_headings_belongs_to_the_first() -> None:
    data = text(
        "Delegation;Given name;Family name;Contact",
        ";;;E-mail",
        ";".join([*ASTRID, "a@example.org"]),
    )

    (row,) = reading_from(data).rows

    assert (row.number, row.texts["email"]) == (3, "a@example.org")


def test_column_of_names_that_nobody_has_placed_is_a_problem() -> None:
    data = text("Delegation;Given name;Maiden name;Family name", "Norway;Astrid;Skog;Fjord")

    left_out = reading_from(data, ReadingChoices(columns={"maidenname": ""}))

    assert reading_from(data).problems == [
        (
            "The column “Maiden name” seems to hold names, but it is not known which part"
            " of them. Say below what it is, or leave it out."
        )
    ]
    assert (left_out.problems, left_out.notices) == ([], [])


def test_name_in_one_column_is_kept_as_it_stands() -> None:
    data = text("Delegation;Full name", "Norway;Example Astrid FJORD")

    reading = reading_from(data, remembered={"fullname": "full_name"})

    assert len(reading_from(data).problems) == 1
    assert people(reading) == [("Norway", "Example Astrid FJORD", "")]


@pytest.mark.parametrize(
    ("given", "middle", "expected"),
    [
        ("Astrid", "Marie", "Astrid Marie"),
        ("Astrid", "M.", "Astrid M."),
        ("Astrid", "", "Astrid"),
        ("Astrid", "-", "Astrid"),
        ("-", "Marie", "Marie"),
        ("", "Marie", "Marie"),
        ("-", "", "-"),
        ("Astrid Marie", "Marie", "Astrid Marie"),
        ("ASTRID MARIE", "marie", "ASTRID MARIE"),
        ("Astrid-Marie", "Marie", "Astrid-Marie"),
        ("Astrid M.", "M", "Astrid M."),
        ("Mariella", "Marie", "Mariella Marie"),
        ("Anna Liv Marie", "Anna Marie", "Anna Liv Marie Anna Marie"),
        ("Иван", "Иванович", "Иван Иванович"),
    ],
)
def test_middle_name_is_part_of_the_given_name_once(given: str, middle: str, expected: str) -> None:
    data = text("Delegation;Family name;Middle name;Given name", f"Norway;Fjord;{middle};{given}")

    reading = reading_from(data)

    assert (reading.problems, reading.notices) == ([], [])
    assert people(reading) == [("Norway", expected, "Fjord")]
    assert reading.columns == ("delegation", "family_name", "given_name")


def test_middle_name_beside_a_whole_one_is_a_problem_where_it_is_not_in_it() -> None:
    heading = "Delegation;Name as given;Middle name"
    held = reading_from(text(heading, "Norway;Astrid Marie FJORD;MARIE", "Norway;Ole FJELL;"))
    other = reading_from(
        text(heading, "Norway;Astrid FJORD;Marie", "Norway;Ole FJELL;", "Chile;Luz RÍO;Sol")
    )

    assert (held.problems, people(held)) == (
        [],
        [("Norway", "Astrid Marie FJORD", ""), ("Norway", "Ole FJELL", "")],
    )
    assert other.problems == [
        (
            "A whole name and a middle name are both given, and the whole name does not"
            " contain the middle one (lines 2, 4); leave one of them out."
        )
    ]


@pytest.mark.parametrize(
    ("name", "is_left_out"),
    [
        ("FJORD, Ms Astrid Marie", True),
        ("Astrid Marie Fjord", True),
        ("", True),
        ("Fjord-Skog, Astrid", False),
        ("Astrid Fjord (Liv)", False),
    ],
)
def test_whole_name_beside_its_parts_is_left_out_where_it_says_nothing_more(
    name: str, is_left_out: bool
) -> None:
    heading = "Attendee name;Title;First name;Middle name;Surname;Country"
    rows = ("Ole Fjell;;Ole;;Fjell;Norway", f"{name};Ms;Astrid;Marie;Fjord;Norway")

    reading = reading_from(text(heading, *rows))

    assert bool(reading.problems) is not is_left_out
    assert reading.notices == (
        [("The column “Attendee name” adds nothing to the parts of the name; it was left out.")]
        if is_left_out
        else []
    )


def test_registrations_exported_from_pretix_have_parts_of_names_below_a_caption() -> None:
    parts = ("Title", "Given name", "Middle name", "Family name")
    heading = ";".join(["Attendee name", *(f"Attendee name: {part}" for part in parts), "Country"])

    reading = reading_from(text(heading, "Ms Astrid Marie Fjord;Ms;Astrid;Marie;Fjord;NO"))

    assert reading.problems == []
    assert people(reading) == [("NO", "Astrid Marie", "Fjord")]


def test_other_columns_are_left_out_and_said() -> None:
    reading = reading_from(
        text(";".join([*HEADINGS, "Seat", "No."]), ";".join([*ASTRID, "x", "1"]))
    )

    assert reading.notices == ["These columns are not the template's and were left out: Seat, No.."]


# Rows


def test_hidden_rows_are_read_with_consent_only() -> None:
    def fill(sheet: Any) -> None:
        for line, cells in enumerate([HEADINGS, ASTRID, OLE, OLE]):
            sheet.write_row(line, 0, cells)
        sheet.set_row(1, options={"hidden": True})

    data = workbook(List=fill)
    reading = reading_from(data)

    assert people(reading) == [OLE, OLE]
    assert reading.layout.hidden_rows == 1
    assert reading.notices == [
        (
            "1 row is hidden or filtered out in the file and was not read (line 2). Tick the box"
            " below if it is to be imported."
        )
    ]
    assert people(reading_from(data, ReadingChoices(takes_hidden=True))) == [ASTRID, OLE, OLE]
    assert [column.samples for column in reading.layout.columns] == [[cell] for cell in OLE]


def test_hidden_columns_are_read_with_consent_only() -> None:
    def fill(sheet: Any) -> None:
        for line, cells in enumerate([[*HEADINGS, "Function"], [*ASTRID, "Adviser"]]):
            sheet.write_row(line, 0, cells)
        sheet.set_column(3, 3, None, None, {"hidden": True})

    data = workbook(List=fill)

    assert "function" not in reading_from(data).rows[0].texts
    assert "The column “Function” is hidden" in reading_from(data).notices[0]
    read = reading_from(data, ReadingChoices(takes_hidden=True))
    assert (read.rows[0].texts["function"], read.notices) == ("Adviser", [])


def test_hidden_column_of_names_is_a_problem() -> None:
    def fill(sheet: Any) -> None:
        for line, cells in enumerate([HEADINGS, ASTRID]):
            sheet.write_row(line, 0, cells)
        sheet.set_column(2, 2, None, None, {"hidden": True})

    assert reading_from(workbook(List=fill)).problems == [
        "The column “Family name” is hidden in the file. Say below whether it is read."
    ]


def test_lines_that_are_no_people_are_passed_over_and_said() -> None:
    reading = reading_from(
        text(
            ";".join(["No.", *HEADINGS]),
            ";".join(["1", *ASTRID]),
            "Total:;1;;",
            ";".join(["No.", *HEADINGS]),
            ";".join(["2", *OLE]),
            "3;;;",
            "Grand total;2;;",
            "* as of 3 May;;;",
        )
    )

    assert people(reading) == [ASTRID, OLE]
    assert [notice for notice in reading.notices if "No." not in notice] == [
        "Lines that repeat the headings were skipped: 4.",
        "Lines with totals were skipped: 3, 7.",
        "Below the last person this was skipped: “3 · * as of 3 May”.",
    ]


def test_prepared_lines_that_hold_nothing_but_a_number_are_passed_over() -> None:
    lines = [f"{number};{number};;;" for number in (2, 3)]

    reading = reading_from(
        text(";".join(["No.", "Nos", *HEADINGS]), *lines, ";".join(["4", "4", *ASTRID]))
    )

    assert people(reading) == [ASTRID]
    assert reading.notices[0] == (
        "Lines with nothing in the columns that are read were skipped: 2–3."
    )


def test_formulas_are_taken_as_they_were_stored_and_said() -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ASTRID[:2])
        sheet.write_formula(1, 2, '=UPPER("Fjord")', None, "FJORD")
        sheet.write_formula(2, 0, '=IF(1=2,1,"")', None, "")

    reading = reading_from(workbook(List=fill))

    assert people(reading) == [(*ASTRID[:2], "FJORD")]
    assert dict(reading.rows[0].oddities) == {"family_name": Oddity.FORMULA}
    assert reading.notices == [
        (
            "Some cells hold formulas; the values they had when the file was saved were"
            " used (lines 2)."
        )
    ]


# Where the delegation stands


def test_delegation_stands_once_above_its_people() -> None:
    data = text(
        "Country;Given name;Family name",
        "Parties;;",
        "Norway;;",
        ";Example Astrid;Fjord",
        "Sweden;Example Nils;Skog",
        ";Example Eva;Skog",
    )

    reading = reading_from(data, ReadingChoices(delegation_from=DelegationFrom.ABOVE))

    assert people(reading) == [
        ("Norway", "Example Astrid", "Fjord"),
        ("Sweden", "Example Nils", "Skog"),
        ("Sweden", "Example Eva", "Skog"),
    ]
    assert {row.section for row in reading.rows} == {"Parties"}


@pytest.mark.parametrize(
    ("choices", "delegation"),
    [
        (ReadingChoices(delegation_from=DelegationFrom.SHEET), "Norway"),
        (ReadingChoices(delegation_from=DelegationFrom.TEXT, delegation_text="Chile"), "Chile"),
    ],
)
def test_delegation_is_said_for_a_sheet_or_a_file(choices: ReadingChoices, delegation: str) -> None:
    data = workbook(Norway=[["Given name", "Family name"], ["Astrid", "Fjord"]])

    reading = reading_from(data, choices)

    assert "No column says which delegation" in reading_from(data).problems[0]
    assert (people(reading), reading.problems) == ([(delegation, "Astrid", "Fjord")], [])


# What somebody chooses


def test_rows_are_chosen_by_a_value_words_are_explained_and_nothing_is_nothing() -> None:
    data = text(
        "Delegation;Given name;Family name;Woman;Function;Day",
        "Norway;Example Astrid;Fjord;1;NA;first",
        "Norway;Example Ole;Fjell;0;Adviser;second",
        "Norway;Example Liv;Fjell;1;n/a;first",
    )
    choices = ReadingChoices(
        columns={"woman": "gender"},
        words={"gender": {"1": "female", "0": "male"}},
        nothing=("na",),
        only_column="day",
        only_value="first",
    )

    plain, reading = reading_from(data), reading_from(data, choices)

    assert [(row.texts["gender"], row.texts.get("function")) for row in reading.rows] == [
        ("female", None),
        ("female", None),
    ]
    assert "1 rows hold another value in that column and were not read." in reading.notices
    assert plain.layout.nothings == [("NA", 1), ("n/a", 1)]
    assert {each.heading: each.values for each in plain.layout.values}["Day"] == [
        ("first", 2),
        ("second", 1),
    ]
    with_gender = reading_from(data, ReadingChoices(columns={"woman": "gender"}))
    assert [(each.column, each.words) for each in with_gender.layout.words] == [
        ("gender", [("1", 2), ("0", 1)])
    ]


# Known lists


def test_registrations_exported_from_indico_are_known() -> None:
    data = text(
        "ID,Name,Email Address,Affiliation,Position,Registration date,Registration state",
        "7,Example Astrid Fjord,astrid@example.org,Norway,Adviser,2018-05-03,Completed",
    )

    reading = reading_from(data)

    assert dict(reading.rows[0].texts) == {
        "given_name": "Example Astrid Fjord",
        "email": "astrid@example.org",
        "delegation": "Norway",
        "function": "Adviser",
    }
    assert (reading.problems, reading.notices) == (
        [],
        ["The file was read as Indico's export of registrations."],
    )


def test_names_with_function_in_one_cell_are_known() -> None:
    lines = [
        ["Participants"],
        ["Parties"],
        ["NORWAY"],
        ["H.E. Ms. Example Astrid FJORD\nMinister\nWater Division\nMinistry of Energy"],
        ["Mr. Example Ole FJELL"],
        ["SWEDEN"],
        ["Example Nils SKOG\nAdviser"],
        ["Secretariat"],
    ]

    reading = reading_from(workbook(List=lines))

    assert [(dict(row.texts), row.section) for row in reading.rows] == [
        (
            {
                "delegation": "NORWAY",
                "honorific": "H.E. Ms.",
                "given_name": "Example Astrid FJORD",
                "function": "Minister",
                "department": "Water Division",
                "ministry": "Ministry of Energy",
            },
            "Parties",
        ),
        (
            {"delegation": "NORWAY", "honorific": "Mr.", "given_name": "Example Ole FJELL"},
            "Parties",
        ),
        (
            {"delegation": "SWEDEN", "given_name": "Example Nils SKOG", "function": "Adviser"},
            "Parties",
        ),
    ]
    assert reading.problems == []
    assert "Below the last person this was skipped: “Secretariat”." in reading.notices


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("H.E. Mr. Example FJORD", ("H.E. Mr.", "Example FJORD")),
        ("HE Ms Example FJORD", ("HE Ms", "Example FJORD")),
        ("S.E. Mme. Example FJORD", ("S.E. Mme.", "Example FJORD")),
        ("Excmo. Sr. Example FJORD", ("Excmo. Sr.", "Example FJORD")),
        ("Prof. Dr. Example FJORD", ("Prof. Dr.", "Example FJORD")),
        ("Г-жа Пример ФЬОРД", ("Г-жа", "Пример ФЬОРД")),
        ("M. Example FJORD", ("M.", "Example FJORD")),
        ("M. K. FJORD", ("", "M. K. FJORD")),
        ("Drew FJORD", ("", "Drew FJORD")),
        ("Mr.", ("", "Mr.")),
    ],
)
def test_only_a_known_form_of_address_is_parted_from_a_name(
    name: str, parts: tuple[str, str]
) -> None:
    assert split_honorific(name) == parts


def test_layout_and_choices_are_the_same_when_they_are_read_back() -> None:
    data = text("Delegation;Given name;Sex;Day", "Norway;A;7;NA", "Norway;B;7;x", "Norway;C;8;x")
    layout = reading_from(data).layout
    choices = ReadingChoices(
        sheets=("a",), columns={"x": ""}, words={"gender": {"7": "female"}}, nothing=("na",)
    )

    assert Layout.from_json(layout.as_json()) == layout
    assert ReadingChoices.from_json(choices.as_json()) == choices


# What was said of an earlier file


def test_what_is_blank_in_a_cell_is_a_name_in_a_name_and_clears_as_a_hyphen() -> None:
    memory = ReadingMemory(nothing=("na", "-"))
    text = b"Delegation;Given name;Family name;Function\nTJ;Wei;Na;n/a\nTJ;Na;Li;-"

    reading = reading_of(sheets_of(text), AS_IT_IS, memory)

    assert [dict(row.texts) for row in reading.rows] == [
        {"delegation": "TJ", "given_name": "Wei", "family_name": "Na"},
        {"delegation": "TJ", "given_name": "Na", "family_name": "Li", "function": "-"},
    ]


def test_cells_that_are_read_as_an_earlier_file_was_are_named() -> None:
    memory = ReadingMemory(words={"gender": {"1": "Female", "2": "Male"}}, nothing=("na",))
    text = b"Delegation;Given name;Gender;Function\nTJ;Wei;1;NA\nTJ;Li;1;Adviser"

    plain = reading_of(sheets_of(text), AS_IT_IS, memory)
    said = ReadingChoices(words={"gender": {"1": "Male"}}, nothing=("na",))
    asked = reading_of(sheets_of(text), said, memory)

    assert " ".join(plain.notices) == (
        "As answered for an earlier file, cells were read: “1” under “Gender” as"
        " “Female”, “NA” as nothing. Change this below if it is wrong."
    )
    assert asked.notices == []
