"""What a schedule would do, as its page shows it: by day, room and session, in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from textwrap import shorten

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.models import Conference, Room
from conference.writing import dates
from conference.writing.languages import NAMES
from sessions.admin.forms import with_venue
from sessions.choices import SessionKind
from sessions.days import programme_day
from sessions.exchange.events import EventProblem
from sessions.exchange.known import KnownSession, PlannedEvent
from sessions.exchange.rooms import MeantRoom
from sessions.services.schedule_import import ScheduleCheck

FIELDS = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "kind": gettext_lazy("Kind"),
    "starts_at": gettext_lazy("Start"),
    "ends_at": gettext_lazy("End"),
    "room": gettext_lazy("Room"),
}
# So many fit on a page at once; of more, each day is opened by itself.
FEW = 60
BEGINNING = 120


@dataclass(frozen=True)
class NewRow:
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    kind: str
    room: str
    people: str


@dataclass(frozen=True)
class NewDay:
    date: dt.date
    rows: Sequence[NewRow]


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    title: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class RoomRow:
    """`room` is "" of one that would be added."""

    written: str
    room: str


@dataclass(frozen=True)
class PlanPage:
    seen: str
    count: int
    days: Sequence[NewDay]
    new: int
    changed: Sequence[ChangedRow]
    same: int
    left_out: Sequence[EventProblem]
    to_look_at: Sequence[EventProblem]
    rooms: Sequence[RoomRow]
    new_rooms: int
    missing: Sequence[str]
    notes: Sequence[str]

    @property
    def is_long(self) -> bool:
        return self.new > FEW

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def left_out_count(self) -> int:
        """Of events: one may have several problems."""
        return len({(problem.line, problem.event) for problem in self.left_out})

    @property
    def act(self) -> str:
        """What the button does."""
        if not self.changed:
            return ngettext("Add %d session", "Add %d sessions", self.new) % self.new
        changed = len(self.changed)
        if not self.new:
            return ngettext("Change %d session", "Change %d sessions", changed) % changed
        words = _("Add %(new)d sessions and change %(changed)d")
        return words % {"new": self.new, "changed": changed}

    @classmethod
    def of(cls, checked: ScheduleCheck, conference: Conference) -> "PlanPage":
        plan = checked.plan
        words = _Words(conference)
        return cls(
            seen=plan.digest,
            count=checked.schedule.count,
            days=_days(words.new_row(one) for one in plan.new),
            new=len(plan.new),
            changed=[words.changed_row(one, one.session) for one in plan.changed if one.session],
            same=len(plan.same),
            left_out=[problem for problem in plan.problems if problem.is_left_out],
            to_look_at=[problem for problem in plan.problems if not problem.is_left_out],
            rooms=[RoomRow(room.name, words.room(room) if room.key else "") for room in plan.rooms],
            new_rooms=len(plan.new_rooms),
            missing=[words.title(session) for session in plan.missing],
            notes=_notes(checked, conference),
        )


def _days(rows: Iterable[NewRow]) -> list[NewDay]:
    in_order = sorted(rows, key=attrgetter("starts_at", "room"))
    by_day = groupby(in_order, lambda row: programme_day(row.starts_at))
    return [NewDay(day, tuple(of_day)) for day, of_day in by_day]


def _notes(checked: ScheduleCheck, conference: Conference) -> list[str]:
    """What is so for the whole file."""
    notes = []
    if own := checked.plan.own:
        words = ngettext(
            "%d event is a session of this agenda, from which the file was written. It stays as it"
            " is here, whatever the file says.",
            "%d events are sessions of this agenda, from which the file was written. They stay as"
            " they are here, whatever the file says.",
            own,
        )
        notes.append(words % own)
    if checked.schedule.zone:
        words = _("The file is in the time zone %(file)s. Here the times are those of %(here)s.")
        notes.append(words % {"file": checked.schedule.zone, "here": conference.time_zone})
    if foreign := checked.schedule.foreign_languages:
        words = _(
            "Texts that the file says are in “%(languages)s”, no language of this conference, are"
            " entered as %(first)s."
        )
        first = NAMES.get(conference.languages[0], conference.languages[0])
        notes.append(words % {"languages": "”, “".join(foreign), "first": first})
    return notes


class _Words:
    def __init__(self, conference: Conference) -> None:
        rooms = Room.objects.for_conference(conference).select_related("venue")
        self.conference = conference
        self.rooms = {room.pk: with_venue(room) for room in rooms}

    def new_row(self, planned: PlannedEvent) -> NewRow:
        event = planned.event
        return NewRow(
            starts_at=self.conference.local(planned.starts_at),
            ends_at=self.conference.local(planned.ends_at),
            title=event.title,
            kind=str(SessionKind(planned.kind).label),
            room=self.room(planned.room),
            people=", ".join(planned.people_added),
        )

    def changed_row(self, planned: PlannedEvent, session: KnownSession) -> ChangedRow:
        """Of a description the beginning: it may be a page."""
        language = planned.event.language
        event = planned.event
        values = {
            "title": (session.title.get(language, ""), event.title),
            "description": (
                shorten(session.description.get(language, ""), BEGINNING, placeholder="…"),
                shorten(event.description, BEGINNING, placeholder="…"),
            ),
            "kind": (SessionKind(session.kind).label, SessionKind(planned.kind).label),
            "starts_at": (self.moment(session.starts_at), self.moment(planned.starts_at)),
            "ends_at": (self.moment(session.ends_at), self.moment(planned.ends_at)),
            "room": (self.rooms.get(session.room or 0, "–"), self.room(planned.room)),
        }
        changes = [
            Change(str(FIELDS[name]), str(values[name][0] or "–"), str(values[name][1]))
            for name in planned.fields
        ]
        if planned.people_added or planned.people_gone:
            gone = ", ".join(person.names[0] for person in planned.people_gone)
            added = ", ".join(planned.people_added)
            changes.append(Change(_("People"), gone or "–", added or "–"))
        return ChangedRow(self.title(session), changes)

    def title(self, session: KnownSession) -> str:
        return next(iter(session.title.values()), "–")

    def room(self, room: MeantRoom | None) -> str:
        if room is None:
            return "–"
        return room.name if room.key is None else self.rooms[room.key]

    def moment(self, instant: dt.datetime) -> str:
        return dates.weekday_and_time(self.conference.local(instant))
