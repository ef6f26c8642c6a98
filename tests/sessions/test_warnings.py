"""What of a programme asks for a second look: tables of examples, on a clock of Dushanbe."""

import dataclasses
import datetime as dt
import itertools
import zoneinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.choices import BESIDE_PLENARIES, PLENARIES, SessionKind
from sessions.warnings import (
    PlannedProgramme,
    PlannedRoom,
    PlannedSession,
    ProgrammeWarning,
    WarningCode,
    warnings_of,
)

DUSHANBE = zoneinfo.ZoneInfo("Asia/Dushanbe")
BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
THIRD = dt.date(2018, 5, 3)
PALACE, LIBRARY, HOTEL = 1, 2, 3
HALL = PlannedRoom(1, PALACE, capacity=100, booths=3, opens_at=dt.time(8), closes_at=dt.time(19))
SMALL = PlannedRoom(2, PALACE, capacity=20)
BALLROOM = PlannedRoom(3, PALACE, opens_at=dt.time(18), closes_at=dt.time(2))
READING_ROOM = PlannedRoom(4, LIBRARY)
SUITE = PlannedRoom(5, HOTEL)
ROOMS = {room.id: room for room in (HALL, SMALL, BALLROOM, READING_ROOM, SUITE)}


def at(hour: float, day: int = 3, zone: zoneinfo.ZoneInfo = DUSHANBE) -> dt.datetime:
    """So many hours after midnight, on the clock of the zone; kept as the database keeps it."""
    midnight = dt.datetime(2018, 5, day, tzinfo=zone)
    return midnight.astimezone(dt.UTC) + dt.timedelta(hours=hour)


def session(number: int = 1, start: float = 9, end: float = 10, **known: Any) -> PlannedSession:
    day = known.pop("day", 3)
    usual = {"kind": SessionKind.PANEL, "room_ids": (SMALL.id,), "is_led": True}
    return PlannedSession(
        id=number, starts_at=at(start, day), ends_at=at(end, day), **{**usual, **known}
    )


def warned(*sessions: PlannedSession, **frame: Any) -> list[ProgrammeWarning]:
    usual = {
        "rooms": ROOMS,
        "minutes_between": {(PALACE, LIBRARY): 10, (LIBRARY, PALACE): 10},
        "first_day": THIRD,
        "last_day": THIRD + dt.timedelta(days=1),
        "zone": DUSHANBE,
    }
    return warnings_of(PlannedProgramme(sessions=sessions, **{**usual, **frame}))


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, None),
        ({"is_led": False}, WarningCode.LEADER),
        ({"is_led": False, "kind": SessionKind.BREAK}, None),
        ({"expected": 20}, None),
        ({"expected": 21}, WarningCode.ROOM_TOO_SMALL),
        ({"expected": 21, "room_ids": (SMALL.id, HALL.id)}, None),
        ({"expected": 121, "room_ids": (SMALL.id, HALL.id)}, WarningCode.ROOM_TOO_SMALL),
        ({"expected": 9000, "room_ids": (READING_ROOM.id,)}, None),
        ({"expected": 9000, "room_ids": ()}, None),
        ({"is_interpreted": True}, WarningCode.NO_BOOTHS),
        ({"is_interpreted": True, "room_ids": (HALL.id, SMALL.id)}, None),
        ({"is_interpreted": True, "room_ids": ()}, None),
        ({"day": 2}, None),
        ({"day": 1}, WarningCode.OUTSIDE_DAYS),
        ({"day": 4, "start": 25, "end": 27}, None),
        ({"day": 5}, WarningCode.OUTSIDE_DAYS),
    ],
)
def test_what_is_said_of_one_session(known: dict[str, Any], code: WarningCode | None) -> None:
    assert [warning.code for warning in warned(session(**known))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("room", "start", "end", "is_open"),
    [
        (HALL, 8, 19, True),
        (HALL, 7.75, 9, False),
        (HALL, 18, 19.25, False),
        (HALL, 9, 33, False),
        (BALLROOM, 18, 26, True),
        (BALLROOM, 17.5, 20, False),
        (BALLROOM, 24.5, 26, True),
        (BALLROOM, 24.5, 26.25, False),
        (SMALL, 3, 4, True),
    ],
)
def test_room_is_open_in_its_hours(
    room: PlannedRoom, start: float, end: float, is_open: bool
) -> None:
    found = warned(session(start=start, end=end, room_ids=(room.id,)))

    expected = [ProgrammeWarning(WarningCode.OUTSIDE_HOURS, (1,), room=room.id)]
    assert found == ([] if is_open else expected)


