"""What of a programme a file is compared with, and what each event of the file would do to it."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass

from sessions.exchange.events import FileEvent
from sessions.exchange.rooms import KnownRoom, MeantRoom


@dataclass(frozen=True)
class KnownPerson:
    """Somebody in a part of a session. One `is_from_files` if named as files name people, and no
    delegate: such a one goes when the file no longer names them.
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
    """`brought_in` are sessions by the keys of the events that they came from, `own` the keys under
    which this programme gives its sessions away.
    """

    sessions: Mapping[int, KnownSession]
    brought_in: Mapping[str, int]
    own: frozenset[str]
    rooms: tuple[KnownRoom, ...]
    bookings: tuple[KnownBooking, ...]
    zone: zoneinfo.ZoneInfo


@dataclass(frozen=True)
class PlannedEvent:
    """`session` is the one that it changes, and `fields` of it; None of one that it adds."""

    event: FileEvent
    session: KnownSession | None
    room: MeantRoom | None
    kind: str
    fields: tuple[str, ...] = ()
    people_added: tuple[str, ...] = ()
    people_gone: tuple[KnownPerson, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.session is None

    @property
    def changes_something(self) -> bool:
        return bool(self.fields or self.people_added or self.people_gone)
