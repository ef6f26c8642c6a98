"""What readers may know of a session, in every language it is known in, and in no words of ours.

A closed session has a time and a room; its title, people and organizers never come into its facts,
nor into anything that is made of them. Facts hold plain values only: they can be kept for as long
as what they were taken from has changed or gone.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conference.models import Room
from conference.writing.languages import translations
from delegates.models import Delegate
from delegates.names import list_name
from sessions.choices import Audience
from sessions.models import Session, SessionPart

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
    written in Latin letters alone. `delegation` is None for somebody who is in none.
    """

    part: str
    name: str
    own_name: str
    own_name_language: str
    function: Translated
    delegation: Translated | None


@dataclass(frozen=True)
class ItemFacts:
    """An agenda item. `number` as announced; blank before."""

    number: str
    title: Translated


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
    `overflow` are rooms that it has beside its place.
    """

    code: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: PlaceFacts | None
    overflow: tuple[PlaceFacts, ...]
    audience: str
    is_cancelled: bool
    sequence: int
    changed_at: dt.datetime
    kind: str
    title: Translated
    note: Translated
    description: Translated
    floor_languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    organizers: tuple[OrganizerFacts, ...]
    people: tuple[PersonFacts, ...]
    items: tuple[ItemFacts, ...]
    documents: tuple[DocumentFacts, ...]

    @property
    def is_closed(self) -> bool:
        return self.audience == Audience.CLOSED


def session_facts(session: Session, *, in_full: bool = False) -> SessionFacts:
    """`session` with its rooms and organizers loaded; in full, with its people, agenda items and
    the documents of both.
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
        sequence=session.sequence,
        changed_at=session.updated_at,
        kind=session.kind if is_open else "",
        title=translations(session.title) if is_open else {},
        note=translations(session.cancel_note) if is_open and session.is_cancelled else {},
        description=translations(session.description) if is_open else {},
        floor_languages=tuple(session.floor_languages) if is_open else (),
        interpretation=tuple(session.interpretation) if is_open else (),
        organizers=_organizers(session) if is_open else (),
        people=people_facts(session.parts.all()) if is_open and in_full else (),
        items=_items(session) if is_open and in_full else (),
        documents=_documents(session) if is_open and in_full else (),
    )


def place_facts(room: Room) -> PlaceFacts:
    venue = room.venue
    return PlaceFacts(
        key=room.pk,
        order=(not venue.is_main, venue.order, room.order, room.pk),
        room=translations(room.name),
        venue=translations(venue.name),
        is_main_venue=venue.is_main,
        address=translations(venue.address),
        directions=translations(venue.directions),
    )


def _organizers(session: Session) -> tuple[OrganizerFacts, ...]:
    return tuple(
        OrganizerFacts(row.delegation_id, translations(row.delegation.name))
        for row in session.session_organizers.all()
    )


def _items(session: Session) -> tuple[ItemFacts, ...]:
    return tuple(
        ItemFacts(row.item.number, translations(row.item.title))
        for row in session.session_items.all()
    )


def _documents(session: Session) -> tuple[DocumentFacts, ...]:
    """Its own, then those of its agenda items."""
    of_items = [row.item.documents.all() for row in session.session_items.all()]
    return tuple(
        DocumentFacts(
            symbol=document.symbol,
            title=translations(document.title),
            files=tuple(
                DocumentFileFacts(file.code, file.language, file.size)
                for file in document.files.all()
            ),
        )
        for documents in (session.documents.all(), *of_items)
        for document in documents
    )


def people_facts(parts: Iterable[SessionPart]) -> tuple[PersonFacts, ...]:
    return tuple(_person(part) for part in parts)


def _person(part: SessionPart) -> PersonFacts:
    function = translations(part.function)
    delegate = part.delegate
    if delegate is None:
        return PersonFacts(part.part, part.name, "", "", function, None)
    return PersonFacts(
        part=part.part,
        name=_listed(delegate),
        own_name=delegate.own_name,
        own_name_language=delegate.own_name_language,
        function=function or translations(delegate.function),
        delegation=translations(delegate.delegation.name),
    )


def _listed(delegate: Delegate) -> str:
    return list_name(
        given=delegate.given_name,
        family=delegate.family_name,
        override=delegate.display_name,
        language=delegate.own_name_language or None,
    )
