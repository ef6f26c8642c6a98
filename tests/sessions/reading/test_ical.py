"""Calendar files, read back by the library as a calendar would."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from conference.models import Conference
from sessions.choices import Audience
from sessions.models import Session
from sessions.services import programme
from sessions.services.time_zone import correct_time_zone
from tests.factories import (
    AT,
    ConferenceFactory,
    RoomFactory,
    SessionFactory,
    SessionPartFactory,
    UserFactory,
    VenueFactory,
    words,
)
from tests.releasing import release

NINE = dt.datetime(2018, 5, 3, 9, tzinfo=ZoneInfo("Asia/Dushanbe"))


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018")


def published(conference: Conference, **fields: object) -> Session:
    return SessionFactory(conference=conference, is_released=True, **fields)


def read(client: Client, address: str) -> icalendar.Calendar:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def event_of(client: Client, session: Session, language: str = "en") -> icalendar.Event:
    (event,) = read(client, f"/{language}/dushanbe-2018/agenda/{session.code}.ics").events
    return event


def test_times_are_read_back_at_the_right_instants_in_dushanbe_time(
    client: Client, conference: Conference
) -> None:
    published(conference, starts_at=NINE, ends_at=NINE + dt.timedelta(minutes=90))

    (event,) = read(client, "/en/dushanbe-2018/agenda.ics").events

    assert event.start == NINE
    assert event.start.strftime("%H:%M") == "09:00"
    assert event["DTSTART"].params["TZID"] == "Asia/Dushanbe"
    assert event.end.astimezone(dt.UTC) == dt.datetime(2018, 5, 3, 5, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "month", "expected"),
    [("Asia/Dushanbe", 5, 4), ("Europe/Lisbon", 5, 8), ("Europe/Lisbon", 1, 9)],
)
def test_zone_description_alone_gives_the_instant(
    client: Client, conference: Conference, zone: str, month: int, expected: int
) -> None:
    """A calendar that does not know the zone's name has only the VTIMEZONE to go by."""
    Conference.objects.update(time_zone=zone)
    start = dt.datetime(2018, month, 3, 9, tzinfo=ZoneInfo(zone))
    published(conference, starts_at=start, ends_at=start + dt.timedelta(hours=1))

    calendar = read(client, "/en/dushanbe-2018/agenda.ics")

    (described,) = calendar.timezones
    as_described = start.replace(tzinfo=described.to_tz(lookup_tzid=False))
    assert as_described.astimezone(dt.UTC).hour == expected


def test_uid_never_changes_and_sequence_rises(client: Client, conference: Conference) -> None:
    session, by = published(conference), UserFactory()
    before = event_of(client, session)

    session.starts_at -= dt.timedelta(hours=1)
    programme.change(session=session, fields=["starts_at"], by=by, at=AT)
    assert event_of(client, session) == before
    release(session)
    moved = event_of(client, session)
    release(programme.cancel(session=session, reason="Rain", by=by, at=AT))
    cancelled = event_of(client, session)

    assert before["UID"] == moved["UID"] == cancelled["UID"] == f"{session.code}@dais"
    assert [e["SEQUENCE"] for e in (before, moved, cancelled)] == [0, 1, 2]
    assert [e["STATUS"] for e in (before, cancelled)] == ["CONFIRMED", "CANCELLED"]


def test_cancelled_session_says_so_in_its_title_in_the_readers_language(
    client: Client, conference: Conference
) -> None:
    """Many calendars show no status, and keep what was taken over before."""
    Conference.objects.update(languages=["en", "fr"])
    title = LazyI18nString({"en": "Plenary", "fr": "Plénière"})
    session = published(conference, title=title)
    planned = event_of(client, session)
    release(programme.cancel(session=session, reason="Rain", by=UserFactory(), at=AT))

    cancelled = [event_of(client, session, language) for language in ("en", "fr")]

    assert planned["SUMMARY"] == "Plenary"
    assert [event["SUMMARY"] for event in cancelled] == [
        "Cancelled: Plenary",
        "Annulé : Plénière",
    ]
    assert [event["SUMMARY"].params["LANGUAGE"] for event in cancelled] == ["en", "fr"]
    assert [event["STATUS"] for event in cancelled] == ["CANCELLED"] * 2


