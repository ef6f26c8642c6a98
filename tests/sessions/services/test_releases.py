import datetime as dt
from functools import partial

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conference.errors import DomainError
from conference.models import AuditEvent, PublishedChange
from sessions.choices import FROM_WIDE_TO_NARROW, Audience
from sessions.facts import SessionFacts
from sessions.models import Release, Session, SessionVersion
from sessions.releases import reading
from sessions.releases.changes import changes
from sessions.services import audiences, programme, releases
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    UserFactory,
    words,
)
from tests.releasing import release

pytestmark = pytest.mark.django_db

AT = dt.datetime(2018, 4, 5, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def seen(session: Session) -> SessionFacts:
    [facts] = reading.current(session.conference)
    return facts


def test_release_says_what_was_planned_and_goes_on_saying_it() -> None:
    session = SessionFactory(title=words("Water"))
    SessionPartFactory(session=session, delegate__family_name="Rahimova")
    SessionOrganizerFactory(session=session)

    release(session)
    Session.objects.update(title=words("Fire"))

    [drafted] = reading.drafted(session.conference)
    facts = seen(session)
    assert facts.title == {"en": "Water"}
    assert (facts.people, facts.organizers) == (drafted.people, drafted.organizers)
    assert "RAHIMOVA" in facts.people[0].name


def test_chosen_sessions_are_told_and_each_change_raises_the_number_of_calendars() -> None:
    first = SessionFactory()
    other = SessionFactory(conference=first.conference, title=words("Other"))
    made = release(first, other)
    Session.objects.update(starts_at=first.starts_at - HOUR)

    again = release(first)

    assert (made.number, again.number) == (1, 2)
    told = {facts.code: facts for facts in reading.current(first.conference)}
    assert (told[first.code].sequence, told[other.code].sequence) == (1, 0)
    assert told[other.code].starts_at == first.starts_at
    versions = SessionVersion.objects.for_conference(first.conference)
    of_the_first = versions.filter(since=made)
    assert {row.session_id for row in of_the_first} == {first.pk, other.pk}
    assert {row.sequence for row in of_the_first} == {0}
    assert versions.count() == 3
    event = AuditEvent.objects.filter(action="agenda.released").latest("pk")
    assert event.detail == {"number": 2, "sessions": 1}


def test_release_that_tells_nothing_new_is_refused() -> None:
    session = SessionFactory(is_released=True)

    with pytest.raises(DomainError, match="Nothing"):
        release(session)

    assert Release.objects.count() == 1


def test_release_made_meanwhile_is_told() -> None:
    session = SessionFactory(is_released=True)
    Session.objects.update(title=words("Fire"))

    with pytest.raises(DomainError, match="made since you opened"):
        releases.release(
            conference=session.conference, codes=[session.code], after=0, by=UserFactory(), at=AT
        )


def test_what_no_reader_knew_of_is_cancelled_without_a_word() -> None:
    session = SessionFactory()
    programme.cancel(session=session, reason="Rain", by=UserFactory(), at=AT)

    assert reading.drafted(session.conference) == []


def test_cancelled_session_is_told_as_cancelled_and_again_when_it_is_held() -> None:
    session = SessionFactory(is_released=True)
    by = UserFactory()
    cancelled = programme.cancel(session=session, reason="Rain", note="Rain", by=by, at=AT)
    before = seen(session)
    release(cancelled)
    during = seen(session)
    held = programme.hold_after_all(session=cancelled, by=by, at=AT)
    release(held)

    assert [before.is_cancelled, during.is_cancelled, seen(session).is_cancelled] == [
        *(False, True, False)
    ]
    assert (during.note, during.sequence, seen(session).sequence) == ({"": "Rain"}, 1, 2)


def test_readers_are_never_told_of_two_sessions_in_one_room() -> None:
    """The draft never has two; a release of one without the other would."""
    first = SessionFactory(title=words("Water"), is_released=True)
    hall = first.room or RoomFactory(venue__conference=first.conference)
    Session.objects.update(room=hall)
    release(first)
    Session.objects.update(room=None)
    other = SessionFactory(
        conference=first.conference,
        title=words("Fire"),
        room=hall,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
    )

    with pytest.raises(DomainError, match="find “Water” and “Fire” in "):
        release(other)
    release(first, other)

    assert [facts.place is None for facts in reading.current(first.conference)] == [False, True]


def test_break_takes_no_room_from_what_is_released_beside_it() -> None:
    room = RoomFactory()
    desk, _coffee = (
        SessionFactory(conference=room.conference, room=room, kind=kind)
        for kind in ("registration", "break")
    )

    assert release(desk, _coffee).number == 1


def test_many_sessions_are_closed_at_the_cost_of_one() -> None:
    conference = ConferenceFactory()
    sessions = [
        SessionFactory(conference=conference, title=words(f"Secret {number}"), is_released=True)
        for number in range(4)
    ]

    def cost(some: list[Session]) -> int:
        with CaptureQueriesContext(connection) as asked:
            audiences.decide(sessions=some, audience=Audience.CLOSED, by=UserFactory(), at=AT)
        return len(asked)

    assert cost(sessions[:1]) == cost(sessions[1:])
    assert PublishedChange.objects.count() == 2
    assert AuditEvent.objects.filter(action="session.audience_decided").count() == 4
    assert all(facts.is_closed for facts in reading.current(conference))


def test_closed_session_is_closed_in_every_release_at_once() -> None:
    session = SessionFactory(title=words("Secret"), description=words("Plan"), is_released=True)
    SessionPartFactory(session=session)
    release(session)

    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)

    for version in SessionVersion.objects.all():
        assert version.audience == Audience.CLOSED
        assert set(version.facts) == {"code", "is_closed"}
    facts = seen(session)
    assert (facts.is_closed, facts.title, facts.people) == (True, {}, ())
    assert (facts.sequence, facts.changed_at) == (2, AT)


