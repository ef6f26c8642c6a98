"""The facts of a session in the words of one language: what pages and calendars show.

Texts are in the active language, else in another of the conference, marked.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language, pgettext

from conference.models import Conference
from conference.writing import dates
from conference.writing.languages import NAMES, OWN_NAMES, Localized, localized, named
from sessions.choices import AT_A_GLANCE, ON_PUBLIC_PAGES, Audience, Part, SessionKind
from sessions.days import programme_day
from sessions.facts import DocumentFacts, PersonFacts, PlaceFacts, SessionFacts, Translated

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
    """`delegate` is the id of who is one: shown nowhere, and the same under every name."""

    part: str
    name: Localized
    function: Localized
    delegation: Localized | None
    delegate: int | None = None


@dataclass(frozen=True)
class Item:
    """`key` is its id."""

    number: str
    title: Localized
    key: int | None


@dataclass(frozen=True)
class Organizer:
    key: int
    name: Localized


@dataclass(frozen=True)
class LanguageVersion:
    """`name`: of the language, in itself."""

    code: str
    language: str
    name: str
    size: int


@dataclass(frozen=True)
class Paper:
    symbol: str
    title: Localized
    versions: tuple[LanguageVersion, ...]


@dataclass(frozen=True)
class Entry:
    """One session as the public sees it, its times on the conference's clocks. `documents` are
    there on its own page. `for_whom` is blank for what everybody may know of.
    """

    code: str
    title: Localized
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: Place | None
    is_closed: bool
    is_cancelled: bool
    sequence: int
    changed_at: dt.datetime
    overflow: tuple[Place, ...] = ()
    for_whom: str = ""
    kind: str = ""
    kind_code: str = ""
    is_side_event: bool = False
    is_quiet: bool = False
    note: Localized | None = None
    floor_languages: str = ""
    interpretation: str = ""
    organizers: tuple[Organizer, ...] = ()
    description: Localized | None = None
    people: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()
    documents: tuple[Paper, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Its own, and those that it overflows into."""
        return (self.place, *self.overflow) if self.place else ()

    @property
    def is_for_everybody(self) -> bool:
        """A break is no room's: it is the same everywhere."""
        return self.kind_code == SessionKind.BREAK

    @property
    def day(self) -> dt.date:
        return programme_day(self.starts_at)

    @property
    def is_at_a_glance(self) -> bool:
        """What a conference is about; of a closed session nobody is told its kind."""
        return self.kind_code in AT_A_GLANCE and not self.is_cancelled

    @property
    def anchor(self) -> str:
        """Of what begins when it does, on every page; in UTC, because an id has no plus."""
        return f"at-{self.starts_at.astimezone(dt.UTC):%Y%m%dT%H%MZ}"

    @property
    def ends_on_another_day(self) -> bool:
        return dates.ends_on_another_day(self.starts_at, self.ends_at)


def entry(facts: SessionFacts, conference: Conference) -> Entry:
    is_open = not facts.is_closed
    return Entry(
        code=facts.code,
        title=text(facts.title, conference)
        if is_open
        else here(pgettext("title of a closed session", "Closed")),
        starts_at=conference.local(facts.starts_at),
        ends_at=conference.local(facts.ends_at),
        place=place(facts.place, conference) if facts.place else None,
        overflow=tuple(place(room, conference) for room in facts.overflow),
        is_closed=facts.is_closed,
        is_cancelled=facts.is_cancelled,
        sequence=facts.sequence,
        changed_at=facts.changed_at,
        for_whom="" if facts.audience in ON_PUBLIC_PAGES else str(Audience(facts.audience).label),
        kind=str(SessionKind(facts.kind).label) if facts.kind else "",
        kind_code=facts.kind,
        is_side_event=facts.kind == SessionKind.SIDE_EVENT,
        is_quiet=facts.is_quiet,
        note=text(facts.note, conference) if is_open and facts.is_cancelled else None,
        floor_languages=named(facts.floor_languages),
        interpretation=named(facts.interpretation),
        organizers=tuple(Organizer(o.key, text(o.name, conference)) for o in facts.organizers),
        description=text(facts.description, conference) if is_open else None,
        people=tuple(person(one, conference) for one in facts.people),
        items=tuple(Item(one.number, text(one.title, conference), one.key) for one in facts.items),
    )


def place(facts: PlaceFacts, conference: Conference) -> Place:
    return Place(
        key=facts.key,
        order=facts.order,
        room=text(facts.room, conference),
        venue=text(facts.venue, conference),
        is_main_venue=facts.is_main_venue,
        address=text(facts.address, conference),
        directions=text(facts.directions, conference),
    )


def map_link(address: Localized) -> str:
    """Where a phone shows the way; blank where nothing is known to look for."""
    return f"{MAP}?{urlencode({'query': address.text})}" if address.text else ""


def person(facts: PersonFacts, conference: Conference) -> Person:
    return Person(
        part=str(Part(facts.part).label),
        name=name(facts),
        function=function(facts.function, conference),
        delegation=text(facts.delegation, conference) if facts.delegation is not None else None,
        delegate=facts.delegate,
    )


def name(facts: PersonFacts) -> Localized:
    """In the reader's own script where the name is in the reader's language."""
    if facts.own_name and facts.own_name_language == get_language():
        return Localized(facts.own_name, facts.own_name_language)
    return Localized(facts.name, "")


def function(value: Translated, conference: Conference) -> Localized:
    """As a delegate's record has it, it is in no particular language."""
    return Localized(value[""], "") if "" in value else text(value, conference)


def paper(facts: DocumentFacts, conference: Conference) -> Paper:
    """Languages in the order in which the United Nations name them."""
    order = list(NAMES)
    files = sorted(facts.files, key=lambda file: order.index(file.language))
    return Paper(
        symbol=facts.symbol,
        title=text(facts.title, conference),
        versions=tuple(
            LanguageVersion(file.code, file.language, OWN_NAMES[file.language], file.size)
            for file in files
        ),
    )


def text(value: Translated, conference: Conference) -> Localized:
    return localized(value, fallbacks=conference.languages)


def here(words: str) -> Localized:
    """Words of the interface, in the active language."""
    return Localized(words, get_language() or "")
