"""What a schedule says of the agenda, before it is written in one form or the other. Pure.

Programs know an event again by its `guid`, which follows from the session's code alone, and expect
numbers beside it. Every event lies in a room: what has none lies in one without a name.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.text import slugify
from django.utils.translation import gettext as _

from conference.models import Conference
from sessions.days import DAY_ENDS_AT
from sessions.entries import Entry, LanguageVersion, Paper, Person, Place
from sessions.exchange.guids import guid, number_of, person_guid, session_guid
from sessions.reading.ical import summary

ONE_DAY = dt.timedelta(days=1)
ONE_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class PageAddresses:
    """Absolute addresses. `site` is that of the installation, without a slash at its end."""

    site: str
    agenda: str
    of_session: Callable[[Entry], str]
    of_file: Callable[[LanguageVersion], str]


@dataclass(frozen=True)
class EventPerson:
    """`guid` and `number` are the same wherever a delegate is named, or somebody of this name."""

    guid: uuid.UUID
    number: int
    name: str
    about: str


@dataclass(frozen=True)
class EventFile:
    title: str
    address: str


@dataclass(frozen=True)
class Event:
    """A session. Of a closed one nothing but its times, its room and the word."""

    guid: uuid.UUID
    number: int
    code: str
    starts_at: dt.datetime
    duration: dt.timedelta
    room: str
    slug: str
    address: str
    title: str
    kind: str
    language: str
    abstract: str
    description: str
    is_cancelled: bool
    people: tuple[EventPerson, ...]
    files: tuple[EventFile, ...]


@dataclass(frozen=True)
class EventRoom:
    """`guid` is None of the one without a name."""

    name: str
    guid: uuid.UUID | None
    events: tuple[Event, ...]


@dataclass(frozen=True)
class EventDay:
    """A programme day. `index` counts from 1; it ends as the last minute of its night does."""

    index: int
    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    rooms: tuple[EventRoom, ...]


def event_days(
    conference: Conference, entries: Iterable[Entry], addresses: PageAddresses
) -> tuple[EventDay, ...]:
    """Those of the conference, without sessions too, and whatever else has some."""
    in_order = sorted(entries, key=attrgetter("day", "starts_at", "ends_at"))
    sessions = {day: list(of_day) for day, of_day in groupby(in_order, attrgetter("day"))}
    length = (conference.ends_on - conference.starts_on).days + 1
    own = {conference.starts_on + index * ONE_DAY for index in range(length)}
    return tuple(
        EventDay(
            index=index,
            date=day,
            starts_at=_morning(conference, day),
            ends_at=_morning(conference, day + ONE_DAY) - ONE_MINUTE,
            rooms=_rooms(conference, sessions.get(day, []), addresses),
        )
        for index, day in enumerate(sorted(own | sessions.keys()), start=1)
    )


def version_of(days: tuple[EventDay, ...], release: int) -> str:
    """`7-3f2a91c0`: the release, and what is still told of it.

    Programs fetch nothing while the version is the same; what is withheld since must be gone there.
    """
    return f"{release}-{hashlib.sha256(repr(days).encode()).hexdigest()[:8]}"


def duration_in_words(duration: dt.timedelta) -> str:
    """`01:30`; of more than a day `1:06:00`."""
    hours, minutes = divmod(duration // ONE_MINUTE, 60)
    days, hours = divmod(hours, 24)
    return f"{days}:{hours:02}:{minutes:02}" if days else f"{hours:02}:{minutes:02}"


def _morning(conference: Conference, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), conference.zone) + DAY_ENDS_AT


def _rooms(
    conference: Conference, entries: list[Entry], addresses: PageAddresses
) -> tuple[EventRoom, ...]:
    """In their order; two of one name are one to whoever reads the file."""
    by_room: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=_place_in_order):
        by_room.setdefault(_room_name(entry.place), []).append(entry)
    return tuple(
        EventRoom(
            name=name,
            guid=guid("room", str(held[0].place.key)) if held[0].place else None,
            events=tuple(_event(conference, entry, addresses) for entry in held),
        )
        for name, held in by_room.items()
    )


def _place_in_order(entry: Entry) -> tuple[bool, tuple[int, ...]]:
    return (False, entry.place.order) if entry.place else (True, ())


def _room_name(place: Place | None) -> str:
    if place is None:
        return ""
    return place.room.text if place.is_main_venue else str(place)


def _event(conference: Conference, entry: Entry, addresses: PageAddresses) -> Event:
    own_guid = session_guid(entry.code)
    return Event(
        guid=own_guid,
        number=number_of(own_guid),
        code=entry.code,
        starts_at=entry.starts_at,
        duration=entry.ends_at - entry.starts_at,
        room=_room_name(entry.place),
        slug="-".join(filter(None, (conference.slug, entry.code, slugify(entry.title.text)))),
        address=addresses.of_session(entry),
        title=summary(entry).text,
        kind=entry.kind,
        language=entry.title.language,
        abstract=_abstract(entry),
        description=entry.description.text if entry.description else "",
        is_cancelled=entry.is_cancelled,
        people=tuple(_person(person) for person in entry.people),
        files=tuple(
            EventFile(_file_title(paper, version), addresses.of_file(version))
            for paper in entry.documents
            for version in paper.versions
        ),
    )


def _abstract(entry: Entry) -> str:
    """Why it does not take place, and who organizes it."""
    names = ", ".join(organizer.name.text for organizer in entry.organizers)
    organized = _("Organized by %(names)s") % {"names": names} if names else ""
    note = entry.note.text if entry.note else ""
    return "\n\n".join(filter(None, (note, organized)))


def _file_title(paper: Paper, version: LanguageVersion) -> str:
    title = " ".join(filter(None, (paper.symbol, paper.title.text)))
    return f"{title} ({version.name})"


def _person(person: Person) -> EventPerson:
    delegation = person.delegation.text if person.delegation else ""
    own_guid = person_guid(person.name.text, person.delegate)
    about = ", ".join(filter(None, (person.function.text, delegation)))
    return EventPerson(own_guid, number_of(own_guid), person.name.text, about)