@pytest.mark.parametrize(
    ("former", "then", "told"),
    [
        (Audience.PUBLIC, Audience.DELEGATES, Audience.DELEGATES),
        (Audience.PUBLIC, Audience.INVITATION, Audience.INVITATION),
        (Audience.CLOSED, Audience.INVITATION, Audience.INVITATION),
        (Audience.DELEGATES, Audience.PUBLIC, Audience.DELEGATES),
        (Audience.INVITATION, Audience.DELEGATES, Audience.INVITATION),
        (Audience.INVITATION, Audience.CLOSED, Audience.INVITATION),
        (Audience.CLOSED, Audience.PUBLIC, Audience.CLOSED),
    ],
)
def test_narrower_audience_holds_at_once_and_a_wider_one_with_the_next_release(
    former: Audience, then: Audience, told: Audience
) -> None:
    session = SessionFactory(audience=former, title=words("Water"), is_released=True)

    audiences.decide(sessions=[session], audience=then, by=UserFactory(), at=AT)
    at_once = seen(session)
    session.refresh_from_db()
    further = changes([at_once], reading.drafted(session.conference))
    if further:
        release(session)

    assert at_once.audience == told
    assert at_once.is_closed == (Audience.CLOSED in {former, then})
    assert seen(session).audience == then
    assert bool(further) == (at_once.audience != then or at_once.is_closed)


def test_person_is_taken_out_of_every_release() -> None:
    session = SessionFactory()
    SessionPartFactory(
        session=session,
        delegate=DelegateFactory(delegation__conference=session.conference, family_name="Rahimova"),
    )
    stays = SessionPartFactory(session=session)
    release(session)
    Session.objects.update(title=words("Fire"))
    release(session)
    [gone] = [row.delegate for row in session.parts.exclude(pk=stays.pk)]

    taken = releases.take_out(conference=session.conference, delegate=gone.pk, at=AT)

    assert taken == 2
    assert "RAHIMOVA" not in str(list(SessionVersion.objects.values_list("facts", flat=True)))
    assert [one.delegate for one in seen(session).people] == [stays.delegate_id]


def test_releases_and_versions_stay_what_they_are() -> None:
    session = SessionFactory()
    release(session)
    between = release(SessionFactory(conference=session.conference))
    Session.objects.update(title=words("Fire"))
    release(session)
    former, current = (
        SessionVersion.objects.filter(session=session, until__isnull=not is_over)
        for is_over in (True, False)
    )
    current.update(sequence=2)

    for attempt in (
        lambda: Release.objects.update(number=7),
        lambda: current.update(session=SessionFactory()),
        lambda: former.update(until=between),
        lambda: current.update(sequence=1),
        current.get().delete,
    ):
        with pytest.raises(InternalError, match="pgtrigger"), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("former", "narrower"),
    [
        (Audience.PUBLIC, {*Audience} - {Audience.PUBLIC}),
        (Audience.CLOSED, {*FROM_WIDE_TO_NARROW}),
        (Audience.DELEGATES, {Audience.GROUPS, Audience.INVITATION}),
        (Audience.GROUPS, {Audience.INVITATION}),
        (Audience.INVITATION, set()),
    ],
)
def test_audience_of_a_version_becomes_narrower_alone(
    former: Audience, narrower: set[Audience]
) -> None:
    release(SessionFactory(audience=former))
    taken = set()
    for then in Audience:
        try:
            with transaction.atomic():
                SessionVersion.objects.update(audience=then)
                transaction.set_rollback(True)
        except InternalError:
            continue
        taken.add(then)

    assert taken == {former} | narrower


def test_release_of_many_sessions_takes_as_many_queries_as_of_one() -> None:
    def queries(count: int) -> int:
        rows = [SessionFactory()]
        conference = rows[0].conference
        rows += [SessionFactory(conference=conference) for _ in range(count - 1)]
        for row in rows:
            SessionPartFactory(session=row)
        ask = partial(
            releases.release,
            conference=conference,
            codes=[row.code for row in rows],
            after=0,
            by=UserFactory(),
            at=AT,
        )
        with CaptureQueriesContext(connection) as captured:
            ask()
        return len(captured)

    assert queries(1) == queries(12) == 17
