"""What is written of an event as a programme holds it, and everything that is wrong with it."""

import datetime as dt
import html
import re
import zoneinfo
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.writing.lines import clean_line, clean_text
from sessions.exchange.kinds import kind_meant
from sessions.exchange.markup import WrittenEvent, WrittenSchedule
from sessions.exchange.times import ScheduleClock, duration

LONGEST_TITLE = 300
LONGEST_NAME = 200
LONGEST_KEY = 200
MOST_PEOPLE = 500
# Descriptions of some programs are pages, of others plain text in which “<” is a sign.
MARKED_UP = re.compile(r"</?(p|br|ul|ol|li|div|b|i|em|strong|a|h[1-6])\b[^<>]*>", re.IGNORECASE)
PARAGRAPH = re.compile(r"</(p|li|div|h[1-6])>|<br\s*/?>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n\s*\n\s*")
Read = TypeVar("Read")


@dataclass(frozen=True)
class FileEvent:
    """`key` is by what it is found again. Instants are in UTC; `kind` is "" where its type is none
    of ours, and `language` a tag of the conference.
    """

    key: str
    line: int
    title: str
    description: str
    language: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    room: str
    kind: str
    people: tuple[str, ...]

    def written(self) -> dict[str, Any]:
        """What the file says of each thing that a session takes from it, to be kept as JSON."""
        return {
            "title": [self.language, self.title],
            "description": [self.language, self.description],
            "kind": self.kind,
            "times": [self.starts_at.isoformat(), self.ends_at.isoformat()],
            "room": self.room,
            "people": list(self.people),
        }


@dataclass(frozen=True)
class EventProblem:
    """`event` is what it is called. It `is_left_out`, or comes in and asks for a second look."""

    event: str
    line: int
    sentence: str
    is_left_out: bool = True


@dataclass(frozen=True)
class FileSchedule:
    """`keys` are those of all its events, of those with problems too. `zone` is that of its times
    where it is not the conference's; `foreign_languages` are those that the conference does not
    have.
    """

    events: tuple[FileEvent, ...]
    keys: frozenset[str]
    problems: tuple[EventProblem, ...]
    count: int
    zone: str
    foreign_languages: tuple[str, ...]


def file_schedule(
    written: WrittenSchedule, *, zone: zoneinfo.ZoneInfo, languages: Collection[str]
) -> FileSchedule:
    """`zone` and `languages` of the conference: texts without one are in the first."""
    clock = ScheduleClock.of(written.about, zone)
    reader = _EventReader(clock, tuple(languages))
    read = [reader.read(event) for event in written.events]
    events, twice = _each_once(event for event, _problems in read if event is not None)
    problems = [problem for _event, problems in read for problem in problems]
    return FileSchedule(
        events=tuple(events),
        problems=tuple(sorted([*problems, *twice], key=lambda one: one.line)),
        keys=frozenset(reader.keys),
        count=len(written.events),
        zone="" if clock.zone.key == zone.key else clock.zone.key,
        foreign_languages=tuple(sorted(reader.foreign)),
    )


def _each_once(events: Iterable[FileEvent]) -> tuple[list[FileEvent], list[EventProblem]]:
    first: dict[str, FileEvent] = {}
    problems = []
    for event in events:
        other = first.setdefault(event.key, event)
        if other is not event:
            words = _("It has the same id as “%(title)s” in line %(line)d.")
            sentence = words % {"title": other.title, "line": other.line}
            problems.append(EventProblem(event.title, event.line, sentence))
    return list(first.values()), problems


