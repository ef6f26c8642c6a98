"""Arrival and departure: typed on the venue's clocks, known late, and changed at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import User
from delegates.columns import COLUMNS, Section
from delegates.exporting.people import Format, exported
from delegates.models import Delegate, FormDraft, Proposal, RegistrationField
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.services.registration import self_registration
from tests.factories import (
    DelegateFactory,
    FocalPointFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
)
from tests.page_forms import form_values
from tests.spreadsheets import sheet_of

TRAVEL = [column.name for column in COLUMNS.in_section(Section.TRAVEL)]
# Five hours ahead of UTC.
ZONE = "Asia/Dushanbe"
AT = dt.datetime(2027, 5, 23, 23, 30, tzinfo=dt.UTC)
SENT = {
    "arrival_at": "2027-05-24T04:30",
    "arrival_place": "Dushanbe",
    "arrival_carrier": "Turkish Airlines",
    "arrival_number": "TK 254",
    "arrival_aircraft": "no",
}


@pytest.fixture
def approved() -> Delegate:
    row: Delegate = DelegateFactory(approved=True, delegation__conference__time_zone=ZONE)
    conference = row.delegation.conference
    RegistrationSettingsFactory(
        conference=conference, opens_at=timezone.now() - dt.timedelta(hours=1), closes_at=None
    )
    for column in TRAVEL:
        RegistrationFieldFactory(conference=conference, column=column, is_required=True)
    return row


@pytest.fixture
def focal_point(approved: Delegate) -> User:
    user: User = FocalPointFactory(delegation=approved.delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def address(row: Delegate, name: str = "open_person") -> str:
    where = [row.delegation.conference.slug, row.delegation_id, row.pk]
    return reverse(f"registration:{name}", args=where)


def test_flight_of_whoever_is_approved_changes_at_once_and_is_shown_on_the_venues_clocks(
    site: Client, approved: Delegate
) -> None:
    first = site.get(address(approved)).text
    assert "<legend>Travel</legend>" in first
    assert 'type="datetime-local"' in first

    assert site.post(address(approved), SENT).status_code == 302

    approved.refresh_from_db()
    assert approved.arrival_at == AT
    assert [getattr(approved, name) for name in TRAVEL[1:5]] == [*SENT.values()][1:]
    assert not Proposal.objects.exists()
    assert 'value="2027-05-24T04:30"' in site.get(address(approved)).text


def test_nobody_waits_for_a_flight(approved: Delegate) -> None:
    lacks = Lacks(Asking(approved.delegation.conference))

    assert [column.name for column in lacks.columns(approved)] == TRAVEL
    assert lacks.holds_up(approved) == []


def test_what_is_typed_of_a_flight_comes_back(site: Client, approved: Delegate) -> None:
    site.post(address(approved, "typed"), {"arrival_at": "2027-05-25T01:00"})

    assert FormDraft.objects.get().typed == {"arrival_at": "2027-05-25T01:00"}
    assert 'value="2027-05-25T01:00"' in site.get(address(approved)).text


def test_conference_may_have_an_officer_decide_on_a_time(
    site: Client, approved: Delegate, focal_point: User
) -> None:
    RegistrationField.objects.filter(column="arrival_at").update(matters=True)

    site.post(address(approved), SENT)

    approved.refresh_from_db()
    assert (approved.arrival_at, approved.arrival_number) == (None, "TK 254")
    assert "24 May 2027, 04:30" in site.get(address(approved)).text


def test_officer_sees_changes_and_exports_it_and_history_names_it(
    site: Client, approved: Delegate, focal_point: User
) -> None:
    conference = approved.delegation.conference
    self_registration.change(
        delegate=approved,
        fields={"arrival_at": AT, "arrival_number": "TK 254"},
        by=focal_point,
        at=timezone.now(),
    )
    admin = Client()
    admin.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    page = admin_url(conference, "delegates_delegate_change", approved.pk)
    form = form_values(admin.get(page).text, "delegate_form")
    assert (form["arrival_at_0"], form["arrival_at_1"]) == (["2027-05-24"], ["04:30"])

    admin.post(page, form | {"arrival_at_1": ["05:00"], "departure_place": ["Khujand"]})

    approved.refresh_from_db()
    assert approved.arrival_at == AT + dt.timedelta(minutes=30)
    with exported(Delegate.objects.all(), conference, Format.XLSX) as file:
        heading, row = (line.cells for line in sheet_of(file.read()).rows)
    cells = dict(zip(heading, row, strict=True))
    assert cells["Arrival time"] == "2027-05-24 05:00"
    assert (cells["Arrival flight or train"], cells["Departure place"]) == ("TK 254", "Khujand")
    history = admin.get(admin_url(conference, "delegates_delegate_history", approved.pk)).text
    assert "arrival time" in history.lower()


def test_list_of_arrivals_is_in_their_order(approved: Delegate) -> None:
    conference = approved.delegation.conference
    late, early = (
        DelegateFactory(delegation=approved.delegation, arrival_at=AT + dt.timedelta(hours=hours))
        for hours in (2, 1)
    )
    admin = Client()
    admin.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    rows = admin_url(conference, "delegates_delegate_changelist")
    admin.post(
        admin_url(conference, "delegates_delegate_columns"), {"columns": ["arrival_cell", "state"]}
    )
    names = list(admin.get(rows).context["cl"].list_display)

    found = admin.get(rows, {"o": str(names.index("arrival_cell"))})

    assert "24 May 2027, 05:30" in found.text
    assert list(found.context["cl"].result_list)[:2] == [early, late]
