"""What each event of a file would do to the programme. Pure.

An event that was brought in before changes its session where the file says something else than the
last time, in the language of the file: what was changed here stays otherwise, and so does what is
not in the file any more. One that finds its room taken comes
without: what the file says of it is not lost, and nobody is sent to a room that others have.
"""

import hashlib
import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conference.writing.folding import fold
from sessions.exchange.events import EventProblem, FileEvent, FileSchedule
from sessions.exchange.kinds import USUAL
from sessions.exchange.known import KnownProgramme, KnownSession, PlannedEvent
from sessions.exchange.placing import placed_in_rooms
from sessions.exchange.rooms import MeantRoom, RoomNames

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class SchedulePlan:
    """`rooms` are those that the file names, in its order; `missing` are sessions that were brought
    in before and are not in it any more; `own` counts events that were written from this agenda and
    are left as they are here.
    """

    events: tuple[PlannedEvent, ...]
    rooms: tuple[MeantRoom, ...]
    problems: tuple[EventProblem, ...]
    missing: tuple[KnownSession, ...]
    own: int

    @property
    def new(self) -> list[PlannedEvent]:
        return [one for one in self.events if one.is_new]

    @property
    def changed(self) -> list[PlannedEvent]:
        return [one for one in self.events if not one.is_new and one.changes_something]

    @property
    def same(self) -> list[PlannedEvent]:
        return [one for one in self.events if not one.is_new and not one.changes_something]

    @property
    def new_rooms(self) -> list[MeantRoom]:
        return [room for room in self.rooms if room.key is None]

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def digest(self) -> str:
        """The same for as long as it would do the same."""
        does = [*self.new, *self.changed]
        return hashlib.sha256(repr((does, self.new_rooms)).encode()).hexdigest()


def schedule_plan(
    schedule: FileSchedule, known: KnownProgramme, *, makes_rooms: bool
) -> SchedulePlan:
    names = RoomNames(known.rooms)
    meant = {event.room: names.meant(event.room) for event in schedule.events if event.room}
    problems = list(schedule.problems)
    wanted = []
    own = [event for event in schedule.events if _is_own(event, known)]
    for event in schedule.events:
        if _is_own(event, known):
            continue
        refused = _refusal(event, meant.get(event.room), known, makes_rooms=makes_rooms)
        if refused:
            problems.append(EventProblem(event.title, event.line, refused))
        else:
            wanted.append(_wanted(event, meant.get(event.room), known))
    placed, without_room = placed_in_rooms(wanted, known)
    problems += without_room
    # A room that a session keeps here has no name in the file.
    rooms = {one.room.name: one.room for one in placed if one.room and one.room.name}
    in_file = {known.brought_in.get(key) for key in schedule.keys}
    gone = [key for key in dict.fromkeys(known.brought_in.values()) if key not in in_file]
    return SchedulePlan(
        events=tuple(_compared(one) for one in placed),
        rooms=tuple(rooms.values()),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        missing=tuple(known.sessions[key] for key in gone),
        own=len(own),
    )


def _is_own(event: FileEvent, known: KnownProgramme) -> bool:
    return event.key in known.own and event.key not in known.brought_in


def _refusal(
    event: FileEvent, room: MeantRoom | None, known: KnownProgramme, *, makes_rooms: bool
) -> str:
    if room is None or room.key is not None:
        return ""
    if room.is_ambiguous:
        words = _("Several rooms are called “%s”: write its venue behind it, after a comma.")
        return words % room.name
    if not makes_rooms:
        return _("There is no room “%s”. Add it, or let missing rooms be added.") % room.name
    return ""


def _wanted(event: FileEvent, room: MeantRoom | None, known: KnownProgramme) -> PlannedEvent:
    """With room, kind and times that the session will have. What the file says as it did the last
    time, it keeps as it is here, and so where the file says no room or no kind of ours.
    """
    session = known.sessions.get(known.brought_in.get(event.key, 0))
    planned = PlannedEvent(
        event=event,
        session=session,
        room=room,
        kind=event.kind or USUAL.value,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        written=event.written(),
        before=known.written.get(event.key, {}),
    )
    if session is None:
        return planned
    if not (room and planned.says_anew("room")):
        kept = None if session.room is None else MeantRoom("", session.room, session.turn_round)
        planned = replace(planned, room=kept)
    if not (event.kind and planned.says_anew("kind")):
        planned = replace(planned, kind=session.kind)
    if not planned.says_anew("times"):
        planned = replace(planned, starts_at=session.starts_at, ends_at=session.ends_at)
    return planned


def _compared(planned: PlannedEvent) -> PlannedEvent:
    event, session = planned.event, planned.session
    if session is None:
        return replace(planned, people_added=event.people)
    language = event.language
    is_other = {
        "title": planned.says_anew("title") and event.title != session.title.get(language),
        "description": planned.says_anew("description")
        and event.description not in {"", session.description.get(language)},
        "kind": planned.kind != session.kind,
        "starts_at": planned.starts_at != session.starts_at,
        "ends_at": planned.ends_at != session.ends_at,
        "room": (planned.room.key or planned.room.name if planned.room else None) != session.room,
    }
    there = {_words(name) for person in session.people for name in person.names}
    before = {_words(name) for name in planned.before.get("people", ())}
    in_file = {_words(name) for name in event.people}
    return replace(
        planned,
        fields=tuple(name for name, other in is_other.items() if other),
        people_added=tuple(name for name in event.people if _words(name) not in there | before),
        people_gone=tuple(
            person
            for person in session.people
            if person.is_from_files and _words(person.names[0]) in before - in_file
        ),
    )


def _words(name: str) -> frozenset[str]:
    """Ada Lovelace is LOVELACE, Ada."""
    return frozenset(WORD.findall(fold(name)))