class _EventReader:
    def __init__(self, clock: ScheduleClock, languages: tuple[str, ...]) -> None:
        self.clock = clock
        self.languages = languages
        self.foreign: set[str] = set()
        self.keys: set[str] = set()

    def read(self, written: WrittenEvent) -> tuple[FileEvent | None, list[EventProblem]]:
        """All that is wrong with it, not only the first."""
        refused: list[str] = []
        texts = written.texts
        key = self._asked(refused, lambda: _key(written))
        title = self._asked(refused, lambda: _title(texts.get("title", "")))
        date, start = texts.get("date", ""), texts.get("start", "")
        day = written.day.get("date", "")
        starts_at = self._asked(refused, lambda: self.clock.start(date, start, day))
        length = self._asked(refused, lambda: duration(texts.get("duration", "")))
        room = self._asked(refused, lambda: _room(written.room))
        called = " ".join(texts.get("title", "").split())[:LONGEST_TITLE] or key or ""
        problems = [EventProblem(called, written.line, sentence) for sentence in refused]
        self.keys.add(key or "")
        if key is None or title is None or starts_at is None or length is None or room is None:
            return None, problems
        people, odd = _people(written.people)
        description = self._asked(odd, lambda: _description(written)) or ""
        problems += [EventProblem(title, written.line, sentence, False) for sentence in odd]
        event = FileEvent(
            key=key,
            line=written.line,
            title=title,
            description=description,
            language=self._language(texts.get("language", "")),
            starts_at=starts_at,
            ends_at=starts_at + length,
            room=room,
            kind=kind_meant(texts.get("type", "")),
            people=people,
        )
        return event, problems

    def _asked(self, refused: list[str], read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except DomainError as error:
            refused.append(str(error))
            return None

    def _language(self, written: str) -> str:
        tag = written.lower().replace("_", "-")
        for candidate in (tag, tag.split("-", maxsplit=1)[0]):
            for language in self.languages:
                if candidate in {language, language.split("-", maxsplit=1)[0]}:
                    return language
        if tag:
            self.foreign.add(tag[:20])
        return self.languages[0]


def _key(written: WrittenEvent) -> str:
    """Its guid; the id of programs that write none is a number of theirs alone."""
    guid = written.attributes.get("guid", "").strip().lower()
    number = written.attributes.get("id", "").strip()
    if not (guid or number):
        raise DomainError(_("It has no id: it could not be found again in a later file."))
    key = guid or f"id {number}"
    if len(key) > LONGEST_KEY:
        raise DomainError(_("Its id is longer than %d characters.") % LONGEST_KEY)
    return key


def _title(written: str) -> str:
    try:
        title = clean_line(written, limit=LONGEST_TITLE)
    except ValueError as error:
        raise DomainError(_("Its title %s.") % error) from error
    if not title:
        raise DomainError(_("It has no title."))
    return title


def _room(written: str) -> str:
    try:
        return clean_line(written)
    except ValueError as error:
        raise DomainError(_("The name of its room %s.") % error) from error


def _people(written: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Each once, and what is wrong with those that are left out."""
    names, refused = [], []
    for name in written:
        try:
            names.append(clean_line(name, limit=LONGEST_NAME))
        except ValueError as error:
            refused.append(_("A name is left out: it %s.") % error)
    each_once = [name for name in dict.fromkeys(names) if name]
    if len(each_once) > MOST_PEOPLE:
        words = _("It names %(count)d people; those after the first %(most)d are left out.")
        refused.append(words % {"count": len(each_once), "most": MOST_PEOPLE})
    return tuple(each_once[:MOST_PEOPLE]), refused


def _description(written: WrittenEvent) -> str:
    try:
        return clean_text("\n\n".join(_paragraphs(written)))
    except ValueError as error:
        raise DomainError(_("Its description is left out: it %s.") % error) from error


def _paragraphs(written: WrittenEvent) -> Iterator[str]:
    """Some programs begin the description with the abstract."""
    subtitle, abstract, description = (
        _plain(written.texts.get(name, "")) for name in ("subtitle", "abstract", "description")
    )
    yield from filter(None, (subtitle,))
    if abstract and not description.startswith(abstract):
        yield abstract
    yield from filter(None, (description,))


def _plain(text: str) -> str:
    if MARKED_UP.search(text):
        text = html.unescape(strip_tags(PARAGRAPH.sub("\n\n", text)))
    return BLANK_LINES.sub("\n\n", text.strip())
