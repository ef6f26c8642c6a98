"""A further text field of a delegate is a field of the model and a row in the list of columns.

The file to fill in, the import, its report, the export and the form follow: what this test adds is
all that has to be written.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from django.db import connection, models
from django.test import Client

from conference.addresses import admin_url
from delegates.admin.decisions.people import ReturnForm
from delegates.admin.delegates import DelegateAdmin
from delegates.admin.person.layout import delegate_fieldsets
from delegates.columns import COLUMNS, Column
from delegates.exporting.people import Format, exported
from delegates.importing.template import write_template
from delegates.models import Delegate
from tests.factories import RegistrationFieldFactory
from tests.page_forms import form_values
from tests.readings import reading_from
from tests.spreadsheets import sheet_of

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

DIET = Column("diet", "Diet", "What the person does not eat.", ("menu",))
HEADINGS = [
    "Delegation", "Kind", "Position", "Honorific", "Given name", "Family name", "Patronymic",
    "Name suffix", "Given name in own script", "Family name in own script", "Name in own script",
    "Language of own script", "Name as shown", "Diet", "Gender", "Function", "Department",
    "Ministry or organization", "Category", "Rank", "Rank represented", "In office since",
    "In the list", "Publication", "Hosting", "E-mail", "Phone", "Nationality", "Languages", "Hotel",
    "Arrival time", "Arrival place", "Arrival carrier", "Arrival flight or train",
    "Arrival by State aircraft", "Departure time", "Departure place", "Departure carrier",
    "Departure flight or train", "Departure by State aircraft", "Reference",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _trial_field(db: None) -> Iterator[None]:
    """In the model and, until the test is rolled back, in its table."""
    field = models.CharField("diet", max_length=20, blank=True, default="")
    field.contribute_to_class(Delegate, "diet")
    try:
        with connection.schema_editor() as editor:
            editor.add_field(Delegate, field)
        yield
    finally:
        Delegate._meta.local_fields.remove(field)
        Delegate._meta._expire_cache()
        del Delegate.diet


@pytest.fixture(autouse=True)
def _trial_column(_trial_field: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of the list; from it the page is laid out when the program starts."""
    before: list[Column] = []
    after: list[Column] = []
    for column in COLUMNS:
        (after if after or column.name == "gender" else before).append(column)
    columns = {column.name: column for column in (*before, DIET, *after)}
    monkeypatch.setattr(COLUMNS, "by_name", columns)
    monkeypatch.setattr(DelegateAdmin, "fieldsets", delegate_fieldsets())


@pytest.fixture
def ali(office: "Office", _trial_column: None) -> Delegate:
    office.imported("Delegation;Given name;Family name;Diet\nTJ;Ali;Valiev;No fish")
    return Delegate.objects.get()


def test_file_to_fill_in_offers_and_explains_it(office: "Office") -> None:
    file = io.BytesIO()

    write_template(file, office.conference)

    file.seek(0)
    assert list(sheet_of(file.getvalue()).rows[0].cells) == HEADINGS
    with ZipFile(file) as workbook:
        explanations = workbook.read("xl/worksheets/sheet3.xml").decode()
    assert str(DIET.explanation) in explanations


def test_import_registers_changes_keeps_and_clears_it(office: "Office", ali: Delegate) -> None:
    known = [Delegate.objects.get().diet]

    for cell in ("No meat", "", "-"):
        office.imported(f"Reference;Menu\n{ali.reference};{cell}")
        known.append(Delegate.objects.get().diet)

    assert known == ["No fish", "No meat", "No meat", ""]


def test_report_says_how_it_changes_and_what_is_wrong(office: "Office", ali: Delegate) -> None:
    text = f"Reference;Diet\n{ali.reference};No meat"
    too_long = f"Reference;Diet\n{ali.reference};{'x' * 21}"

    (change,) = office.check(text).rows[0].outcome.changes
    (problem,) = office.check(too_long).rows[0].problems

    assert (change.heading, change.old, change.new) == ("Diet", "No fish", "No meat")
    assert (problem.heading, problem.value) == ("Diet", "x" * 21)


@pytest.mark.parametrize("file_format", Format)
def test_what_is_exported_is_imported_and_changes_nothing(
    office: "Office", ali: Delegate, file_format: Format
) -> None:
    with exported(Delegate.objects.all(), office.conference, file_format) as file:
        content = file.read()

    heading, row = (line.cells for line in sheet_of(content).rows)
    assert list(heading[: len(HEADINGS)]) == HEADINGS
    assert dict(zip(heading, row, strict=True))["Diet"] == "No fish"
    (report,) = office.check_reading(reading_from(content)).rows
    assert (report.problems, report.outcome.changes) == ([], [])


def test_form_shows_and_saves_it(office: "Office", ali: Delegate, client: Client) -> None:
    client.force_login(office.organizer)
    url = admin_url(office.conference, "delegates_delegate_change", ali.pk)
    form = form_values(client.get(url).content.decode(), "delegate_form")

    client.post(url, form | {"diet": ["No meat"]})

    assert form["diet"] == ["No fish"]
    assert Delegate.objects.get().diet == "No meat"


def test_delegation_can_be_asked_to_correct_it(office: "Office", ali: Delegate) -> None:
    people = Delegate.objects.all()
    RegistrationFieldFactory(conference=office.conference, column="diet")

    form = ReturnForm(None, rows=people, conference=office.conference, by=office.organizer)

    assert ("diet", "Diet") in form.fields["to_correct"].choices
