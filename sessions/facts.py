"""What readers may know of a session, in every language it is known in, and in no words of ours.

A closed session has a time and a room; its title, people and organizers never come into its facts,
nor into anything that is made of them. Facts hold plain values only: they can be kept for as long
as what they were taken from has changed or gone.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from conference.models import Room
from conference.writing.languages import translations
from delegates.models import Delegate
from delegates.naming.names import list_name
from sessions.choices import QUIET
from sessions.models import Document, Session, SessionPart

Translated = Mapping[str, str]
"""Language tag to text; "" for a text that is in no particular language."""


@dataclass(frozen=True)
class PlaceFacts:
    """`order`: the main venue's rooms first, then those of the others in their order."""

    key: int
    order: tuple[int, ...]
    room: Translated
    venue: Translated
    is_main_venue: bool
    address: Translated
    directions: Translated


@dataclass(frozen=True)
class PersonFacts:
    """`part` is a code. `own_name` stands in `own_name_language`; both are blank where the name is
    written in Latin letters alone. `delegation` is None for somebody who is in none; `delegate` is
    the id of who is one, so that a person can be taken out of what was kept.
    """

    part: str
    name: str
    own_name: str = ""
    own_name_language: str = ""
    function: Translated = field(default_factory=dict)
    delegation: Translated | None = None
    delegate: int | None = None


@dataclass(frozen=True)
class ItemFacts:
    """An agenda item. `number` as announced; blank before. `key` is its id."""

    number: str
    title: Translated
    key: int | None = None


@dataclass(frozen=True)
class OrganizerFacts:
    """A delegation that organizes the session; `key` is its id."""

    key: int
    name: Translated


@dataclass(frozen=True)
class DocumentFileFacts:
    """`code` is its address, `size` is in bytes."""

    code: str
    language: str
    size: int


@dataclass(frozen=True)
class DocumentFacts:
    symbol: str
    title: Translated
    files: tuple[DocumentFileFacts, ...]


@dataclass(frozen=True)
class SessionFacts:
    """Instants are in UTC. `kind` is a code, blank for a closed session; languages are tags.
    `overflow` are rooms that it has beside its place. `audience` says who may know of it; of what
    is closed, nobody is told more than when and where. `sequence` and `changed_at` are of what
    readers have been told so far (RFC 5545).
    """

    code: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    audience: str
    is_closed: bool
    is_cancelled: bool
    sequence: int
    changed_at: dt.datetime
    place: PlaceFacts | None = None
    overflow: tuple[PlaceFacts, ...] = ()
    kind: str = ""
    title: Translated = field(default_factory=dict)
    note: Translated = field(default_factory=dict)
    description: Translated = field(default_factory=dict)
    floor_languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    organizers: tuple[OrganizerFacts, ...] = ()
    people: tuple[PersonFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """One quiet line of the agenda, such as a break."""
        return self.kind in QUIET


def session_facts(session: Session) -> SessionFacts:
    """As the draft has it: `session` with its rooms, organizers, people and agenda items loaded.

    No release has said so yet, so that calendars know no number of it. Without its documents:
    those are issued and taken back by themselves, whatever is released.
    """
    is_open = not session.is_closed
    return SessionFacts(
        code=session.code,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place_facts(session.room) if session.room else None,
        overflow=tuple(place_facts(room) for room in session.overflow_rooms()),
        audience=session.audience,
        is_cancelled=session.is_cancelled,
        is_closed=session.is_closed,
        sequence=0,
        changed_at=session.updated_at,
        kind=session.kind if is_open else "",
        title=translations(session.title) if is_open else {},
        note=translations(session.cancel_note) if is_open and session.is_cancelled else {},
        description=translations(session.description) if is_open else {},
        floor_languages=tuple(session.floor_languages) if is_open else (),
        interpretation=tuple(session.interpretation) if is_open else (),
        organizers=organizer_facts(session) if is_open else (),
        people=people_facts(session) if is_open else (),
        items=_items(session) if is_open else (),
    )


def without_people(facts: SessionFacts, delegates: Collection[int]) -> SessionFacts:
    """Without these delegates; as it is where none of them takes part."""
    left = tuple(one for one in facts.people if one.delegate not in delegates)
    return facts if len(left) == len(facts.people) else replace(facts, people=left)


def place_facts(room: Room) -> PlaceFacts:
    venue = room.venue
    return PlaceFacts(
        key=room.pk,
        order=(int(not venue.is_main), venue.order, room.order, room.pk),
        room=translations(room.name),
        venue=translations(venue.name),
        is_main_venue=venue.is_main,
        address=translations(venue.address),
        directions=translations(venue.directions),
    )


def people_facts(session: Session) -> tuple[PersonFacts, ...]:
    return tuple(_person(part) for part in session.parts.all())


def organizer_facts(session: Session) -> tuple[OrganizerFacts, ...]:
    return tuple(
        OrganizerFacts(row.delegation_id, translations(row.delegation.name))
        for row in session.session_organizers.all()
    )


def _items(session: Session) -> tuple[ItemFacts, ...]:
    return tuple(
        ItemFacts(row.item.number, translations(row.item.title), row.item_id)
        for row in session.session_items.all()
    )


def document_facts(document: Document) -> DocumentFacts:
    """`document` with its files loaded."""
    return DocumentFacts(
        symbol=document.symbol,
        title=translations(document.title),
        files=tuple(
            DocumentFileFacts(file.code, file.language, file.size) for file in document.files.all()
        ),
    )


def _person(part: SessionPart) -> PersonFacts:
    function = translations(part.function)
    delegate = part.delegate
    if delegate is None:
        return PersonFacts(part.part, part.name, function=function)
    return PersonFacts(
        part=part.part,
        name=_listed(delegate),
        own_name=delegate.own_name,
        own_name_language=delegate.own_name_language,
        function=function or translations(delegate.function),
        delegation=translations(delegate.delegation.name),
        delegate=delegate.pk,
    )


def _listed(delegate: Delegate) -> str:
    return list_name(
        given=delegate.given_name,
        family=delegate.family_name,
        override=delegate.display_name,
        language=delegate.own_name_language or None,
    )
