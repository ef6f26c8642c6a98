"""`schedule.xml` and `schedule.json`: read back as a program that shows schedules would."""

import datetime as dt
import json
import uuid
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from i18nfield.strings import LazyI18nString

from conference.models import Conference
from delegates.models import Delegate, Delegation
from sessions.choices import Audience, SessionKind, SessionState
from sessions.entries import LanguageVersion, Paper, Person, here
from sessions.exchange.events import file_schedule
from sessions.exchange.markup import written_schedule
from sessions.models import Session
from sessions.reading.exported.events import PageAddresses, event_days
from sessions.reading.exported.frab_json import schedule_json
from sessions.reading.exported.frab_xml import schedule_xml
from sessions.reading.queries import public_entries
from sessions.services import audiences
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    UserFactory,
    words,
)
from tests.releasing import release, release_all

DUSHANBE = ZoneInfo("Asia/Dushanbe")
NINE = dt.datetime(2018, 5, 3, 9, tzinfo=DUSHANBE)
SITE = settings.PUBLIC_URL
# In the order in which pretalx writes them.
OF_AN_EVENT = (
    *("date", "start", "duration", "room", "slug", "url", "recording", "title", "subtitle"),
    *("track", "type", "language", "abstract", "description", "logo", "persons", "links"),
    "attachments",
)


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018")


def published(conference: Conference, **fields: Any) -> Session:
    times = {"starts_at": NINE, "ends_at": NINE + dt.timedelta(minutes=90)}
    return SessionFactory(conference=conference, **{"is_released": True, **times, **fields})


