import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from conference.errors import DomainError
from conference.models import AuditEvent
from conference.models.conferences import validate_time_zone
from sessions.models import Document, Session, SessionVersion
from sessions.services.time_zone import correct_time_zone, same_wall_time
from tests.factories import (
    AT,
    BadgeTypeFactory,
    ConferenceFactory,
    DocumentFactory,
    RoomBookingFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    words,
)

DUSHANBE = ZoneInfo("Asia/Dushanbe")


def at(hour: int, minute: int = 0, day: int = 3) -> dt.datetime:
    return dt.datetime(2018, 5, day, hour, minute, tzinfo=DUSHANBE)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
def test_sessions_keep_their_time_on_the_wall(zone: str) -> None:
    room = RoomFactory()
    spans = [(at(9), at(10)), (at(10), at(11)), (at(11), at(12)), (at(22), at(1, 30, day=4))]
    rows = [
        SessionFactory(conference=room.conference, room=room, starts_at=start, ends_at=end)
        for start, end in spans
    ]

    conference = correct_time_zone(
        conference=room.conference, time_zone=zone, by=UserFactory(), at=AT
    )

    for row, (start, end) in zip(rows, spans, strict=True):
        row.refresh_from_db()
        assert conference.local(row.starts_at).replace(tzinfo=None) == start.replace(tzinfo=None)
        assert conference.local(row.ends_at).replace(tzinfo=None) == end.replace(tzinfo=None)
        assert row.starts_at != start


def test_programme_that_is_saved_in_several_statements_moves_as_one() -> None:
    """The first statement puts its sessions where those of the next still are."""
    room, quarter = RoomFactory(), dt.timedelta(minutes=15)
    Session.objects.bulk_create(
        Session(
            conference=room.conference,
            room=room,
            title=words("Session"),
            starts_at=at(0) + number * quarter,
            ends_at=at(0) + (number + 1) * quarter,
        )
        for number in range(600)
    )

    conference = correct_time_zone(
        conference=room.conference, time_zone="America/New_York", by=UserFactory(), at=AT
    )

    first = Session.objects.earliest("starts_at")
    assert conference.local(first.starts_at).replace(tzinfo=None) == dt.datetime(2018, 5, 3)


def test_what_was_released_keeps_its_time_on_the_wall_too_and_calendars_notice() -> None:
    draft = SessionFactory()
    public = SessionFactory(conference=draft.conference, is_released=True)

    correct_time_zone(conference=draft.conference, time_zone="Asia/Tokyo", by=UserFactory(), at=AT)

    [told] = SessionVersion.objects.all()
    public.refresh_from_db()
    assert (told.session, told.starts_at, told.ends_at) == (
        public, public.starts_at, public.ends_at,
    )  # fmt: skip
    assert told.starts_at != draft.starts_at
    assert (told.sequence, told.changed_at) == (1, AT)
    event = AuditEvent.objects.get(action="conference.time_zone_corrected")
    assert event.detail == {"from": "Asia/Dushanbe", "to": "Asia/Tokyo", "sessions": 2}


def test_other_conferences_stay() -> None:
    here, elsewhere = SessionFactory(), SessionFactory()
    before = elsewhere.starts_at

    correct_time_zone(conference=here.conference, time_zone="Asia/Tokyo", by=UserFactory(), at=AT)

    elsewhere.refresh_from_db()
    assert (elsewhere.starts_at, elsewhere.conference.time_zone) == (before, "Asia/Dushanbe")


def test_unknown_zone_is_refused() -> None:
    session = SessionFactory()

    with pytest.raises(DomainError):
        correct_time_zone(
            conference=session.conference, time_zone="Asia/Nowhere", by=UserFactory(), at=AT
        )


@pytest.mark.parametrize(
    ("spans", "refusal"),
    [
        # In Lisbon the clocks go from 01:00 to 02:00 in that night.
        ([(30, 100), (120, 180)], "“Session 0” and “Session 1”, Sunday 25 March, 02:00–03:00"),
        ([(65, 125)], "“Session 0” would end before it starts"),
    ],
)
def test_night_on_which_the_new_zone_changes_its_clocks_is_told(
    spans: list[tuple[int, int]], refusal: str
) -> None:
    room = RoomFactory()
    midnight = dt.datetime(2018, 3, 25, tzinfo=DUSHANBE)
    for number, (start, end) in enumerate(spans):
        SessionFactory(
            conference=room.conference,
            room=room,
            title=words(f"Session {number}"),
            starts_at=midnight + dt.timedelta(minutes=start),
            ends_at=midnight + dt.timedelta(minutes=end),
        )

    with pytest.raises(DomainError) as refused:
        correct_time_zone(
            conference=room.conference, time_zone="Europe/Lisbon", by=UserFactory(), at=AT
        )

    assert str(refused.value).startswith(refusal)
    room.conference.refresh_from_db()
    assert room.conference.time_zone == "Asia/Dushanbe"


