import datetime as dt

import pytest
from django.db import IntegrityError

from conference.choices import ConferenceState
from sessions.choices import SessionState
from sessions.models import Session
from tests.factories import AT, RoomFactory, SessionFactory

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize("conference_state", ConferenceState)
@pytest.mark.parametrize("state", SessionState)
def test_public_is_what_is_published_in_what_is_published(
    state: SessionState, conference_state: ConferenceState
) -> None:
    session = SessionFactory(state=state, published_at=AT, conference__state=conference_state)
    expected = state != SessionState.DRAFT and conference_state != ConferenceState.DRAFT

    assert Session.objects.public().exists() == expected
    assert session.is_public == expected


def test_published_session_has_an_instant() -> None:
    with pytest.raises(IntegrityError, match="session_published_has_an_instant"):
        SessionFactory(state=SessionState.PUBLISHED)


def test_session_ends_after_it_starts() -> None:
    with pytest.raises(IntegrityError, match="session_ends_after_it_starts"):
        SessionFactory(starts_at=AT, ends_at=AT)


@pytest.mark.parametrize(
    ("shift", "state", "is_refused"),
    [
        (0 * HOUR, SessionState.DRAFT, True),
        (HOUR / 2, SessionState.DRAFT, True),
        (HOUR, SessionState.DRAFT, False),
        (-HOUR, SessionState.DRAFT, False),
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
            published_at=AT,
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
