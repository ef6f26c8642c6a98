"""A room is closed or held: nobody else can have it, and the list shows why."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference, Room
from sessions.choices import BookingUse
from sessions.models import RoomBooking
from tests.factories import (
    ConferenceFactory,
    RoomBookingFactory,
    RoomFactory,
    SessionFactory,
    StaffRoleFactory,
    words,
)
from tests.here import HERE, here
from tests.races import while_uncommitted

LIST = here("agenda_roombooking_changelist")
ADD = here("agenda_roombooking_add")
NINE = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
"""In Dushanbe."""


@pytest.fixture
def hall() -> Room:
    conference: Conference = ConferenceFactory(slug=HERE)
    room: Room = RoomFactory(venue__conference=conference, name=words("Hall"), turn_round=15)
    return room


@pytest.fixture
def officer(hall: Room, client: Client) -> Client:
    role = StaffRoleFactory(conference=hall.conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def typed(room: Room, start: str, end: str, **changed: str) -> dict[str, Any]:
    return {
        "room": str(room.pk),
        "use": "closure",
        "starts_at_0": "2018-05-03",
        "starts_at_1": start,
        "ends_at_0": "",
        "ends_at_1": end,
        "note": "Sound check",
        **changed,
    }


def opening(hall: Room) -> None:
    """From nine to ten, and a quarter of an hour to clear the room."""
    SessionFactory(
        conference=hall.conference,
        room=hall,
        title=words("Opening"),
        starts_at=NINE,
        ends_at=NINE + dt.timedelta(hours=1),
    )


def test_room_is_closed_until_it_is_clear_and_the_trail_says_so(
    officer: Client, hall: Room
) -> None:
    opening(hall)

    officer.post(ADD, typed(hall, "10:15", "12"))

    closure = RoomBooking.objects.get(use=BookingUse.CLOSURE)
    assert (closure.starts_at, closure.clear_until) == (
        NINE + dt.timedelta(minutes=75),
        NINE + dt.timedelta(hours=3, minutes=15),
    )
    assert [(event.action, event.target_id) for event in AuditEvent.objects.all()] == [
        ("roombooking.added", closure.pk)
    ]


@pytest.mark.parametrize(
    ("start", "end", "changed", "refusal"),
    [
        (
            "10:14",
            "11",
            {},
            (
                "Hall is taken by “Opening”, Thursday 3 May, 09:00–10:00 (UTC+5)."
                " It takes 15 minutes to clear."
            ),
        ),
        ("8", "8:50", {"use": "hold"}, "Hall is taken by “Opening”"),
        ("12", "11", {}, "The end must be after the start."),
        ("12", "13", {"note": " "}, "This field is required."),
        ("12", "13", {"use": "session"}, "is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    officer: Client, hall: Room, start: str, end: str, changed: dict[str, str], refusal: str
) -> None:
    opening(hall)

    response = officer.post(ADD, typed(hall, start, end, **changed))

    assert refusal in response.content.decode()
    assert not RoomBooking.objects.exclude(use=BookingUse.SESSION).exists()


def test_closure_is_moved_within_its_own_time(officer: Client, hall: Room) -> None:
    closure = RoomBookingFactory(
        room=hall, starts_at=NINE, ends_at=NINE + dt.timedelta(hours=2), note="Floor is waxed"
    )
    url = here("agenda_roombooking_change", closure.pk)

    officer.post(url, typed(hall, "10", "11:30", use="hold", note="President’s office"))

    closure.refresh_from_db()
    assert (closure.starts_at, closure.use) == (NINE + dt.timedelta(hours=1), BookingUse.HOLD)
    event = AuditEvent.objects.get()
    assert sorted(event.fields) == ["ends_at", "note", "starts_at", "use"]


def test_what_sessions_book_is_not_here(officer: Client, hall: Room) -> None:
    opening(hall)
    RoomBookingFactory(room=hall)
    booked = RoomBooking.objects.get(use=BookingUse.SESSION)

    page = officer.get(LIST)

    assert [row.note for row in page.context["cl"].result_list] == ["Sound check"]
    assert officer.get(here("agenda_roombooking_change", booked.pk)).status_code == 404


def test_rooms_page_leads_to_its_closure(officer: Client, hall: Room) -> None:
    address = f"{ADD}?room={hall.pk}"
    assert address in officer.get(here("conference_room_change", hall.pk)).content.decode()

    form = officer.get(address).context["adminform"].form

    assert form["room"].value() == str(hall.pk)
    assert form["starts_at"].value() == [hall.conference.starts_on, ""]


@pytest.mark.django_db(transaction=True)
def test_session_that_takes_the_room_meanwhile_is_named(officer: Client, hall: Room) -> None:
    response = while_uncommitted(
        lambda: opening(hall), lambda: officer.post(ADD, typed(hall, "9", "10"))
    )

    assert "The room is already taken at this time." in response.content.decode()
    assert "Hall is taken by “Opening”" in response.content.decode()