def test_commas_line_ends_and_long_lines_come_back_whole(
    client: Client, conference: Conference
) -> None:
    venue = VenueFactory(
        conference=conference,
        name=words("Library; east wing"),
        address=words("Tehron St 5, Dushanbe"),
    )
    title = "Мубориза, бар зидди; терроризм \\ " + "Ҷ" * 400
    session = published(
        conference,
        title=LazyI18nString({"tg": title}),
        description=words("First line.\nSecond, longer line.\n\n" + "word " * 200),
        room=RoomFactory(venue=venue, name=words("Hall, 3rd floor")),
    )

    raw = client.get(f"/en/dushanbe-2018/agenda/{session.code}.ics").content
    event = event_of(client, session)

    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert event["SUMMARY"] == title
    assert event["SUMMARY"].params["LANGUAGE"] == "tg"
    assert event["LOCATION"] == "Hall, 3rd floor, Library; east wing, Tehron St 5, Dushanbe"
    assert event["DESCRIPTION"] == str(session.description)


def test_closed_session_says_only_that(client: Client, conference: Conference) -> None:
    session = published(
        conference, audience=Audience.CLOSED, title=words("Secret"), description=words("Secret")
    )
    SessionPartFactory(session=session, delegate=None, name="Secret")

    raw = client.get("/en/dushanbe-2018/agenda.ics").content

    assert b"Secret" not in raw
    assert event_of(client, session)["SUMMARY"] == "Closed"


def test_file_is_in_the_language_of_its_address(client: Client, conference: Conference) -> None:
    title = LazyI18nString({"en": "Opening", "ru": "Открытие"})
    session = published(conference, title=title)

    assert event_of(client, session, "ru")["SUMMARY"] == "Открытие"


def test_address_leads_to_the_sessions_page(client: Client, conference: Conference) -> None:
    session = published(conference)

    address = event_of(client, session)["URL"]

    assert address == f"{settings.PUBLIC_URL}/en/dushanbe-2018/agenda/{session.code}/"


def test_conference_without_sessions_has_an_empty_calendar(
    client: Client, conference: Conference
) -> None:
    hidden = published(conference, audience=Audience.DELEGATES)

    assert read(client, "/en/dushanbe-2018/agenda.ics").events == []
    assert client.get(f"/en/dushanbe-2018/agenda/{hidden.code}.ics").status_code == 404


def test_no_line_end_in_a_name_begins_a_line_of_the_calendar(
    client: Client, conference: Conference
) -> None:
    published(conference)
    Conference.objects.update(short_title=LazyI18nString({"en": "Dais\r\nATTENDEE:x"}))

    lines = client.get(f"/en/{conference.slug}/agenda.ics").content.split(b"\r\n")

    assert [line for line in lines if b"ATTENDEE" in line] == [
        b"NAME;LANGUAGE=en:Dais\\nATTENDEE:x",
        b"X-WR-CALNAME:Dais\\nATTENDEE:x",
    ]


def test_corrected_zone_moves_the_instants_and_raises_the_sequence(
    client: Client, conference: Conference
) -> None:
    session = published(conference, starts_at=NINE, ends_at=NINE + dt.timedelta(hours=1))

    correct_time_zone(
        conference=conference, time_zone="Asia/Tashkent", by=UserFactory(), at=timezone.now()
    )
    same_offset = event_of(client, session)
    correct_time_zone(
        conference=conference, time_zone="Asia/Tokyo", by=UserFactory(), at=timezone.now()
    )
    tokyo = event_of(client, session)

    assert same_offset.start == NINE
    assert tokyo.start.strftime("%H:%M") == "09:00"
    assert tokyo.start.astimezone(dt.UTC).hour == 0
    assert [e["SEQUENCE"] for e in (same_offset, tokyo)] == [1, 2]
