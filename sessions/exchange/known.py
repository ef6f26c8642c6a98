"""What of a programme a file is compared with, and what each event of the file would do to it."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sessions.exchange.events import FileEvent
from sessions.exchange.rooms import KnownRoom, MeantRoom

FOUND_NO_ROOM = "found_no_room"
"""Beside what a file said of an event: that the room which it named was taken."""

TIMES_ELSEWHERE = "times_elsewhere"
"""Beside the times that a file said: what they were before the time zone here was corrected. A file
that says its times with an offset goes on saying these.
"""


@dataclass(frozen=True)
class KnownPerson:
    """Somebody in a part of a session. One `is_from_files` if named as files name people, and no
    delegate: such a one goes when the file that named them does no longer.
    """

    key: int
    names: tuple[str, ...]
    is_from_files: bool


@dataclass(frozen=True)
class KnownSession:
    """`title` and `description` by language, `turn_round` of its room.

    What is cancelled takes none.
    """

    key: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    room: int | None
    turn_round: int
    is_cancelled: bool
    people: tuple[KnownPerson, ...]


@dataclass(frozen=True)
class KnownBooking:
    """`session` is None of a closure or a hold; `called` is what has the room."""

    room: int
    turn_round: int
    session: int | None
    is_main: bool
    called: str
    starts_at: dt.datetime
    clear_until: dt.datetime


@dataclass(frozen=True)
class KnownProgramme:
    """`brought_in` are sessions by the keys of the events that they came from, and `written` what
    the file said of these; `own` are the keys under which this programme gives its sessions away.
    """

    sessions: Mapping[int, KnownSession]
    brought_in: Mapping[str, int]
    written: Mapping[str, Mapping[str, Any]]
    own: frozenset[str]
    rooms: tuple[KnownRoom, ...]
    bookings: tuple[KnownBooking, ...]
    zone: zoneinfo.ZoneInfo


@dataclass(frozen=True)
class PlannedEvent:
    """`session` is the one that it changes, and `fields` of it; None of one that it adds.

    `written` is what will be kept of what the file said, `before` what was kept until now.
    """

    event: FileEvent
    session: KnownSession | None
    room: MeantRoom | None
    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    written: Mapping[str, Any]
    before: Mapping[str, Any]
    fields: tuple[str, ...] = ()
    people_added: tuple[str, ...] = ()
    people_gone: tuple[KnownPerson, ...] = ()

    def says_anew(self, name: str) -> bool:
        """The file says something else of it than the last time.

        A room that was taken then is asked for again, as long as the session has none.
        """
        if name == "room" and self.session and self.session.room is None:
            return bool(self.before.get(FOUND_NO_ROOM)) or self._says_other(name)
        if name == "times" and self.event.written()[name] == self.before.get(TIMES_ELSEWHERE):
            return False
        return self._says_other(name)

    def _says_other(self, name: str) -> bool:
        return bool(self.event.written()[name] != self.before.get(name))

    @property
    def is_new(self) -> bool:
        return self.session is None

    @property
    def changes_something(self) -> bool:
        return bool(self.fields or self.people_added or self.people_gone)
