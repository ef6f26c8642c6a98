"""What the public may see of a session: everything that pages and calendars show goes through here.

A closed session has a time, a room and the word "closed"; its title, people and organizers never
reach a template. Texts are in the active language, else in another of the conference, marked.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language, pgettext
from i18nfield.strings import LazyI18nString

from conference.models import Conference, Room
from conference.writing.languages import Localized, localized
from delegates.models import Delegate
from delegates.names import list_name
from sessions.days import programme_day
from sessions.models import Session, SessionPart

MAP = "https://www.openstreetmap.org/search"


@dataclass(frozen=True)
class Place:
    key: int
    order: tuple[int, ...]
    room: Localized
    venue: Localized
    is_main_venue: bool
    address: Localized
    directions: Localized

    def __str__(self) -> str:
        return f"{self.room}, {self.venue}"

    @property
    def map_link(self) -> str:
        return map_link(self.address)


@dataclass(frozen=True)
class Person:
    part: str
    name: Localized
    function: Localized
    delegation: Localized | None


@dataclass(frozen=True)
class Entry:
    """One session as the public sees it, its times in the conference's zone."""

    code: str
    title: Localized
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: Place | None
    is_closed: bool
    is_cancelled: bool
    sequence: int
    changed_at: dt.datetime
    kind: str = ""
    kind_code: str = ""
    is_side_event: bool = False
    is_quiet: bool = False
    note: Localized | None = None
    organizers: tuple[Localized, ...] = ()
    description: Localized | None = None
    people: tuple[Person, ...] = ()

    @property
    def day(self) -> dt.date:
        return programme_day(self.starts_at)

    @property
    def is_at_a_glance(self) -> bool:
        """What a conference is about: its home names nothing else."""
        return not (self.is_quiet or self.is_closed or self.is_side_event or self.is_cancelled)

    @property
    def anchor(self) -> str:
        """Of what begins when it does, on every page; in UTC, because an id has no plus."""
        return f"at-{self.starts_at.astimezone(dt.UTC):%Y%m%dT%H%MZ}"

    @property
    def ends_on_another_day(self) -> bool:
        """After the midnight that follows its start: its end alone would not say when."""
        return (self.ends_at - dt.timedelta.resolution).date() != self.starts_at.date()


def entry(session: Session, conference: Conference, *, with_people: bool = False) -> Entry:
    """The row of the agenda; with people and description, the session's own page."""
    is_open = not session.is_closed
    return Entry(
        code=session.code,
        title=text(session.title, conference)
        if is_open
        else here(pgettext("title of a closed session", "Closed")),
        starts_at=conference.local(session.starts_at),
        ends_at=conference.local(session.ends_at),
        place=place(session.room, conference) if session.room else None,
        is_closed=session.is_closed,
        is_cancelled=session.is_cancelled,
        sequence=session.sequence,
        changed_at=session.updated_at,
        kind=str(session.get_kind_display()) if is_open else "",
        kind_code=session.kind if is_open else "",
        is_side_event=is_open and session.is_side_event,
        is_quiet=is_open and session.is_quiet,
        note=text(session.cancel_note, conference) if is_open and session.is_cancelled else None,
        organizers=organizers(session, conference) if is_open else (),
        description=text(session.description, conference) if is_open else None,
        people=people(session.parts.all(), conference) if is_open and with_people else (),
    )


def place(room: Room, conference: Conference) -> Place:
    venue = room.venue
    return Place(
        key=room.pk,
        order=(not venue.is_main, venue.order, room.order, room.pk),
        room=text(room.name, conference),
        venue=text(venue.name, conference),
        is_main_venue=venue.is_main,
        address=text(venue.address, conference),
        directions=text(venue.directions, conference),
    )


def map_link(address: Localized) -> str:
    """Where a phone shows the way; blank where nothing is known to look for."""
    return f"{MAP}?{urlencode({'query': address.text})}" if address.text else ""


def organizers(session: Session, conference: Conference) -> tuple[Localized, ...]:
    return tuple(text(row.delegation.name, conference) for row in session.session_organizers.all())


def people(parts: Iterable[SessionPart], conference: Conference) -> tuple[Person, ...]:
    return tuple(person(part, conference) for part in parts)


def person(part: SessionPart, conference: Conference) -> Person:
    delegate = part.delegate
    function = text(part.function, conference)
    if delegate is None:
        return Person(str(part.get_part_display()), Localized(part.name, ""), function, None)
    return Person(
        part=str(part.get_part_display()),
        name=delegate_name(delegate),
        function=function if function.text else Localized(delegate.function, ""),
        delegation=text(delegate.delegation.name, conference),
    )


def delegate_name(delegate: Delegate) -> Localized:
    """In the reader's own script where the delegate's name is in the reader's language."""
    if delegate.own_name and delegate.own_name_language == get_language():
        return Localized(delegate.own_name, delegate.own_name_language)
    name = list_name(
        given=delegate.given_name,
        family=delegate.family_name,
        override=delegate.display_name,
        language=delegate.own_name_language or None,
    )
    return Localized(name, "")


def text(value: LazyI18nString | str, conference: Conference) -> Localized:
    return localized(value, fallbacks=conference.languages)


def here(words: str) -> Localized:
    """Words of the interface, in the active language."""
    return Localized(words, get_language() or "")