def test_what_has_a_room_without_a_session_keeps_its_time_on_the_wall_too() -> None:
    room = RoomFactory(turn_round=15)
    nine = dt.datetime(2018, 5, 3, 9, tzinfo=DUSHANBE)
    closed = RoomBookingFactory(room=room, starts_at=nine, ends_at=nine + dt.timedelta(minutes=45))
    SessionFactory(
        conference=room.conference,
        room=room,
        starts_at=nine + dt.timedelta(hours=1),
        ends_at=nine + dt.timedelta(hours=2),
    )

    correct_time_zone(conference=room.conference, time_zone="Asia/Tokyo", by=UserFactory(), at=AT)

    closed.refresh_from_db()
    tokyo = closed.starts_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (tokyo.day, tokyo.hour) == (3, 9)


@pytest.mark.parametrize("day", [1, 3])
def test_embargo_ends_at_its_time_on_the_wall_whether_it_is_over_or_not(day: int) -> None:
    conference = ConferenceFactory()
    session = SessionFactory(conference=conference)
    free, held = DocumentFactory(session=session), DocumentFactory(session=session)
    elsewhere = DocumentFactory(embargoed_until=at(9, day=day))
    Document.objects.filter(pk=held.pk).update(embargoed_until=at(9, day=day))

    correct_time_zone(conference=conference, time_zone="Asia/Tokyo", by=UserFactory(), at=AT)

    for document in (free, held, elsewhere):
        document.refresh_from_db()
    assert held.embargoed_until == at(9, day=day).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (free.embargoed_until, elsewhere.embargoed_until) == (None, at(9, day=day))


def test_badges_open_at_their_time_on_the_wall() -> None:
    conference = ConferenceFactory()
    evening = BadgeTypeFactory(conference=conference, starts_at=at(18), ends_at=at(23))
    later = BadgeTypeFactory(conference=conference, starts_at=at(18))
    always, elsewhere = BadgeTypeFactory(conference=conference), BadgeTypeFactory(starts_at=at(18))

    correct_time_zone(conference=conference, time_zone="Asia/Tokyo", by=UserFactory(), at=AT)

    def there(hour: int) -> dt.datetime:
        return at(hour).replace(tzinfo=ZoneInfo("Asia/Tokyo"))

    for badge_type in (evening, later, always, elsewhere):
        badge_type.refresh_from_db()
    assert (evening.starts_at, evening.ends_at) == (there(18), there(23))
    assert (later.starts_at, later.ends_at) == (there(18), None)
    assert (always.starts_at, always.ends_at) == (None, None)
    assert elsewhere.starts_at == at(18)


def test_zone_in_whose_night_a_badge_would_never_open_is_refused() -> None:
    """In Lisbon the clocks go from 01:00 to 02:00 in that night."""
    night = dt.datetime(2018, 3, 25, tzinfo=DUSHANBE)
    badge_type = BadgeTypeFactory(
        starts_at=night.replace(hour=1, minute=30), ends_at=night.replace(hour=2, minute=15)
    )

    with pytest.raises(DomainError) as refused:
        correct_time_zone(
            conference=badge_type.conference, time_zone="Europe/Lisbon", by=UserFactory(), at=AT
        )

    assert str(refused.value) == "The badge would stop opening before it begins."


@given(
    st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from(["Asia/Tokyo", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Niue"]),
)
def test_wall_time_is_the_same_in_zones_without_summer_time(
    instant: dt.datetime, name: str
) -> None:
    zone = ZoneInfo(name)

    moved = same_wall_time(instant, DUSHANBE, zone)

    assert moved.astimezone(zone).replace(tzinfo=None) == instant.astimezone(DUSHANBE).replace(
        tzinfo=None
    )
    assert same_wall_time(moved, zone, DUSHANBE) == instant


@pytest.mark.parametrize("name", ["localtime", "Factory", "Mars/Olympus"])
def test_what_names_no_place_is_no_zone(name: str) -> None:
    """`localtime` would be the clock of whatever machine answers."""
    words = f"“{name}” is not a time zone"

    with pytest.raises(DomainError, match=words):
        correct_time_zone(conference=ConferenceFactory(), time_zone=name, by=UserFactory(), at=AT)
    with pytest.raises(ValidationError, match=words):
        validate_time_zone(name)
