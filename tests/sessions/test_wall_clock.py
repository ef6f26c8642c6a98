"""Beside a wall clock stands the day that it is on: a night belongs to its evening in headings
alone.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from badges.admin.types import in_words as occasion_in_words
from conference.models import Conference
from delegates.models import Delegate
from sessions.admin import consequences, on_delegates
from sessions.admin.on_delegates import with_parts
from sessions.admin.releases import ChangeRow
from sessions.admin.schedule_plan import PlanPage
from sessions.models import RoomBooking, Session
from sessions.releases import wording
from sessions.releases.changes import Change, changes
from sessions.releases.reading import drafted
from sessions.rooms import when
from sessions.services import schedule_import
from tests.factories import (
    AT,
    ConferenceFactory,
    RoomBookingFactory,
    SessionFactory,
    SessionPartFactory,
    UserFactory,
    words,
)
from tests.releasing import release
from tests.sessions.exchange.schedules import day, event, pretalx

DUSHANBE = ZoneInfo("Asia/Dushanbe")


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2018, 5, day, hour, minute, tzinfo=DUSHANBE)


NIGHT = (at(4, 0, 30), at(4, 1, 30))
ACROSS_MIDNIGHT = (at(3, 22), at(4, 1))
UNTIL_MIDNIGHT = (at(3, 20), at(4, 0))
OF_SEVERAL_DAYS = (at(3, 9), at(4, 17))


@pytest.fixture(autouse=True)
def _where_one_works() -> Iterator[None]:
    with timezone.override(DUSHANBE):
        yield


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018")


def session_at(conference: Conference, span: tuple[dt.datetime, dt.datetime]) -> Session:
    return SessionFactory(
        conference=conference, title=words("Late"), starts_at=span[0], ends_at=span[1]
    )


def added(session: Session) -> Change:
    [change] = changes([], drafted(session.conference))
    return change


def closure_of(session: Session) -> RoomBooking:
    return RoomBookingFactory(
        room__venue__conference=session.conference,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


def listed(session: Session) -> str:
    own = admin.site._registry[Session]
    return f"{own.day(session)}, {own.time(session)}"  # type: ignore[attr-defined]


def closed(session: Session) -> str:
    own = admin.site._registry[RoomBooking]
    booking = closure_of(session)
    return f"{own.day(booking)}, {own.time(booking)}"  # type: ignore[attr-defined]


SPANS: dict[str, Callable[[Session], str]] = {
    "feed": lambda session: wording.when_and_what(added(session), session.conference)[0],
    "release": lambda session: ChangeRow.of(added(session), session.conference).when,
    "list of sessions": listed,
    "list of closures": closed,
    "taken room": lambda session: when(session, session.conference).removesuffix(" (UTC+5)"),
    "badge type": lambda session: occasion_in_words(session).removesuffix(", Late"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("told", SPANS.values(), ids=SPANS.keys())
@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (NIGHT, "Friday 4 May, 00:30–01:30"),
        (ACROSS_MIDNIGHT, "Thursday 3 May, 22:00 – Friday 4 May, 01:00"),
        (UNTIL_MIDNIGHT, "Thursday 3 May, 20:00–00:00"),
        (OF_SEVERAL_DAYS, "Thursday 3 May, 09:00 – Friday 4 May, 17:00"),
    ],
)
def test_span_is_told_by_the_days_of_its_clocks(
    conference: Conference,
    told: Callable[[Session], str],
    span: tuple[dt.datetime, dt.datetime],
    expected: str,
) -> None:
    assert told(session_at(conference, span)) == expected


def part_in_words(session: Session) -> str:
    delegate = SessionPartFactory(session=session).delegate
    [row] = with_parts(Delegate.objects.filter(pk=delegate.pk))
    return on_delegates.in_words(getattr(row, on_delegates.PARTS)[0], session.conference)


STARTS: dict[str, Callable[[Session], str]] = {
    "consequence": consequences.in_words,
    "delegate": part_in_words,
}


@pytest.mark.parametrize("told", STARTS.values(), ids=STARTS.keys())
def test_start_is_told_by_the_day_of_its_clock(
    conference: Conference, told: Callable[[Session], str]
) -> None:
    assert "Friday 4 May, 00:30" in told(session_at(conference, NIGHT))


def test_plan_of_a_schedule_tells_the_day_of_each_clock(conference: Conference) -> None:
    def file(date: str, duration: str) -> bytes:
        return pretalx(day(event(date=date, start="", duration=duration), room=""))

    first = file("2018-05-04T01:00:00+05:00", "01:00")
    seen = schedule_import.check(first, conference, makes_rooms=False).plan.digest
    schedule_import.bring_in(
        data=first, conference=conference, makes_rooms=False, seen=seen, by=UserFactory(), at=AT
    )
    again = file("2018-05-04T00:30:00+05:00", "01:30")

    page = PlanPage.of(schedule_import.check(again, conference, makes_rooms=False), conference)

    [row] = page.changed
    assert [(one.before, one.after) for one in row.changes] == [
        ("Friday 4 May, 01:00", "Friday 4 May, 00:30")
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (at(3, 9), at(4, 17)),
            (at(3, 9), at(5, 17)),
            "Moved to 09:00 – Saturday 5 May, 17:00 from 09:00 – Friday 4 May, 17:00",
        ),
        (
            (at(3, 23), at(3, 23, 30)),
            (at(4, 0, 30), at(4, 1)),
            "Moved to Friday 4 May, 00:30–01:00 from Thursday 3 May, 23:00–23:30",
        ),
        (
            (at(4, 0, 30), at(4, 1)),
            (at(4, 9), at(4, 10)),
            "Moved to 09:00–10:00 from 00:30–01:00",
        ),
    ],
)
def test_move_tells_days_where_clocks_alone_do_not_say_when(
    conference: Conference, before: Any, after: Any, expected: str
) -> None:
    session = session_at(conference, before)
    former = drafted(conference)
    session.starts_at, session.ends_at = after
    session.save()

    [change] = changes(former, drafted(conference))

    assert wording.told(change, conference) == [expected]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (NIGHT, "Friday 4 May, 00:30–to01:30"),
        (OF_SEVERAL_DAYS, "Thursday 3 May, 09:00 –to Friday 4 May, 17:00"),
    ],
)
def test_search_tells_the_days_of_its_clocks(
    client: Client, conference: Conference, span: Any, expected: str
) -> None:
    release(session_at(conference, span))

    page = client.get("/en/dushanbe-2018/agenda/search/", {"q": "late"}).content.decode()

    [facts] = re.findall(r'<p class="entry-facts">(.*?)</p>', page, re.DOTALL)
    assert " ".join(re.sub(r"<[^>]+>", "", facts).split()) == expected
