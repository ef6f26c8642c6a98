"""A schedule is uploaded, looked at and imported on a page, by whoever may add sessions."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conference.choices import Role
from conference.models import Conference, Room
from sessions.models import Session
from tests.factories import (
    ConferenceFactory,
    RoomFactory,
    SessionFactory,
    StaffRoleFactory,
    VenueFactory,
    words,
)
from tests.here import HERE, here
from tests.page_forms import forms_of
from tests.sessions.exchange.schedules import day, large, numbered, pretalx

PAGE = here("agenda_session_schedule")
LIST = here("agenda_session_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def officer(conference: Conference, client: Client) -> Client:
    return signed_in(client, conference, Role.PROGRAMME_OFFICER)


def signed_in(client: Client, conference: Conference, role: Role) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


def upload(client: Client, data: bytes, **further: str) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("schedule.xml", data), **further})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def confirming(response: Any) -> dict[str, str]:
    """What the page of the check sends back."""
    [form] = [one for one in forms_of(response.content.decode()) if "waiting" in one.values]
    return {name: values[0] for name, values in form.values.items()}


def test_file_is_looked_at_and_then_imported(officer: Client, conference: Conference) -> None:
    VenueFactory(conference=conference)
    data = pretalx(day(numbered(1, title="Water"), numbered(2, title="Ice", duration="")))

    sent = upload(officer, data, makes_rooms="on")
    looked = officer.get(sent.url)

    assert not Session.objects.exists()
    assert "It has no duration: nobody can say when it ends." in text(looked)
    assert "Add 1 session" in text(looked)
    done = officer.post(PAGE, confirming(looked))
    assert (done.status_code, done.url) == (302, LIST)
    assert "1 session is added." in text(officer.get(LIST))
    assert [str(session) for session in Session.objects.all()] == ["Water"]
    assert [str(room) for room in Room.objects.all()] == ["Navruz"]


def test_changes_are_named_with_what_was_before(officer: Client, conference: Conference) -> None:
    for name in ("Navruz", "Hall"):
        RoomFactory(venue__conference=conference, venue__name=words("Palace"), name=words(name))
    brought = upload(officer, pretalx(day(numbered(1), numbered(2, date="2018-05-03T14:00+05:00"))))
    officer.post(PAGE, confirming(officer.get(brought.url)))

    again = pretalx(day(numbered(1, title="Rivers", date="2018-05-03T11:00+05:00"), room="Hall"))
    plan = officer.get(upload(officer, again).url).context["plan"]

    [row] = plan.changed
    assert [(change.field, change.before, change.after) for change in row.changes] == [
        ("Title", "Water", "Rivers"),
        ("Start", "Thursday 3 May, 09:00", "Thursday 3 May, 11:00"),
        ("End", "Thursday 3 May, 10:00", "Thursday 3 May, 12:00"),
        ("Room", "Navruz · Palace", "Hall · Palace"),
    ]
    assert plan.missing == ["Water"]


def test_what_was_seen_is_what_is_done(officer: Client, conference: Conference) -> None:
    room = RoomFactory(venue__conference=conference, name=words("Navruz"))
    looked = officer.get(upload(officer, pretalx(day(numbered(1)))).url)
    nine = dt.datetime(2018, 5, 3, 4, tzinfo=dt.UTC)
    SessionFactory(
        conference=conference, room=room, starts_at=nine, ends_at=nine + dt.timedelta(hours=1)
    )

    refused = officer.post(PAGE, confirming(looked))

    assert "The agenda has changed since you looked" in text(refused)
    assert "it comes in without a room" in text(refused)
    assert Session.objects.count() == 1
    officer.post(PAGE, confirming(refused))
    assert Session.objects.count() == 2


def test_file_that_cannot_be_read_is_refused_and_not_kept(officer: Client) -> None:
    before = default_storage.listdir("imports")[0] if default_storage.exists("imports") else []

    refused = upload(officer, b"<html></html>")

    assert "This is not a schedule.xml" in text(refused)
    after = default_storage.listdir("imports")[0] if default_storage.exists("imports") else []
    assert after == before


def test_rooms_are_added_only_where_there_is_a_venue(officer: Client) -> None:
    refused = upload(officer, pretalx(day(numbered(1))), makes_rooms="on")

    assert "Add a venue first: rooms are in one." in text(refused)


def test_file_is_its_uploaders_until_it_is_imported(
    officer: Client, conference: Conference
) -> None:
    sent = upload(officer, pretalx(day(numbered(1), room="")))
    waiting = confirming(officer.get(sent.url))
    colleague = signed_in(Client(), conference, Role.ORGANIZER)

    theirs = colleague.get(sent.url)
    officer.post(PAGE, waiting)
    again = officer.post(PAGE, waiting, follow=True)

    assert (theirs.status_code, theirs.url) == (302, PAGE)
    assert "has been deleted. Choose it again." in text(again)
    assert Session.objects.count() == 1
    assert parse_qs(urlsplit(sent.url).query)["file"] == [waiting["waiting"]]


def test_whoever_may_not_add_sessions_has_no_such_page(
    client: Client, conference: Conference
) -> None:
    signed_in(client, conference, Role.REGISTRATION_OFFICER)

    assert client.get(PAGE).status_code == 403
    assert upload(client, pretalx(day(numbered(1)))).status_code == 403


@pytest.mark.parametrize("count", [1, 100])
def test_queries_do_not_grow_with_the_file(
    officer: Client, conference: Conference, count: int, django_assert_num_queries: Any
) -> None:
    VenueFactory(conference=conference)
    sent = upload(officer, large(count), makes_rooms="on")
    officer.get(sent.url)

    with django_assert_num_queries(11):
        page = officer.get(sent.url)

    assert page.context["plan"].new == count
