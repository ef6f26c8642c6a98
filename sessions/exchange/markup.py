"""A `schedule.xml` from a stranger: its events as they are written there.

Sources: the files that frab 0.8 and pretalx 2026.2 write, and those of FOSDEM, which are older.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from conference.errors import DomainError

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
MOST_EVENTS = 10_000
# A hundred for each event.
MOST_ELEMENTS = 100 * MOST_EVENTS
# The format needs six.
DEEPEST = 20
Attributes = Mapping[str, str]


@dataclass(frozen=True)
class WrittenEvent:
    """`texts` are those of its elements by name. `line` is where it begins."""

    line: int
    attributes: Attributes
    texts: Mapping[str, str]
    people: tuple[str, ...]
    day: Attributes
    room: str


@dataclass(frozen=True)
class WrittenSchedule:
    """`about` are the texts of the conference by name."""

    about: Mapping[str, str]
    events: tuple[WrittenEvent, ...]


def written_schedule(data: bytes) -> WrittenSchedule:
    """Raises DomainError, in words, for what is no such file or asks for too much.

    Without a document type there are no entities: nothing can be told to grow or to be fetched.
    """
    if len(data) > MOST_BYTES:
        raise DomainError(_("The file is larger than %d MB.") % (MOST_BYTES // MEGABYTE))
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DomainError(
            _("The file is not in UTF-8: line %d cannot be read. Save it as UTF-8.") % line
        ) from error
    return _Reader().read(data)


@dataclass
class _Reader:
    """Elements are known by their names and by what they lie in; others are passed over."""

    path: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    events: list[WrittenEvent] = field(default_factory=list)
    day: Attributes = field(default_factory=dict)
    room: str = ""
    elements: int = 0
    # Of the event that is being read.
    is_in_event: bool = False
    line: int = 0
    attributes: Attributes = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    # Of the element whose text is collected, and of how many it lies in.
    collected: list[str] = field(default_factory=list)
    collected_at: int = 0

    def read(self, data: bytes) -> WrittenSchedule:
        # What a file declares of its encoding may be wrong: it was decoded already.
        parser = expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.started
        parser.EndElementHandler = self.ended
        parser.CharacterDataHandler = self.said
        parser.StartDoctypeDeclHandler = _refuse_document_type
        self.parser = parser
        try:
            # All at once: before 2.6, Expat reads a long text anew with each piece of it.
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise DomainError(
                _(
                    "The file is no XML, or damaged: line %d cannot be read. Fetch it once more"
                    " from the program that wrote it."
                )
                % error.lineno
            ) from error
        return WrittenSchedule(self.about, tuple(self.events))

    def started(self, name: str, attributes: Attributes) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.path) >= DEEPEST:
            raise DomainError(_("The file was not read: it is far too large for an agenda."))
        if not self.path and name != "schedule":
            raise DomainError(
                _("This is not a schedule.xml: it begins with “%s” instead of “schedule”.")
                % name[:40]
            )
        within = self.path[-1] if self.path else ""
        self.path.append(name)
        if self.is_in_event:
            if within in {"event", "persons"} and name != "persons":
                self._collect()
        elif within == "conference":
            self._collect()
        elif within == "schedule" and name == "day":
            self.day = dict(attributes)
        elif within == "day" and name == "room":
            self.room = attributes.get("name", "")
        elif within in {"day", "room"} and name == "event":
            self._begin(attributes)

    def ended(self, name: str) -> None:
        if self.collected_at == len(self.path):
            self._take(name)
        self.path.pop()
        if self.is_in_event and name == "event" and self.path[-1] in {"day", "room"}:
            self._end()
        elif name == "room" and self.path[-1:] == ["day"]:
            self.room = ""

    def said(self, text: str) -> None:
        if self.collected_at:
            self.collected.append(text)

    def _collect(self) -> None:
        self.collected, self.collected_at = [], len(self.path)

    def _take(self, name: str) -> None:
        text = "".join(self.collected).strip()
        self.collected_at = 0
        if not self.is_in_event:
            self.about.setdefault(name, text)
        elif self.path[-2] == "persons":
            self.people.append(text)
        else:
            self.texts.setdefault(name, text)

    def _begin(self, attributes: Attributes) -> None:
        if len(self.events) == MOST_EVENTS:
            raise DomainError(_("The file has more than %d events.") % MOST_EVENTS)
        self.is_in_event = True
        self.line = self.parser.CurrentLineNumber
        self.attributes, self.texts, self.people = dict(attributes), {}, []

    def _end(self) -> None:
        self.is_in_event = False
        self.events.append(
            WrittenEvent(
                line=self.line,
                attributes=self.attributes,
                texts=self.texts,
                people=tuple(filter(None, self.people)),
                day=self.day,
                room=self.room or self.texts.get("room", ""),
            )
        )


def _refuse_document_type(*_declaration: object) -> NoReturn:
    raise DomainError(
        _(
            "The file declares a document type. A schedule.xml has none, and what it could bring"
            " along is not read."
        )
    )
