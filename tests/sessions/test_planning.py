"""A conference's programme as the warnings read it: from rows, in five queries."""

from typing import Any

import pytest

from conference.models import Conference, Room
from delegates.choices import Accreditation
from sessions.choices import SessionKind, SessionState
from sessions.models import Session
from sessions.planning import planned_programme
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    RoomBookingFactory,
    RoomFactory,
    SessionFactory,
    SessionPartFactory,
    VenueTravelFactory,
)


@pytest.fixture
def conference() -> Conference:
    made: Conference = ConferenceFactory()
    return made


def programme(conference: Conference) -> tuple[Session, Room, Room]:
    """A panel that overflows, led by somebody who is no delegate, with a panellist."""
    hall = RoomFactory(venue__conference=conference, booths=2, capacity=80)
    beside = RoomFactory(venue__conference=conference)
    session: Session = SessionFactory(conference=conference, room=hall, kind=SessionKind.PANEL)
    RoomBookingFactory(room=beside, overflow=True, session=session)
    SessionPartFactory(session=session, part="chair", delegate=None, name="A")
    SessionPartFactory(
        session=session,
        part="panellist",
        delegate=DelegateFactory(delegation__conference=conference),
    )
    VenueTravelFactory(first=hall.venue, second=beside.venue, minutes=10)
    return session, hall, beside


def test_planned_session_has_its_rooms_and_whom_it_announces(conference: Conference) -> None:
    session, hall, beside = programme(conference)
    panellist = session.parts.get(part="panellist").delegate
    refused = DelegateFactory(
        delegation__conference=conference, approved=True, accreditation=Accreditation.REJECTED
    )
    SessionPartFactory(session=session, part="panellist", delegate=refused)
    SessionFactory(conference=conference, state=SessionState.CANCELLED)
    SessionFactory(kind=SessionKind.PANEL)

    found = planned_programme(conference)

    (planned,) = found.sessions
    assert panellist is not None
    assert (planned.id, planned.room_ids) == (session.pk, (hall.pk, beside.pk))
    assert (planned.people, planned.is_led) == ({panellist.pk}, True)
    assert (found.rooms[hall.pk].booths, found.rooms[hall.pk].capacity) == (2, 80)
    assert found.minutes_between[beside.venue_id, hall.venue_id] == 10


@pytest.mark.parametrize("sessions", [1, 3])
def test_programme_is_read_in_five_queries(
    conference: Conference, sessions: int, django_assert_num_queries: Any
) -> None:
    for _number in range(sessions):
        programme(conference)

    with django_assert_num_queries(5):
        assert len(planned_programme(conference).sessions) == sessions
