import datetime as dt
from functools import partial

import pytest

from conference.errors import DomainError
from conference.models import AuditEvent, Room
from sessions.choices import SessionKind, SessionState
from sessions.models import RoomBooking, Session, SessionPart
from sessions.services import programme
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegationFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    words,
)
from tests.sessions.overflowing import overflow

NINE = dt.datetime(2018, 5, 3, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TAKEN = "Plenary Hall is taken by “Opening”, Thursday 3 May, 09:00–10:00 (UTC+5)."


@pytest.fixture
def hall() -> Room:
    return RoomFactory(name=words("Plenary Hall"))


def opening(hall: Room, **fields: object) -> Session:
    return SessionFactory(
        conference=hall.conference,
        room=hall,
        title=words("Opening"),
        starts_at=NINE,
        ends_at=NINE + HOUR,
        **fields,
    )


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_add_keeps_people_and_organizers_in_order() -> None:
    conference, by = ConferenceFactory(), UserFactory()
    first, second = (DelegationFactory(conference=conference) for _ in range(2))
    session = Session(
        conference=conference, title=words("Panel"), starts_at=NINE, ends_at=NINE + HOUR
    )

    programme.add(
        session=session,
        parts=[SessionPart(part="chair", name="B"), SessionPart(part="speaker", name="A")],
        organizers=[second, first],
        by=by,
        at=AT,
    )

    session.refresh_from_db()
    assert [part.name for part in session.parts.all()] == ["B", "A"]
    assert [row.delegation for row in session.session_organizers.all()] == [second, first]
    assert session.state == SessionState.PLANNED
    assert actions() == ["session.added"]


def test_room_taken_is_named_with_who_has_it_and_when(hall: Room) -> None:
    opening(hall)
    other = Session(
        conference=hall.conference,
        title=words("Panel"),
        room=hall,
        starts_at=NINE + HOUR / 2,
        ends_at=NINE + 2 * HOUR,
    )

    with pytest.raises(DomainError) as refused:
        programme.add(session=other, by=UserFactory(), at=AT)

    assert str(refused.value) == TAKEN


def test_room_is_free_from_the_minute_the_former_ends(hall: Room) -> None:
    opening(hall)
    other = Session(
        conference=hall.conference,
        title=words("Panel"),
        room=hall,
        starts_at=NINE + HOUR,
        ends_at=NINE + 2 * HOUR,
    )

    programme.add(session=other, by=UserFactory(), at=AT)

    assert hall.sessions.count() == 2


@pytest.mark.parametrize("fields", [{"room": None}, {"kind": SessionKind.BREAK}])
def test_rooms_beside_it_are_let_go_with_its_own(hall: Room, fields: dict[str, object]) -> None:
    session = opening(hall)
    overflow(session, RoomFactory(venue=hall.venue))
    for name, value in fields.items():
        setattr(session, name, value)

    programme.change(session=session, fields=list(fields), by=UserFactory(), at=AT)

    assert not RoomBooking.objects.exists()


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (SessionState.PLANNED, programme.hold_after_all),
        (SessionState.CANCELLED, partial(programme.cancel, reason="Rain")),
    ],
)
def test_step_that_is_not_next_is_refused(state: SessionState, step: object) -> None:
    session = SessionFactory(state=state)

    with pytest.raises(DomainError):
        step(session=session, by=UserFactory(), at=AT)  # type: ignore[operator]

    session.refresh_from_db()
    assert session.state == state
    assert actions() == []


def test_cancelled_session_gives_its_room_back(hall: Room) -> None:
    session = opening(hall)

    programme.cancel(session=session, reason="Rain", by=UserFactory(), at=AT)
    opening(hall)

    assert hall.sessions.count() == 2


def test_cancelled_session_cannot_take_place_again_in_a_room_given_away(hall: Room) -> None:
    session = opening(hall, state=SessionState.CANCELLED)
    opening(hall)

    with pytest.raises(DomainError) as refused:
        programme.hold_after_all(session=session, by=UserFactory(), at=AT)

    assert str(refused.value) == TAKEN
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_change_keeps_a_decision_taken_meanwhile() -> None:
    edited = SessionFactory()
    programme.cancel(session=edited, reason="Rain", by=UserFactory(), at=AT)

    edited.title = words("New title")
    programme.change(session=edited, fields=["title"], by=UserFactory(), at=AT)

    edited.refresh_from_db()
    assert (str(edited.title), edited.state) == ("New title", SessionState.CANCELLED)
