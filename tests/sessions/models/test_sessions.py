import datetime as dt

import pytest
from django.db import IntegrityError

from sessions.choices import SessionState
from sessions.models import Session
from tests.factories import AT, RoomFactory, SessionFactory

HOUR = dt.timedelta(hours=1)


def test_session_ends_after_it_starts() -> None:
    with pytest.raises(IntegrityError, match="session_ends_after_it_starts"):
        SessionFactory(starts_at=AT, ends_at=AT)


@pytest.mark.parametrize(
    ("shift", "state", "is_refused"),
    [
        (0 * HOUR, SessionState.PLANNED, True),
        (HOUR / 2, SessionState.PLANNED, True),
        (HOUR, SessionState.PLANNED, False),
        (-HOUR, SessionState.PLANNED, False),
        (0 * HOUR, SessionState.CANCELLED, False),
    ],
)
def test_room_is_never_double_booked(
    shift: dt.timedelta, state: SessionState, is_refused: bool
) -> None:
    room = RoomFactory()
    SessionFactory(conference=room.conference, room=room, starts_at=AT, ends_at=AT + HOUR)

    def second() -> None:
        SessionFactory(
            conference=room.conference,
            room=room,
            starts_at=AT + shift,
            ends_at=AT + shift + HOUR,
            state=state,
        )

    if not is_refused:
        second()
        return
    with pytest.raises(IntegrityError, match="room_never_double_booked"):
        second()


def test_sessions_without_a_room_never_clash() -> None:
    session = SessionFactory()

    SessionFactory(conference=session.conference)

    assert Session.objects.count() == 2