def xml(client: Client, language: str = "en") -> ElementTree.Element:
    response = client.get(f"/{language}/dushanbe-2018/agenda/schedule.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def events(root: ElementTree.Element) -> list[dict[str, str]]:
    return [{node.tag: node.text or "" for node in event} for event in root.iter("event")]


def test_event_is_written_as_pretalx_writes_it(client: Client, conference: Conference) -> None:
    room = RoomFactory(venue__conference=conference, venue__is_main=True, name=words("Navruz"))
    session = published(
        conference,
        title=LazyI18nString({"en": "Water", "tg": "Об"}),
        kind=SessionKind.PANEL,
        room=room,
        description=words("Glaciers & rivers"),
    )
    SessionOrganizerFactory(session=session, delegation__name=words("Hungary"))
    release(session)

    root = xml(client)

    (event,) = root.iter("event")
    assert tuple(node.tag for node in event) == OF_AN_EVENT
    assert {node.tag: node.text for node in event if not list(node) and node.text} == {
        "date": "2018-05-03T09:00:00+05:00",
        "start": "09:00",
        "duration": "01:30",
        "room": "Navruz",
        "slug": f"dushanbe-2018-{session.code}-water",
        "url": f"{SITE}/en/dushanbe-2018/agenda/{session.code}/",
        "title": "Water",
        "type": "Panel",
        "language": "en",
        "abstract": "Organized by Hungary",
        "description": "Glaciers & rivers",
    }
    expected = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:dais:session:{session.code}")
    assert (event.get("guid"), event.get("code")) == (str(expected), session.code)
    assert {node.tag: node.text for node in root.find("conference") or ()} == {
        "acronym": "dushanbe-2018",
        "title": str(conference.title),
        "start": "2018-05-03",
        "end": "2018-05-04",
        "days": "2",
        "day_change": "04:00",
        "timeslot_duration": "00:05",
        "base_url": SITE,
        "time_zone_name": "Asia/Dushanbe",
    }
    assert [day.attrib for day in root.iter("day")] == [
        {
            "index": str(index),
            "date": f"2018-05-0{2 + index}",
            "start": f"2018-05-0{2 + index}T04:00:00+05:00",
            "end": f"2018-05-0{3 + index}T03:59:00+05:00",
        }
        for index in (1, 2)
    ]
    (in_tajik,) = events(xml(client, "tg"))
    assert (in_tajik["title"], in_tajik["language"]) == ("Об", "tg")


def test_json_holds_the_same_events_by_day_and_room(client: Client, conference: Conference) -> None:
    for number in range(3):
        room = RoomFactory(venue__conference=conference)
        published(conference, room=room, starts_at=NINE - dt.timedelta(minutes=number))
    published(conference, kind=SessionKind.BREAK)

    content = client.get("/en/dushanbe-2018/agenda/schedule.json").json()["schedule"]

    root = xml(client)
    in_xml = {
        (day.get("date"), room.get("name"), event.get("guid"), event.findtext("date"))
        for day in root.iter("day")
        for room in day.iter("room")
        for event in room.iter("event")
    }
    in_json = {
        (day["date"], room, event["guid"], event["date"])
        for day in content["conference"]["days"]
        for room, held in day["rooms"].items()
        for event in held
    }
    assert in_json == in_xml
    assert len(in_json) == 4
    assert content["version"] == root.findtext("version")
    assert content["conference"]["daysCount"] == 2
    assert [room["name"] for room in content["conference"]["rooms"]] == [
        room.get("name", "") for room in root.iter("room") if room.get("guid")
    ]


def test_person_is_known_by_the_same_guid_in_every_language_and_under_every_name(
    client: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(
        delegation__conference=conference,
        delegation__name=LazyI18nString({"en": "Jordan", "ar": "الأردن"}),
        own_name="سلمى",
        own_name_language="ar",
    )
    session = published(conference, is_released=False)
    SessionPartFactory(session=session, delegate=delegate)
    SessionPartFactory(session=session, delegate=None, name="Ada Lovelace")
    SessionPartFactory(session=session, delegate=None, name=str(delegate.pk))
    release(session)

    def people(language: str) -> dict[str | None, str | None]:
        return {
            person.get("guid"): person.get("id") for person in xml(client, language).iter("person")
        }

    in_english = people("en")
    assert len(in_english) == 3
    assert people("ar") == in_english

    Delegation.objects.update(name=words("Hashemite Kingdom"))
    Delegate.objects.update(function=words("Minister"))
    Session.objects.update(title=words("Other"))
    release(session)
    assert people("en") == in_english


def test_people_and_papers_are_named_with_their_addresses(conference: Conference) -> None:
    ada = Person("Speaker", here("LOVELACE, Ada"), here("Minister"), here("Hungary"))
    paper = Paper("DUS/L.3", here("Draft"), (LanguageVersion("abc2345", "en", "English", 7),))
    published(conference)
    entry = replace(public_entries(conference)[0], people=(ada,), documents=(paper,))
    addresses = PageAddresses("s", "a", lambda one: one.code, lambda file: f"/{file.code}")
    days = event_days(conference, [entry], addresses)

    root = ElementTree.fromstring(schedule_xml(conference, days, addresses, version="7"))
    content = json.loads(schedule_json(conference, days, addresses, version="7"))

    (person,) = root.iter("person")
    assert person.text == "LOVELACE, Ada"
    assert int(person.get("id", "")) < 2**53
    (file,) = root.iter("attachment")
    assert (file.text, file.get("href")) == ("DUS/L.3 Draft (English)", "/abc2345")
    (held,) = content["schedule"]["conference"]["days"][0]["rooms"].values()
    assert held[0]["persons"] == [
        {
            "guid": person.get("guid"),
            "id": int(person.get("id", "")),
            "name": "LOVELACE, Ada",
            "public_name": "LOVELACE, Ada",
            "avatar": None,
            "biography": "Minister, Hungary",
        }
    ]
    assert held[0]["attachments"] == [{"title": file.text, "url": "/abc2345", "type": "related"}]


def test_of_a_closed_session_nothing_is_written_but_time_room_and_the_word(
    client: Client, conference: Conference
) -> None:
    room = RoomFactory(venue__conference=conference, venue__is_main=True, name=words("Navruz"))
    secret = {"title": words("Zzsecret"), "description": words("Zzsecret")}
    session = published(conference, audience=Audience.CLOSED, room=room, **secret)
    SessionOrganizerFactory(session=session, delegation__name=words("Zzsecret"))

    (event,) = events(xml(client))

    assert {name: text for name, text in event.items() if text.strip()} == {
        "date": "2018-05-03T09:00:00+05:00",
        "start": "09:00",
        "duration": "01:30",
        "room": "Navruz",
        "slug": f"dushanbe-2018-{session.code}-closed",
        "url": f"{SITE}/en/dushanbe-2018/agenda/{session.code}/",
        "title": "Closed",
        "language": "en",
    }
    for form in ("xml", "json"):
        assert b"Zzsecret" not in client.get(f"/en/dushanbe-2018/agenda/schedule.{form}").content


def test_cancelled_session_says_so_and_why(client: Client, conference: Conference) -> None:
    told = {"state": SessionState.CANCELLED, "cancel_note": "The minister is ill."}
    published(conference, title=words("Water"), **told)

    (event,) = events(xml(client))

    assert event["title"] == "Cancelled: Water"
    assert event["abstract"] == "The minister is ill."


def test_night_belongs_to_its_evening_and_each_day_is_written_in_order(
    client: Client, conference: Conference
) -> None:
    at_two = dt.datetime(2018, 5, 4, 2, tzinfo=DUSHANBE)
    published(conference, starts_at=at_two, ends_at=at_two + dt.timedelta(hours=30))
    before = NINE - dt.timedelta(days=3)
    published(conference, starts_at=before, ends_at=before + dt.timedelta(hours=1))

    days = list(xml(client).iter("day"))

    assert [(day.get("index"), day.get("date"), len(events(day))) for day in days] == [
        ("1", "2018-04-30", 1),
        ("2", "2018-05-03", 1),
        ("3", "2018-05-04", 0),
    ]
    (late,) = events(days[1])
    assert (late["date"], late["duration"]) == ("2018-05-04T02:00:00+05:00", "1:06:00")


def test_version_is_the_releases_and_another_where_something_is_withheld_since(
    client: Client, conference: Conference
) -> None:
    session = published(conference)
    SessionFactory(conference=conference)
    first = xml(client).findtext("version", "")

    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)
    withheld = xml(client).findtext("version", "")
    release_all(conference)
    second = xml(client).findtext("version", "")

    assert [version.split("-")[0] for version in (first, withheld, second)] == ["1", "1", "2"]
    assert first != withheld
    assert xml(client).findtext("version") == second


def test_duration_is_what_passes_while_clocks_change(client: Client) -> None:
    budapest = ConferenceFactory(slug="dushanbe-2018", time_zone="Europe/Budapest")
    night = dt.datetime(2018, 10, 28, 0, 30, tzinfo=dt.UTC)
    published(budapest, starts_at=night, ends_at=night + dt.timedelta(hours=1))

    (event,) = events(xml(client))

    assert (event["date"], event["duration"]) == ("2018-10-28T02:30:00+02:00", "01:00")


def test_what_xml_cannot_hold_is_left_out(client: Client, conference: Conference) -> None:
    room = RoomFactory(venue__conference=conference, venue__is_main=True, name=words('"<&\x0b'))
    published(conference, title=words("Wa\x01ter ]]> <b> &amp; \ufffe🎉"), room=room)

    (event,) = events(xml(client))

    assert event["title"] == "Water ]]> <b> &amp; 🎉"
    assert event["room"] == '"<&'


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_queries_do_not_grow_with_the_sessions(
    client: Client, conference: Conference, count: int, form: str, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        session = published(conference, room=RoomFactory(venue__conference=conference))
        SessionOrganizerFactory(session=session)
        release(session)

    with django_assert_num_queries(3):
        client.get(f"/en/dushanbe-2018/agenda/schedule.{form}")
    assert len(public_entries(conference)) == count


def test_what_is_written_is_read_by_the_import_of_another_conference(
    client: Client, conference: Conference
) -> None:
    room = RoomFactory(venue__conference=conference, venue__is_main=True, name=words("Navruz"))
    at_two = dt.datetime(2018, 5, 4, 2, tzinfo=DUSHANBE)
    published(conference, title=words("Reception"), kind=SessionKind.SOCIAL, room=room)
    published(conference, title=words("Night"), starts_at=at_two, ends_at=NINE.replace(day=6))
    data = client.get("/en/dushanbe-2018/agenda/schedule.xml").content

    read = file_schedule(
        written_schedule(data), zone=ZoneInfo("America/New_York"), languages=["fr", "en"]
    )

    assert read.problems == ()
    assert [
        (one.title, one.kind, one.room, one.language, one.starts_at, one.ends_at)
        for one in read.events
    ] == [
        ("Reception", "social", "Navruz", "en", NINE, NINE + dt.timedelta(minutes=90)),
        ("Night", "plenary", "", "en", at_two, NINE.replace(day=6)),
    ]
