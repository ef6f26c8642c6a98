"""A room is one booking's until it is clear; a session's bookings follow the session."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from conference.models import Room
from sessions.choices import BookingUse, SessionState
from sessions.models import RoomBooking, Session
from tests.factories import AT, RoomFactory, SessionFactory

HOUR = dt.timedelta(hours=1)


def book(session: Session, room: Room, order: int = 0) -> RoomBooking:
    return RoomBooking.objects.create(
        conference=session.conference,
        room=room,
        turn_round=room.turn_round,
        session=session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        takes_place=session.state != SessionState.CANCELLED,
        order=order,
    )


@pytest.fixture
def room() -> Room:
    made: Room = RoomFactory(turn_round=15)
    return made


@pytest.fixture
def morning(room: Room) -> Session:
    session: Session = SessionFactory(
        conference=room.conference, room=None, starts_at=AT, ends_at=AT + HOUR
    )
    book(session, room)
    return session


def after(morning: Session, minutes: int) -> Session:
    start = morning.ends_at + dt.timedelta(minutes=minutes)
    session: Session = SessionFactory(
        conference=morning.conference, room=None, starts_at=start, ends_at=start + HOUR
    )
    return session


def test_room_is_taken_until_it_is_clear(morning: Session, room: Room) -> None:
    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        book(after(morning, 14), room)
    book(after(morning, 15), room)

    assert RoomBooking.objects.earliest("starts_at").clear_until == AT + HOUR * 1.25


def test_session_that_is_moved_takes_its_bookings_along(morning: Session, room: Room) -> None:
    book(morning, RoomFactory(venue=room.venue), order=1)

    Session.objects.update(starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)

    spans = set(RoomBooking.objects.values_list("starts_at", "ends_at"))
    assert spans == {(AT + HOUR, AT + 2 * HOUR)}


def test_session_that_would_move_into_another_stays(morning: Session, room: Room) -> None:
    later = after(morning, 15)
    book(later, room)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Session.objects.filter(pk=later.pk).update(starts_at=morning.ends_at)

    later.refresh_from_db()
    assert later.bookings.get().starts_at == later.starts_at


def test_programme_that_moves_is_compared_at_the_end(morning: Session, room: Room) -> None:
    later = after(morning, 15)
    book(later, room)

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
    Session.objects.update(state=SessionState.CANCELLED, published_at=AT)
    other = after(morning, -60)
    booked = book(other, room)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Session.objects.filter(pk=morning.pk).update(state=SessionState.PUBLISHED)
    booked.delete()
    Session.objects.filter(pk=morning.pk).update(state=SessionState.PUBLISHED)

    assert morning.bookings.get().takes_place


def test_more_time_to_clear_a_room_is_refused_where_the_next_comes_sooner(
    morning: Session, room: Room
) -> None:
    booked = book(after(morning, 20), room)

    with pytest.raises(IntegrityError, match="room_never_double_booked"), transaction.atomic():
        Room.objects.update(turn_round=30)
    Room.objects.update(turn_round=20)

    booked.refresh_from_db()
    assert booked.clear_until == booked.ends_at + dt.timedelta(minutes=20)


def test_closure_keeps_a_room_from_sessions(morning: Session, room: Room) -> None:
    closed = RoomBooking.objects.create(
        conference=room.conference,
        room=room,
        turn_round=room.turn_round,
        use=BookingUse.CLOSURE,
        note="Sound check",
        starts_at=morning.ends_at + HOUR,
        ends_at=morning.ends_at + 2 * HOUR,
    )

    in_the_way = RoomBooking.objects.in_the_way_of(
        room, morning.ends_at + dt.timedelta(minutes=15), morning.ends_at + HOUR
    )

    assert list(in_the_way) == [closed]
