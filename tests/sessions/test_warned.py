"""What asks for a second look stands on a session's page, and in short in the list."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference, Room
from sessions.choices import SessionKind
from sessions.models import Session
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionPartFactory,
    StaffRoleFactory,
    VenueTravelFactory,
    words,
)
from tests.here import HERE, here

NINE = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
"""In Dushanbe."""


@pytest.fixture
def conference() -> Conference:
    made: Conference = ConferenceFactory(slug=HERE)
    return made


@pytest.fixture
def officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def held(room: Room, title: str, start: int, end: int, **known: object) -> Session:
    """From so many hours after nine on, led by somebody."""
    session: Session = SessionFactory(
        conference=room.conference,
        room=room,
        title=words(title),
        starts_at=NINE + dt.timedelta(hours=start),
        ends_at=NINE + dt.timedelta(hours=end),
        **known,
    )
    SessionPartFactory(session=session, part="chair", delegate=None, name="A")
    return session


def said(officer: Client, session: Session) -> list[str]:
    page = officer.get(here("agenda_session_change", session.pk))
    sentences = [effect.words for effect in page.context["to_look_at"]]
    assert all(effect.url in page.content.decode() for effect in page.context["to_look_at"])
    return sentences


def in_list(officer: Client) -> dict[str, str]:
    page = officer.get(here("agenda_session_changelist"))
    columns = page.context["cl"].list_display
    admin_cell = next(c for c in columns if getattr(c, "__name__", "") == "to_look_at")
    return {
        str(row.title): unescape(str(admin_cell(row))) for row in page.context["cl"].result_list
    }


def test_what_does_not_go_together_is_said_with_the_other(
    officer: Client, conference: Conference
) -> None:
    hall = RoomFactory(
        venue__conference=conference,
        name=words("Hall"),
        capacity=80,
        opens_at=dt.time(8),
        closes_at=dt.time(12),
    )
    library = RoomFactory(venue__conference=conference, name=words("Library"))
    VenueTravelFactory(first=hall.venue, second=library.venue)
    person = DelegateFactory(delegation__conference=conference)
    opening = held(hall, "Opening", 0, 1, kind=SessionKind.OPENING)
    panel = held(hall, "Panel", 1, 4, kind=SessionKind.PANEL, expected=81, interpretation=["en"])
    aside = held(library, "Aside", 0, 1, kind=SessionKind.SIDE_EVENT)
    for session in (panel, aside):
        SessionPartFactory(session=session, part="panellist", delegate=person)

    assert said(officer, panel) == [
        (
            f"{person} has too little time to get here from “Aside”, Thursday 3 May, 09:00–10:00"
            " (UTC+5)."
        ),
        "81 are expected; Hall has 80 seats.",
        "Hall has no interpreters’ booths.",
        "Hall is open from 08:00 to 12:00.",
    ]
    assert said(officer, aside) == [
        "“Opening” is at the same time, Thursday 3 May, 09:00–10:00 (UTC+5).",
        f"{person} has too little time to get to “Panel”, Thursday 3 May, 10:00–13:00 (UTC+5).",
    ]
    assert said(officer, opening) == [
        "“Aside” is at the same time, Thursday 3 May, 09:00–10:00 (UTC+5)."
    ]
    cells = in_list(officer)
    assert cells["Opening"] == "–"
    assert re.sub("<[^>]+>", " ", cells["Aside"]).split("  ") == [
        " Too little time to travel",
        " Over a plenary ",
    ]


def test_session_without_a_room_says_so_in_the_list_and_a_break_does_not(
    officer: Client, conference: Conference
) -> None:
    roomless, coffee = (
        SessionFactory(conference=conference, kind=kind, title=words(kind), room=None)
        for kind in ("side_event", "break")
    )

    cells = in_list(officer)

    assert ("No room" in cells["side_event"], cells["break"]) == (True, "–")
    page = officer.get(f"{here('agenda_session_changelist')}?lacks=room").context["cl"]
    assert (roomless in page.queryset, coffee in page.queryset) == (True, False)


def test_session_of_which_nothing_is_to_be_said_says_nothing(
    officer: Client, conference: Conference
) -> None:
    session = held(RoomFactory(venue__conference=conference), "Opening", 0, 1)

    assert said(officer, session) == []
    assert in_list(officer) == {"Opening": "–"}
