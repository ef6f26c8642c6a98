"""A room needs more minutes to be cleared: its bookings leave them, or two of them are named."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from conference.choices import Role
from conference.models import Conference, Room
from sessions.admin.on_rooms import too_soon
from sessions.choices import BookingUse
from sessions.models import RoomBooking, Session
from tests.counting import Counted
from tests.factories import ConferenceFactory, RoomFactory, SessionFactory, StaffRoleFactory, words
from tests.here import HERE, here
from tests.races import while_uncommitted

NINE = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
"""In Dushanbe."""


@pytest.fixture
def hall() -> Room:
    conference: Conference = ConferenceFactory(slug=HERE)
    room: Room = RoomFactory(venue__conference=conference, name=words("Hall"))
    return room


@pytest.fixture
def officer(hall: Room, client: Client) -> Client:
    role = StaffRoleFactory(conference=hall.conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def book(room: Room, minutes: int, title: str) -> None:
    """For a session of an hour, so many minutes after nine."""
    session: Session = SessionFactory(
        conference=room.conference,
        title=words(title),
        starts_at=NINE + dt.timedelta(minutes=minutes),
        ends_at=NINE + dt.timedelta(minutes=minutes + 60),
    )
    taken(room, session.starts_at, session.ends_at, session=session)


def close(room: Room, minutes: int, note: str) -> None:
    start = NINE + dt.timedelta(minutes=minutes)
    end = start + dt.timedelta(minutes=60)
    taken(room, start, end, use=BookingUse.CLOSURE, note=note)


def taken(room: Room, starts_at: dt.datetime, ends_at: dt.datetime, **fields: object) -> None:
    RoomBooking.objects.create(
        conference=room.conference,
        room=room,
        turn_round=room.turn_round,
        starts_at=starts_at,
        ends_at=ends_at,
        **fields,
    )


def send(officer: Client, room: Room, minutes: str) -> str:
    typed = {"venue": room.venue_id, "name_0": "Hall", "booths": "0", "order": "0"}
    url = here("conference_room_change", room.pk)
    response = officer.post(url, typed | {"turn_round": minutes})
    return response.content.decode()


def test_room_that_its_bookings_leave_no_time_to_clear_names_the_two(
    officer: Client, hall: Room
) -> None:
    book(hall, 0, "Opening")
    book(hall, 80, "First session")
    close(hall, 155, "Sound check")

    refused = send(officer, hall, "16")
    hall.refresh_from_db()
    assert hall.turn_round == 0
    assert (
        "Between “First session”, Thursday 3 May, 10:20–11:20 (UTC+5), and the closure “Sound"
        " check”, Thursday 3 May, 11:35–12:35 (UTC+5), there are 15 minutes to clear the room."
    ) in refused

    send(officer, hall, "15")
    hall.refresh_from_db()
    assert hall.turn_round == 15


def test_venues_page_refuses_it_at_the_rooms_row(officer: Client, hall: Room) -> None:
    book(hall, 0, "Opening")
    book(hall, 60, "First session")
    row = {"id": hall.pk, "venue": hall.venue_id, "name_0": "Hall", "turn_round": "5", "order": "0"}
    rows = {f"rooms-0-{name}": value for name, value in row.items()}
    counts = {"rooms-TOTAL_FORMS": "1", "rooms-INITIAL_FORMS": "1"}

    response = officer.post(
        here("conference_venue_change", hall.venue_id),
        {"name_0": "Palace", "order": "0", **counts, **rows},
    )

    assert "there are 0 minutes to clear the room." in response.content.decode()
    hall.refresh_from_db()
    assert hall.turn_round == 0


@pytest.mark.django_db(transaction=True)
def test_booking_that_comes_in_between_is_named_too(officer: Client, hall: Room) -> None:
    book(hall, 0, "Opening")

    refused = while_uncommitted(
        lambda: book(hall, 80, "Added meanwhile"), lambda: send(officer, hall, "30")
    )

    assert "The room is already taken at this time." in refused
    assert "“Added meanwhile”, Thursday 3 May, 10:20–11:20 (UTC+5), there are 20 minutes" in refused
    hall.refresh_from_db()
    assert hall.turn_round == 0


def test_two_bookings_of_many_are_found_in_two_queries_and_three_rows(hall: Room) -> None:
    for number in range(6):
        book(hall, number * 70, f"Session {number}")
    hall.turn_round = 15
    found = Counted()

    with connection.execute_wrapper(found):
        assert too_soon(hall)

    assert (found.queries, found.rows) == (2, 3)
