"""Nights on which clocks are changed: an hour is there twice, or not at all. What is made of the
agenda goes by what passes, whatever the clocks on the wall show.
"""

import datetime as dt
import json
from itertools import pairwise
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.models import Conference
from sessions.choices import Audience, SessionKind
from sessions.entries import Entry, entry
from sessions.facts import PlaceFacts, SessionFacts
from sessions.neighbours import Programme
from sessions.reading import pages, schedule
from sessions.reading.grid import grid
from sessions.reading.printed import programme_document
from sessions.releases.reading import in_order
from tests.factories import ConferenceFactory, RoomFactory, SessionFactory, words
from tests.releasing import release_all

QUARTER = dt.timedelta(minutes=15)
# When clocks go back and forward, by an hour and, on Lord Howe Island, by half of one.
NIGHTS = [
    ("Europe/Berlin", "2026-10-25T01:00Z"),
    ("Europe/Berlin", "2026-03-29T01:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
]


def conference_in(zone: str) -> Conference:
    return Conference(
        slug="night",
        title=words("Night"),
        short_title=words("Night"),
        place=words("Here"),
        starts_on=dt.date(2026, 3, 28),
        ends_on=dt.date(2026, 3, 29),
        time_zone=zone,
        languages=["en"],
    )


def place(key: int) -> PlaceFacts:
    return PlaceFacts(
        key=key, order=(key,), room={"en": f"Room {key}"}, venue={"en": "Venue"},
        is_main_venue=True, address={}, directions={},
    )  # fmt: skip


def facts(number: int, starts_at: dt.datetime, ends_at: dt.datetime) -> SessionFacts:
    return SessionFacts(
        code=f"S{number}",
        starts_at=starts_at,
        ends_at=ends_at,
        audience=Audience.PUBLIC,
        is_closed=False,
        is_cancelled=False,
        sequence=0,
        changed_at=starts_at,
        place=place(number % 3),
        kind=SessionKind.PANEL,
        title={"en": f"S{number}"},
    )


@st.composite
def nights(draw: st.DrawFn) -> tuple[Conference, list[SessionFacts], list[Entry]]:
    """Sessions that begin within three hours of the change, as readers get them."""
    zone, changed = draw(st.sampled_from(NIGHTS))
    spans = draw(
        st.lists(
            st.tuples(st.integers(-12, 12), st.integers(1, 12)),
            min_size=1,
            max_size=5,
        )
    )
    conference, change = conference_in(zone), dt.datetime.fromisoformat(changed)
    told = in_order(
        facts(number, change + begins * QUARTER, change + (begins + lasts) * QUARTER)
        for number, (begins, lasts) in enumerate(spans)
    )
    return conference, told, [entry(one, conference) for one in told]


Night = tuple[Conference, list[SessionFacts], list[Entry]]


def test_nights_are_those_of_changes() -> None:
    """Otherwise nothing here would be tried."""
    for zone, changed in NIGHTS:
        change = dt.datetime.fromisoformat(changed).astimezone(ZoneInfo(zone))
        before = (change.astimezone(dt.UTC) - QUARTER).astimezone(ZoneInfo(zone))
        assert before.utcoffset() != change.utcoffset()


@given(nights())
def test_entries_end_after_they_start_and_last_as_long_as_they_do(night: Night) -> None:
    _conference, told, entries = night

    for one, shown in zip(told, entries, strict=True):
        assert shown.starts_at < shown.ends_at
        assert shown.ends_at - shown.starts_at == one.ends_at - one.starts_at


@given(nights())
def test_days_and_tables_run_in_the_order_of_time(night: Night) -> None:
    _conference, told, entries = night

    programme = schedule.days(entries)

    assert [
        (slot.starts_at.astimezone(dt.UTC), entry.code)
        for day in programme
        for slot in day.slots
        for entry in slot.entries
    ] == [(one.starts_at, one.code) for one in sorted(told, key=lambda one: one.starts_at)]
    for day in programme:
        last = max(one.ends_at for slot in day.slots for one in told_of(told, slot))
        assert day.ends_at.astimezone(dt.UTC) == last
        table = grid(day)
        if table is None:
            continue
        starts = [row.starts_at.astimezone(dt.UTC) for row in table.rows]
        assert all(former < latter for former, latter in pairwise(starts))


def told_of(told: list[SessionFacts], slot: schedule.Slot) -> list[SessionFacts]:
    codes = {one.code for one in slot.entries}
    return [one for one in told if one.code in codes]


@given(nights(), st.integers(-16, 24))
def test_moment_is_at_what_has_begun_last(night: Night, quarters: int) -> None:
    conference, told, entries = night
    now = min(one.starts_at for one in told) + quarters * QUARTER

    found = schedule.moment(schedule.days(entries), conference.local(now))

    if found is not None:
        today = [one for one in told if entry(one, conference).day == found.day.date]
        is_on = any(now < one.ends_at for one in today)
        begun = [one.starts_at for one in today if one.starts_at <= now]
        expected = max(begun, default=None) if is_on else None
        assert (found.slot.starts_at if found.slot else None) == expected


@given(nights())
def test_what_stands_around_is_what_does_in_time(night: Night) -> None:
    _conference, told, entries = night
    programme = Programme(entries)

    for one, shown in zip(told, entries, strict=True):
        around = programme.around(shown)
        beside = [
            other.code
            for other in told
            if other.code != one.code
            and other.starts_at < one.ends_at
            and one.starts_at < other.ends_at
        ]
        before = [other.code for other in told if other.ends_at <= one.starts_at]
        after = [other.code for other in told if other.starts_at >= one.ends_at]
        assert [other.code for other in around.at_the_same_time] == beside
        assert (around.former.code if around.former else None) == (before[-1] if before else None)
        assert (around.next.code if around.next else None) == (after[0] if after else None)


@settings(deadline=None)
@given(nights())
def test_files_are_read_back_at_the_instants_of_the_sessions(night: Night) -> None:
    conference, told, entries = night
    spans = {one.code: (one.starts_at, one.ends_at) for one in told}

    calendar = icalendar.Calendar.from_ical(pages.calendar(conference, entries, "").content)
    days = pages.schedule_days(conference, entries)
    xml = ElementTree.fromstring(pages.schedule_xml(conference, days, 1).content)
    written = json.loads(pages.schedule_json(conference, days, 1).content)

    in_json = [
        (event["code"], event["date"], event["duration"])
        for day in written["schedule"]["conference"]["days"]
        for room in day["rooms"].values()
        for event in room
    ]
    in_xml = [
        (event.attrib["code"], event.findtext("date", ""), event.findtext("duration", ""))
        for event in xml.iter("event")
    ]
    assert {
        event["UID"].removesuffix("@dais"): (
            event.start.astimezone(dt.UTC),
            event.end.astimezone(dt.UTC),
        )
        for event in calendar.events
    } == spans
    for events in (in_json, in_xml):
        assert {
            code: (start, start + dt.timedelta(hours=int(length[:2]), minutes=int(length[3:])))
            for code, date, length in events
            if (start := dt.datetime.fromisoformat(date))
        } == spans


@settings(deadline=None, max_examples=20)
@given(nights())
def test_paper_names_each_session_once(night: Night) -> None:
    conference, told, entries = night

    whole = programme_document(conference, entries).html
    of_days = [
        programme_document(conference, entries, day.date).html for day in schedule.days(entries)
    ]

    for html in (whole, "".join(of_days)):
        assert all(html.count(f">{one.code}<") == 1 for one in told)


BACK = dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("lasts", [3, 4])
def test_day_is_answered_whose_session_ends_on_an_earlier_clock(client: Client, lasts: int) -> None:
    """From 02:30 to 02:15, and from 02:30 to 02:30."""
    conference = ConferenceFactory(slug="berlin-2026", time_zone="Europe/Berlin")
    start = BACK - dt.timedelta(minutes=30)
    for length in (lasts, 8):
        SessionFactory(
            conference=conference,
            room=RoomFactory(venue__conference=conference),
            starts_at=start,
            ends_at=start + length * QUARTER,
        )
    release_all(conference)

    page = client.get("/en/berlin-2026/agenda/day/2026-10-24/")

    assert page.status_code == 200
    assert f'data-ends="{(start + lasts * QUARTER).astimezone(conference.zone).isoformat()}"' in (
        page.content.decode()
    )


def test_calendar_says_in_utc_what_a_clock_shows_twice() -> None:
    conference = conference_in("Europe/Berlin")
    before = facts(0, BACK - dt.timedelta(hours=3), BACK - dt.timedelta(minutes=30))
    within = facts(1, BACK - dt.timedelta(minutes=30), BACK + dt.timedelta(hours=1))

    told = [entry(one, conference) for one in (before, within)]
    _head, *events = pages.calendar(conference, told, "").content.decode().split("BEGIN:VEVENT")

    lines = [line for event in events for line in event.splitlines()]
    times = [line for line in lines if line.startswith(("DTSTART", "DTEND"))]
    assert times == [
        "DTSTART;TZID=Europe/Berlin:20261025T000000",
        "DTEND:20261025T003000Z",
        "DTSTART:20261025T003000Z",
        "DTEND;TZID=Europe/Berlin:20261025T030000",
    ]
