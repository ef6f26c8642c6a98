"""What in a programme asks for a second look, before somebody stands at the wrong door. Pure.

Nothing here is forbidden: a rehearsal may lie outside the room's hours. One sweep through the
sessions in the order of time finds all; what it costs grows with them and with what is found.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sessions.choices import BESIDE_PLENARIES, LED_BY_NOBODY, PLENARIES
from sessions.days import is_within_days, programme_day


class WarningCode(StrEnum):
    TWO_PLACES = "two_places"
    TRAVEL = "travel"
    OVER_PLENARY = "plenary"
    LEADER = "leader"
    ROOM_TOO_SMALL = "small"
    OUTSIDE_HOURS = "hours"
    OUTSIDE_DAYS = "day"
    NO_BOOTHS = "booths"


@dataclass(frozen=True)
class PlannedRoom:
    """`opens_at` and `closes_at` are wall times of every day; closing before it opens, it is open
    past midnight. Without them it is always open.
    """

    id: int
    venue_id: int
    capacity: int | None = None
    booths: int = 0
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None


@dataclass(frozen=True)
class PlannedSession:
    """A session that takes place, with its main room first; `people` are ids of delegates."""

    id: int
    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    room_ids: tuple[int, ...] = ()
    expected: int | None = None
    is_interpreted: bool = False
    is_led: bool = False
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PlannedProgramme:
    """`minutes_between` two venues, by their ids in either order, where it is known."""

    sessions: tuple[PlannedSession, ...]
    rooms: Mapping[int, PlannedRoom]
    minutes_between: Mapping[tuple[int, int], int]
    first_day: dt.date
    last_day: dt.date
    zone: zoneinfo.ZoneInfo

    def venue_of(self, session: PlannedSession) -> int | None:
        """Where people of the session are: those in a room beside it only listen."""
        return self.rooms[session.room_ids[0]].venue_id if session.room_ids else None


@dataclass(frozen=True)
class ProgrammeWarning:
    """`sessions` in the order of time, two where they do not go together; `person` and `room` where
    it is about one.
    """

    code: WarningCode
    sessions: tuple[int, ...]
    person: int | None = None
    room: int | None = None


def warnings_of(programme: PlannedProgramme) -> list[ProgrammeWarning]:
    """In the order of time; of one session, as its list shows them."""
    in_time = sorted(programme.sessions, key=lambda s: (s.starts_at, s.ends_at, s.id))
    diaries: dict[int, Diary] = defaultdict(Diary)
    meanwhile = Diary()
    found: list[ProgrammeWarning] = []
    for session in in_time:
        found += over_plenaries(session, meanwhile.until(session))
        for person in sorted(session.people):
            found += of_person(person, session, diaries[person], programme)
            diaries[person].enter(session)
        found += of_session(session, programme)
        if session.kind not in BESIDE_PLENARIES:
            meanwhile.enter(session)
    return found


@dataclass
class Diary:
    """Sessions entered in the order of time: those that go on, and the last that has ended."""

    going_on: list[PlannedSession] = field(default_factory=list)
    last: PlannedSession | None = None

    def until(self, session: PlannedSession) -> list[PlannedSession]:
        """What still goes on when the session starts."""
        ended = [one for one in self.going_on if one.ends_at <= session.starts_at]
        self.going_on = [one for one in self.going_on if one.ends_at > session.starts_at]
        candidates = [self.last, *ended] if self.last else ended
        self.last = max(candidates, key=lambda one: one.ends_at, default=None)
        return self.going_on

    def enter(self, session: PlannedSession) -> None:
        self.going_on.append(session)


def over_plenaries(
    session: PlannedSession, going_on: Iterable[PlannedSession]
) -> Iterator[ProgrammeWarning]:
    """Everybody is expected in a plenary; what only stands open meanwhile takes nobody away."""
    if session.kind in BESIDE_PLENARIES:
        return
    for other in going_on:
        if (session.kind in PLENARIES) != (other.kind in PLENARIES):
            yield ProgrammeWarning(WarningCode.OVER_PLENARY, (other.id, session.id))


def of_person(
    person: int, session: PlannedSession, diary: Diary, programme: PlannedProgramme
) -> Iterator[ProgrammeWarning]:
    for other in diary.until(session):
        yield ProgrammeWarning(WarningCode.TWO_PLACES, (other.id, session.id), person)
    # Who is in two places already is late for the third for that reason.
    if diary.last is None or diary.going_on:
        return
    here, there = programme.venue_of(session), programme.venue_of(diary.last)
    if here is None or there is None or here == there:
        return
    way = dt.timedelta(minutes=programme.minutes_between.get((there, here), 0))
    if session.starts_at - diary.last.ends_at < way:
        yield ProgrammeWarning(WarningCode.TRAVEL, (diary.last.id, session.id), person)


def of_session(session: PlannedSession, programme: PlannedProgramme) -> Iterator[ProgrammeWarning]:
    """What can be said of it without looking at others."""
    rooms = [programme.rooms[room_id] for room_id in session.room_ids]
    day = programme_day(session.starts_at.astimezone(programme.zone))
    if not is_within_days(day, programme.first_day, programme.last_day):
        yield ProgrammeWarning(WarningCode.OUTSIDE_DAYS, (session.id,))
    if session.kind not in LED_BY_NOBODY and not session.is_led:
        yield ProgrammeWarning(WarningCode.LEADER, (session.id,))
    if rooms and not has_seats(rooms, session.expected):
        yield ProgrammeWarning(WarningCode.ROOM_TOO_SMALL, (session.id,), room=rooms[0].id)
    if rooms and session.is_interpreted and not rooms[0].booths:
        yield ProgrammeWarning(WarningCode.NO_BOOTHS, (session.id,), room=rooms[0].id)
    for room in rooms:
        if not is_open(room, session, programme.zone):
            yield ProgrammeWarning(WarningCode.OUTSIDE_HOURS, (session.id,), room=room.id)


def has_seats(rooms: Iterable[PlannedRoom], expected: int | None) -> bool:
    """Together: who does not fit into the main room follows in those beside it."""
    seats = [room.capacity for room in rooms]
    return expected is None or None in seats or sum(filter(None, seats)) >= expected


def is_open(room: PlannedRoom, session: PlannedSession, zone: zoneinfo.ZoneInfo) -> bool:
    """All the time; the room may have opened on the day before and close past midnight."""
    if room.opens_at is None or room.closes_at is None:
        return True
    # Compared in UTC: of two times on one wall, Python would not see that the clocks were changed.
    starts_at, ends_at = (at.astimezone(dt.UTC) for at in (session.starts_at, session.ends_at))
    today = session.starts_at.astimezone(zone).date()
    for day in (today - dt.timedelta(days=1), today):
        closes_on = day + dt.timedelta(days=room.closes_at <= room.opens_at)
        opens = dt.datetime.combine(day, room.opens_at, zone).astimezone(dt.UTC)
        closes = dt.datetime.combine(closes_on, room.closes_at, zone).astimezone(dt.UTC)
        if opens <= starts_at and ends_at <= closes:
            return True
    return False
