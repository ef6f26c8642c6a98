"""A room is one booking's until it is clear; a session's bookings follow the session."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from conference.models import Room
from sessions.choices import SessionKind, SessionState
from sessions.models import RoomBooking, Session
from tests.factories import AT, RoomBookingFactory, RoomFactory, SessionFactory
from tests.sessions.overflowing import overflow

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def room() -> Room:
    made: Room = RoomFactory(turn_round=15)
    return made


@pytest.fixture
def morning(room: Room) -> Session:
    session: Session = SessionFactory(
        conference=room.conference, room=room, starts_at=AT, ends_at=AT + HOUR
    )
    return session


def after(morning: Session, minutes: int, **further: Any) -> Session:
    """In the same room."""
    start = morning.ends_at + dt.timedelta(minutes=minutes)
    times = {"starts_at": start, "ends_at": start + HOUR}
    session: Session = SessionFactory(
        conference=morning.conference, **{"room": morning.room} | times | further
    )
    return session


def booked() -> set[tuple[int | None, int, bool]]:
    return set(RoomBooking.objects.values_list("session", "room", "is_main"))


def test_room_is_taken_until_it_is_clear(morning: Session, room: Room) -> None:
    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        after(morning, 14)
    after(morning, 15)

    assert RoomBooking.objects.earliest("starts_at").clear_until == AT + HOUR * 1.25


def test_session_that_is_moved_takes_its_bookings_along(morning: Session, room: Room) -> None:
    overflow(morning, RoomFactory(venue=room.venue))

    Session.objects.update(starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)

    spans = set(RoomBooking.objects.values_list("starts_at", "ends_at"))
    assert spans == {(AT + HOUR, AT + 2 * HOUR)}


def test_session_that_would_move_into_another_stays(morning: Session, room: Room) -> None:
    later = after(morning, 15)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Session.objects.filter(pk=later.pk).update(starts_at=morning.ends_at)

    later.refresh_from_db()
    assert later.bookings.get().starts_at == later.starts_at


def test_programme_that_moves_is_compared_at_the_end(morning: Session, room: Room) -> None:
    later = after(morning, 15)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS room_never_double_booked DEFERRED")
        for session in (morning, later):
            session.starts_at, session.ends_at = session.starts_at + HOUR, session.ends_at + HOUR
            session.save()
        cursor.execute("SET CONSTRAINTS room_never_double_booked IMMEDIATE")

    assert later.bookings.get().clear_until == later.ends_at + dt.timedelta(minutes=15)


def test_cancelled_session_leaves_its_room_and_comes_back_if_that_is_free(
    morning: Session, room: Room
) -> None:
    Session.objects.update(state=SessionState.CANCELLED)
    other = after(morning, -60)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Session.objects.filter(pk=morning.pk).update(state=SessionState.PLANNED)
    Session.objects.filter(pk=other.pk).update(room=None)
    Session.objects.filter(pk=morning.pk).update(state=SessionState.PLANNED)

    assert morning.bookings.get().takes_place


def test_more_time_to_clear_a_room_is_refused_where_the_next_comes_sooner(
    morning: Session, room: Room
) -> None:
    later = after(morning, 20)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Room.objects.update(turn_round=30)
    Room.objects.update(turn_round=20)

    assert later.bookings.get().clear_until == later.ends_at + dt.timedelta(minutes=20)


def test_closure_keeps_a_room_from_sessions(morning: Session, room: Room) -> None:
    closed = RoomBookingFactory(
        room=room, starts_at=morning.ends_at + HOUR, ends_at=morning.ends_at + 2 * HOUR
    )

    in_the_way = RoomBooking.objects.in_the_way_of(
        room, morning.ends_at + dt.timedelta(minutes=15), morning.ends_at + HOUR
    )

    assert list(in_the_way) == [closed]


def test_main_room_is_booked_whoever_writes_it(morning: Session, room: Room) -> None:
    other: Room = RoomFactory(venue=room.venue)
    overflow(morning, other)

    Session.objects.update(room=other)
    moved = booked()
    Session.objects.update(room=None)
    left = booked()
    Session.objects.update(room=room)

    assert moved == {(morning.pk, other.pk, True)}
    assert left == set()
    assert booked() == {(morning.pk, room.pk, True)}


def test_session_goes_to_another_room_at_a_time_that_its_own_has_given_away(
    morning: Session, room: Room
) -> None:
    later = after(morning, 15)
    other = RoomFactory(venue=room.venue)

    Session.objects.filter(pk=morning.pk).update(
        room=other, starts_at=later.starts_at, ends_at=later.ends_at
    )

    assert booked() == {(morning.pk, other.pk, True), (later.pk, room.pk, True)}


def test_break_takes_no_room_from_anybody(morning: Session, room: Room) -> None:
    coffee = after(morning, -30, kind=SessionKind.BREAK)
    held_at = coffee.room

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Session.objects.filter(pk=coffee.pk).update(kind=SessionKind.PANEL)
    Session.objects.filter(pk=morning.pk).update(kind=SessionKind.BREAK)
    Session.objects.filter(pk=coffee.pk).update(kind=SessionKind.PANEL)

    assert held_at == room
    assert booked() == {(coffee.pk, room.pk, True)}
