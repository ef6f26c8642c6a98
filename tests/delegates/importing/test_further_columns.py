"""A patronymic has a column of its own, and a column may hold a date."""

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest

from conference.spreadsheets import add_sheet, new_workbook
from delegates.exporting.people import Format, exported
from delegates.models import Delegate
from tests.readings import reading_from
from tests.spreadsheets import sheet_of

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

HEADINGS = "Delegation;Given name;Family name"


def test_patronymic_is_no_part_of_the_given_name_and_a_middle_name_is(office: "Office") -> None:
    office.imported(f"{HEADINGS};Отчество;Middle name\nTJ;Ali;Valiev;Karimovich;Rustam")

    delegate = Delegate.objects.get()
    assert (delegate.given_name, delegate.patronymic) == ("Ali Rustam", "Karimovich")
    assert Delegate.objects.matching("karimovich valiev").get() == delegate


@pytest.mark.parametrize("said", ["2024-05-31", "31.05.2024", "2024-5-31", "2024-05-31T00:00:00"])
def test_date_is_read_as_people_and_spreadsheets_write_it(office: "Office", said: str) -> None:
    office.imported(f"{HEADINGS};In office since\nTJ;Ali;Valiev;{said}")

    assert Delegate.objects.get().in_office_since == dt.date(2024, 5, 31)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("05/06/2024", "may be read as two days; write it as 2024-05-31"),
        ("31.02.2024", "is not a day of the calendar"),
        ("last year", "is not a date; write it as 2024-05-31 or 31.05.2024"),
    ],
)
def test_date_that_cannot_be_read_is_a_problem_of_its_column(
    office: "Office", said: str, reason: str
) -> None:
    (row,) = office.check(f"{HEADINGS};In office since\nTJ;Ali;Valiev;{said}").rows

    (problem,) = row.problems
    assert (problem.heading, problem.value, problem.reason) == ("In office since", said, reason)


def test_date_of_a_spreadsheet_is_taken_where_a_date_is_asked_and_nowhere_else(
    office: "Office",
) -> None:
    file = io.BytesIO()
    with new_workbook(file) as workbook:
        sheet = add_sheet(
            workbook, "Delegates", header=[*HEADINGS.split(";"), "In office since"], rows=()
        )
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(1, 0, ["TJ", "Ali", "Valiev"])
        sheet.write_datetime(1, 3, dt.datetime(2024, 5, 31), day)
        sheet.write_row(2, 0, ["TJ", "Zarina"])
        sheet.write_datetime(2, 2, dt.datetime(2024, 5, 31), day)

    first, second = office.check_reading(reading_from(file.getvalue())).rows

    assert first.problems == []
    assert first.outcome.plan.values["in_office_since"] == "2024-05-31"
    assert [problem.column for problem in second.problems] == ["family_name"]


def test_date_is_kept_changed_cleared_and_exported(office: "Office") -> None:
    office.imported(f"{HEADINGS};In office since\nTJ;Ali;Valiev;2024-05-31")
    reference = Delegate.objects.get().reference
    with exported(Delegate.objects.all(), office.conference, Format.XLSX) as file:
        heading, row = (line.cells for line in sheet_of(file.read()).rows)
    known = []

    for cell in ("", "01.06.2024", "-"):
        office.imported(f"Reference;In office since\n{reference};{cell}")
        known.append(Delegate.objects.get().in_office_since)

    assert dict(zip(heading, row, strict=True))["In office since"] == "2024-05-31"
    assert known == [dt.date(2024, 5, 31), dt.date(2024, 6, 1), None]
