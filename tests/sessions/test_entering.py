"""A programme is typed one session after the other: what the next one begins with."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference, Room
from delegates.services.review import accreditation
from sessions.models import Session
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import HERE, here
from tests.page_forms import form_values

ADD = here("agenda_session_add")
ZONE = dt.timezone(dt.timedelta(hours=5))
NINE = dt.datetime(2018, 5, 3, 9, tzinfo=ZONE)
HOUR = dt.timedelta(hours=1)
BLANK = {"title_0": "Panel", "kind": "panel"}


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(
        slug=HERE, starts_on=dt.date(2018, 5, 2), ends_on=dt.date(2018, 5, 4), languages=["en"]
    )
    return found


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


@pytest.fixture
def hall(conference: Conference) -> Room:
    found: Room = RoomFactory(venue__conference=conference)
    return found


def begins_with(client: Client, url: str = ADD) -> dict[str, object]:
    """What the form of a new session has in its inputs of day, time, room and kind."""
    values = form_values(client.get(url).content.decode(), "session_form")
    names = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1", "room", "kind")
    return {name: value_of(values[name]) for name in names}


def value_of(found: Any) -> object:
    return found[0] if isinstance(found, list) else found


def sent(client: Client, url: str = ADD, **typed: object) -> Any:
    values = dict(form_values(client.get(url).content.decode(), "session_form"))
    return client.post(url, values | BLANK | typed)


def told(response: Any) -> dict[str, list[str]]:
    form = response.context["adminform"].form
    return {name: list(errors) for name, errors in form.errors.items()}


def test_first_one_begins_on_the_first_day(officer: Client) -> None:
    assert begins_with(officer) == {
        "starts_at_0": "2018-05-02",
        "starts_at_1": "",
        "ends_at_0": "",
        "ends_at_1": "",
        "room": "",
        "kind": "plenary",
    }


def test_next_one_begins_where_the_last_one_entered_ends(
    officer: Client, conference: Conference, hall: Room
) -> None:
    SessionFactory(conference=conference, room=hall, starts_at=NINE, ends_at=NINE + 1.5 * HOUR)
    later = NINE + dt.timedelta(days=1)
    other = RoomFactory(venue__conference=conference)
    SessionFactory(conference=conference, room=other, starts_at=later, ends_at=later + HOUR)
    SessionFactory(starts_at=NINE, ends_at=NINE + 9 * HOUR)

    assert begins_with(officer) == {
        "starts_at_0": "2018-05-04",
        "starts_at_1": "10:00",
        "ends_at_0": "",
        "ends_at_1": "11:00",
        "room": "",
        "kind": "plenary",
    }


def test_save_and_add_another_keeps_day_room_and_kind(
    officer: Client, conference: Conference, hall: Room
) -> None:
    afternoon = NINE + 5 * HOUR
    SessionFactory(conference=conference, room=hall, starts_at=afternoon, ends_at=afternoon + HOUR)

    response = sent(officer, room=hall.pk, starts_at_1="9", ends_at_1="1030", _addanother="1")

    session = Session.objects.latest("pk")
    assert response["Location"] == f"{ADD}?after={session.pk}"
    assert (session.starts_at, session.ends_at) == (NINE, NINE + 1.5 * HOUR)
    assert begins_with(officer, response["Location"]) == {
        "starts_at_0": "2018-05-03",
        # What is in the room already goes before.
        "starts_at_1": "15:00",
        "ends_at_0": "",
        "ends_at_1": "16:30",
        "room": str(hall.pk),
        "kind": "panel",
    }


@pytest.mark.parametrize("after", ["9" * 30, "x", "0"])
def test_session_that_is_none_of_the_conference_gives_nothing(officer: Client, after: str) -> None:
    theirs = SessionFactory()

    for key in (after, theirs.pk):
        assert begins_with(officer, f"{ADD}?after={key}")["starts_at_1"] == ""


@pytest.mark.parametrize(
    ("typed", "ends"),
    [("930", "09:30"), ("9.30", "09:30"), ("0930", "09:30"), ("9h30", "09:30"), ("10", "10:00")],
)
def test_times_are_taken_as_people_write_them(
    officer: Client, conference: Conference, typed: str, ends: str
) -> None:
    sent(officer, starts_at_1="9", ends_at_1=typed)

    assert f"{conference.local(Session.objects.get().ends_at):%H:%M}" == ends


def test_what_ends_in_the_small_hours_ends_in_the_night_that_follows(
    officer: Client, conference: Conference
) -> None:
    sent(officer, starts_at_1="20", ends_at_1="1")

    session = Session.objects.get()
    assert session.ends_at - session.starts_at == 5 * HOUR
    assert told(sent(officer, starts_at_1="20", ends_at_1="8")) == {
        "ends_at": ["The end must be after the start."]
    }


@pytest.mark.parametrize("time", ["2460", "99", "noon"])
def test_what_is_no_time_is_refused(officer: Client, time: str) -> None:
    assert list(told(sent(officer, starts_at_1=time, ends_at_1="10"))) == ["starts_at"]


def test_day_that_is_none_of_the_conference_s_is_asked_about_once(
    officer: Client, conference: Conference
) -> None:
    typed = {"starts_at_0": "2018-05-09", "starts_at_1": "9", "ends_at_1": "10"}

    asked = sent(officer, **typed)

    assert told(asked) == {
        "starts_at": ["Wednesday 9 May is not one of the conference's days, 2–4 May 2018."]
    }
    box = 'name="right_as_it_is" value="outside 2018-05-09"'
    assert box in asked.content.decode()
    assert not Session.objects.exists()

    sent(officer, **typed, right_as_it_is="outside 2018-05-09")

    session = Session.objects.get()
    assert session.day == dt.date(2018, 5, 9)
    # It is not asked about again where nobody changes it.
    change = here("agenda_session_change", session.pk)
    values = dict(form_values(officer.get(change).content.decode(), "session_form"))
    assert officer.post(change, values | {"title_0": "Other"}).status_code == 302


def test_day_before_the_first_is_asked_about_no_more_than_warned_of(officer: Client) -> None:
    for day, asked in (("2018-05-01", []), ("2018-04-30", ["starts_at"])):
        answer = sent(officer, starts_at_0=day, starts_at_1="9", ends_at_1="10")

        assert (list(told(answer)) if answer.status_code == 200 else []) == asked


def test_answer_about_one_day_is_none_about_another(officer: Client) -> None:
    response = sent(
        officer,
        starts_at_0="2018-05-10",
        starts_at_1="9",
        ends_at_1="10",
        right_as_it_is="outside 2018-05-09",
    )

    assert list(told(response)) == ["starts_at"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("term", ["minister of water", "samoa", "adams"])
def test_speakers_are_found_by_function_and_delegation(
    officer: Client, conference: Conference, term: str, number: int
) -> None:
    people = DelegateFactory.create_batch(
        number,
        delegation__conference=conference,
        delegation__name=words("Samoa"),
        family_name="Adams",
        given_name="Ann",
        function="Minister of Water",
    )

    answer = officer.post(
        here("autocomplete"),
        {
            "app_label": "agenda",
            "model_name": "sessionpart",
            "field_name": "delegate",
            "term": term,
        },
    )

    found = json.loads(answer.content)["results"]
    assert {one["text"] for one in found} == {"ADAMS, Ann · Minister of Water · Samoa"}
    assert len(found) == len(people)


def test_who_does_not_attend_is_shown_so_where_speakers_are_chosen(
    officer: Client, conference: Conference
) -> None:
    """Among those who are found, and in the form of a session that still names them."""
    ill = DelegateFactory(
        delegation__conference=conference,
        delegation__name=words("Samoa"),
        family_name="Adams",
        given_name="Ann",
    )
    session = SessionFactory(conference=conference)
    SessionPartFactory(session=session, delegate=ill)
    accreditation.withdraw(delegate=ill, reason="Ill", by=UserFactory(), at=AT)
    asked = {"app_label": "agenda", "model_name": "sessionpart", "field_name": "delegate"}

    found = json.loads(officer.post(here("autocomplete"), {**asked, "term": "adams"}).content)
    form = officer.get(here("agenda_session_change", session.pk)).content.decode()

    assert [one["text"] for one in found["results"]] == ["ADAMS, Ann · Samoa · Withdrawn"]
    assert f'<option value="{ill.pk}" selected>ADAMS, Ann · Withdrawn</option>' in form


def test_further_person_is_added_in_a_sentence(officer: Client, conference: Conference) -> None:
    form = officer.get(here("agenda_session_add")).content.decode()

    texts = re.findall("&quot;addText&quot;: &quot;(.*?)&quot;", form)
    assert texts[:2] == ["Add another agenda item", "Add another person in a session"]
