"""Taking delegates away: what the file holds, and that nobody takes one without a trace."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference
from conference.spreadsheets import Row
from delegates.choices import Accreditation
from delegates.columns import COLUMNS, export_only, heading_of
from delegates.exporting.people import Format, exported
from delegates.models import Delegate
from tests.explained import cost_of, explain_everything
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    RankFactory,
    StaffRoleFactory,
    words,
)
from tests.here import HERE, here
from tests.page_forms import form_values
from tests.spreadsheets import sheet_of

EXPORT = "delegates_delegate_export"
FURTHER = (
    "Accreditation",
    "Leads the delegation",
    "Has a photo",
    "Spouse of",
    "Badge serial",
    "Badge state",
)
LIST = here("delegates_delegate_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def references(rows: list[Row]) -> list[str]:
    """Of everybody in the file."""
    heading, *people = (row.cells for row in rows)
    return [row[heading.index("Reference")] for row in people]


def lines(content: bytes) -> list[Row]:
    return sheet_of(content).rows


@pytest.mark.parametrize("file_format", Format)
def test_export_holds_the_import_s_columns_in_protocol_order(
    conference: Conference, file_format: Format
) -> None:
    delegation = DelegationFactory(conference=conference)
    rank = RankFactory(conference=conference, name=words("Minister"))
    member = DelegateFactory(delegation=delegation, given_name="Ali", order=0, gender="male")
    head = DelegateFactory(
        delegation=delegation,
        given_name="Olim",
        order=1,
        rank=rank,
        category=CategoryFactory(conference=conference, letter="H"),
        is_category_set_by_hand=True,
        nationality=delegation.country,
    )
    delegation.head = head
    delegation.save()

    with exported(Delegate.objects.all(), conference, file_format) as file:
        heading, first, second = (row.cells for row in lines(file.read()))

    values = [dict(zip(heading, row, strict=False)) for row in (first, second)]
    assert heading == (*(str(column.label) for column in COLUMNS), *FURTHER)
    assert [row["Reference"] for row in values] == [head.reference, member.reference]
    assert [row["Position"] for row in values] == ["Head of delegation", "Member"]
    assert [row["Gender"] for row in values] == ["", "Male"]
    assert values[0] | {"Delegation": "", "Nationality": ""} == values[0] | {
        "Delegation": "",
        "Nationality": "",
        "Kind": "State",
        "Category": "H",
        "Rank": "Minister",
    }
    assert values[0]["Delegation"] == values[0]["Nationality"] == str(delegation.name)


@pytest.mark.parametrize("file_format", Format)
def test_export_never_holds_a_formula(conference: Conference, file_format: Format) -> None:
    delegation = DelegationFactory(conference=conference)
    for text in ("=1+1", "+1", "-1", "@x", "{=A1}", "=HYPERLINK(1)"):
        DelegateFactory(delegation=delegation, function=text, given_name=text)

    with exported(Delegate.objects.all(), conference, file_format) as file:
        content = file.read()

    assert [dict(row.oddities) for row in lines(content)] == [{}] * 7
    if file_format == Format.CSV:
        cells = [cell for row in lines(content) for cell in row.cells]
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


def test_export_never_holds_another_conference_s_delegates(conference: Conference) -> None:
    DelegateFactory()

    with exported(Delegate.objects.all(), conference, Format.CSV) as file:
        assert len(lines(file.read())) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_export_reads_the_same_number_of_times_whatever_its_length(
    conference: Conference, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        DelegateFactory(delegation__conference=conference)

    with django_assert_num_queries(13):
        exported(Delegate.objects.all(), conference, Format.CSV).close()


@pytest.mark.parametrize("file_format", Format)
def test_list_is_exported_as_it_is_filtered_with_a_trace(
    organizer: Client, conference: Conference, file_format: Format
) -> None:
    delegation = DelegationFactory(conference=conference)
    chosen = DelegateFactory(delegation=delegation, given_name="Ali", accreditation="submitted")
    DelegateFactory(delegation__conference=conference, given_name="Olim")

    link = f"{here(EXPORT, file_format)}?delegation__id__exact={delegation.pk}"
    answer = organizer.post(link, {"whom": "everybody"})

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="here-delegates.{file_format}"'
    )
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    rows = lines(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert references(rows) == [chosen.reference]
    event = AuditEvent.objects.get(action="delegates.exported")
    assert event.conference == conference
    assert event.detail == {
        "delegates": 1,
        "columns": [*(column.name for column in COLUMNS), *export_only.names()],
        "format": file_format,
    }


def test_chosen_rows_are_exported_by_the_list_s_action(
    organizer: Client, conference: Conference
) -> None:
    chosen = DelegateFactory(delegation__conference=conference)
    DelegateFactory(delegation__conference=conference)

    page = organizer.post(LIST, {"action": "export_csv", "_selected_action": [chosen.pk]})
    form = form_values(page.content.decode(), "export")
    answer = organizer.post(here(EXPORT, "csv"), form | {"whom": "everybody"})

    rows = lines(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert references(rows) == [chosen.reference]
    assert AuditEvent.objects.filter(action="delegates.exported").count() == 1


def test_the_approved_are_exported_unless_everybody_is_asked_for(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    approved = DelegateFactory(delegation=delegation, approved=True)
    pending = DelegateFactory(delegation=delegation)
    link = here(EXPORT, "csv")

    page = organizer.get(link)
    form = form_values(page.content.decode(), "export")
    files = [organizer.post(link, form), organizer.post(link, form | {"whom": "everybody"})]

    assert [count for _radio, count in page.context["choices"]] == [1, 2]
    assert form["whom"] == ["approved"]
    found = [references(lines(b"".join(file.streaming_content))) for file in files]  # type: ignore[attr-defined]
    assert found == [[approved.reference], [approved.reference, pending.reference]]


def test_chosen_rows_of_another_conference_are_not_exported(
    organizer: Client, conference: Conference
) -> None:
    stranger = DelegateFactory(approved=True)

    answer = organizer.post(
        here(EXPORT, "csv"), {"delegates": str(stranger.pk), "whom": "everybody"}
    )

    assert references(lines(b"".join(answer.streaming_content))) == []  # type: ignore[attr-defined]


def test_export_says_what_is_decided_who_leads_and_who_has_a_photo(conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    head = DelegateFactory(delegation=delegation, approved=True, photo="photos/aa/one.jpg")
    DelegateFactory(delegation=delegation)
    delegation.head = head
    delegation.save()

    with exported(Delegate.objects.all(), conference, Format.CSV) as file:
        rows = [row.cells[-len(FURTHER) :] for row in lines(file.read())]

    assert rows == [
        FURTHER,
        ("Approved", "Yes", "Yes", "", "", "To be printed"),
        ("Submitted", "No", "No", "", "", ""),
    ]


def test_what_only_an_export_has_is_passed_over_by_an_import(conference: Conference) -> None:
    heading = heading_of([*(str(column.label) for column in COLUMNS), *FURTHER, "Shoe size"])

    assert heading.unknown == ("Shoe size",)
    assert [*heading.places] == [column.name for column in COLUMNS]


def test_nobody_without_the_permission_exports(client: Client, conference: Conference) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)
    delegate = DelegateFactory(delegation__conference=conference)

    page = client.get(LIST).content.decode()
    answer = client.get(here(EXPORT, "csv"))
    client.post(LIST, {"action": "export_csv", "_selected_action": [delegate.pk]})

    assert "Export" not in page
    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(action="delegates.exported").exists()


def test_unknown_format_does_not_exist(organizer: Client) -> None:
    assert organizer.get(here(EXPORT, "pdf")).status_code == 404


def test_whose_spouse_somebody_is_is_asked_of_nobody_else(conference: Conference) -> None:
    """Compared one by one, everybody with everybody, 50,000 people take half a minute."""
    president = DelegateFactory(delegation__conference=conference)
    spouse = DelegateFactory(delegation=president.delegation, spouse_of=president)
    Delegate.objects.bulk_create(
        Delegate(
            conference=conference, delegation=president.delegation, family_name=f"Family{number}"
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    notices = explain_everything()

    one = Delegate.objects.filter(pk=spouse.pk)
    with exported(one, conference, Format.CSV) as file:
        heading, row = (line.cells for line in lines(file.read()))

    assert row[heading.index("Spouse of")] == president.reference
    assert cost_of(notices).rows < 300


def test_draft_stands_in_no_file_as_the_spouse_of_somebody(conference: Conference) -> None:
    draft = DelegateFactory(delegation__conference=conference, accreditation=Accreditation.DRAFT)
    DelegateFactory(delegation=draft.delegation, spouse_of=draft)

    with exported(Delegate.objects.all(), conference, Format.CSV) as file:
        heading, row = (line.cells for line in lines(file.read()))

    assert row[heading.index("Spouse of")] == ""