def test_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    """From 18:00 to 04:00 of the last Sunday of October are eleven hours."""
    start = dt.datetime(2018, 10, 27, 18, tzinfo=BRUSSELS).astimezone(dt.UTC)
    saturday = dt.date(2018, 10, 27)
    bar = dataclasses.replace(BALLROOM, closes_at=dt.time(4))

    def ends_after(hours: int) -> list[ProgrammeWarning]:
        late = PlannedSession(
            1, SessionKind.SOCIAL, start, start + dt.timedelta(hours=hours), (bar.id,)
        )
        frame = {"first_day": saturday, "last_day": saturday, "zone": BRUSSELS}
        return warned(late, rooms={bar.id: bar}, **frame)

    assert ends_after(11) == []
    assert [warning.code for warning in ends_after(12)] == [WarningCode.OUTSIDE_HOURS]


AMINA, BAHROM = 71, 72


@pytest.mark.parametrize(
    ("start", "rooms", "people", "expected"),
    [
        (9.5, (SMALL.id,), {AMINA}, WarningCode.TWO_PLACES),
        (9.5, (), {AMINA}, WarningCode.TWO_PLACES),
        (9.5, (SMALL.id,), {BAHROM}, None),
        (10, (SMALL.id,), {AMINA}, None),
        (10, (READING_ROOM.id,), {AMINA}, WarningCode.TRAVEL),
        (10.125, (READING_ROOM.id,), {AMINA}, WarningCode.TRAVEL),
        (10.25, (READING_ROOM.id,), {AMINA}, None),
        (10, (READING_ROOM.id,), {BAHROM}, None),
        (10, (SMALL.id, READING_ROOM.id), {AMINA}, None),
        (10, (SUITE.id,), {AMINA}, None),
        (10, (), {AMINA}, None),
    ],
)
def test_person_is_in_one_place_and_on_the_way_in_between(
    start: float, rooms: tuple[int, ...], people: set[int], expected: WarningCode | None
) -> None:
    before = session(1, 9, 10, people=frozenset({AMINA}))
    after = session(2, start, 11, room_ids=rooms, people=frozenset(people))

    found = warned(after, before)

    assert found == ([ProgrammeWarning(expected, (1, 2), person=AMINA)] if expected else [])


@pytest.mark.parametrize(
    ("kind", "other", "is_warned"),
    [
        (SessionKind.PLENARY, SessionKind.SIDE_EVENT, True),
        (SessionKind.SIDE_EVENT, SessionKind.OPENING, True),
        (SessionKind.OPENING, SessionKind.BILATERAL, False),
        (SessionKind.REGISTRATION, SessionKind.OPENING, False),
        (SessionKind.PANEL, SessionKind.SIDE_EVENT, False),
        (SessionKind.PLENARY, SessionKind.CLOSING, False),
    ],
)
def test_nothing_else_is_held_over_a_plenary(
    kind: SessionKind, other: SessionKind, is_warned: bool
) -> None:
    found = warned(session(1, 9, 11, kind=kind), session(2, 10, 12, kind=other))
    in_turn = warned(session(1, 9, 10, kind=kind), session(2, 10, 12, kind=other))

    assert found == ([ProgrammeWarning(WarningCode.OVER_PLENARY, (1, 2))] if is_warned else [])
    assert in_turn == []


programmes = st.lists(
    st.builds(
        lambda start, length, room, kind, people: (
            start / 4,
            (start + length) / 4,
            room,
            kind,
            people,
        ),
        st.integers(32, 64),
        st.integers(1, 12),
        st.sampled_from([SMALL.id, READING_ROOM.id]),
        st.sampled_from([SessionKind.PLENARY, SessionKind.PANEL, SessionKind.BREAK]),
        st.frozensets(st.sampled_from([AMINA, BAHROM])),
    ),
    max_size=10,
)


@given(programmes)
def test_sweep_finds_what_comparing_each_with_each_finds(rows: list[Any]) -> None:
    sessions = [
        session(number, start, end, room_ids=(room,), kind=kind, people=people)
        for number, (start, end, room, kind, people) in enumerate(rows)
    ]
    pairs = [
        sorted(pair, key=lambda one: (one.starts_at, one.ends_at, one.id))
        for pair in itertools.combinations(sessions, 2)
    ]
    meeting = [(one, other) for one, other in pairs if other.starts_at < one.ends_at]
    two_places = {
        ProgrammeWarning(WarningCode.TWO_PLACES, (one.id, other.id), person)
        for one, other in meeting
        for person in one.people & other.people
    }
    over = {
        ProgrammeWarning(WarningCode.OVER_PLENARY, (one.id, other.id))
        for one, other in meeting
        if not {one.kind, other.kind} & BESIDE_PLENARIES
        and len({one.kind in PLENARIES, other.kind in PLENARIES}) == 2
    }

    found = [warning for warning in warned(*sessions) if warning.code != WarningCode.TRAVEL]

    assert len(found) == len(set(found))
    assert set(found) == two_places | over
