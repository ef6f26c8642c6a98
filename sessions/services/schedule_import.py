"""A `schedule.xml` of another program: what it would do is looked at first, and then done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit
from conference.database import violations
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import Conference, Room, User, Venue
from conference.writing.languages import translations
from sessions.choices import Part, SessionKind
from sessions.exchange.events import FileSchedule, file_schedule
from sessions.exchange.known import PlannedEvent
from sessions.exchange.markup import written_schedule
from sessions.exchange.plan import SchedulePlan, schedule_plan
from sessions.known_programme import known_programme
from sessions.models import ImportedSession, RoomBooking, Session, SessionPart

AT_ONCE = 500
LAST_PLACE = 32_767
"""What an order holds at most (PostgreSQL's smallint): whatever comes later shares it."""
TEXTS = ("title", "description")
CHANGED_BY_FILES = [*TEXTS, "kind", "starts_at", "ends_at", "room", "updated_at"]
BREAK = SessionKind.BREAK


@dataclass(frozen=True)
class ScheduleCheck:
    """What a file says, and what it would do."""

    schedule: FileSchedule
    plan: SchedulePlan


def readable(data: bytes) -> None:
    """Raises DomainError, in words, for what is no schedule or asks for too much."""
    written_schedule(data)


def check(data: bytes, conference: Conference, *, makes_rooms: bool) -> ScheduleCheck:
    """Nothing changes. Raises DomainError for a file that cannot be read."""
    schedule = file_schedule(
        written_schedule(data), zone=conference.zone, languages=conference.languages
    )
    return ScheduleCheck(
        schedule, schedule_plan(schedule, known_programme(conference), makes_rooms=makes_rooms)
    )


@transaction.atomic
def bring_in(
    *,
    data: bytes,
    conference: Conference,
    makes_rooms: bool,
    seen: str,
    by: User,
    at: dt.datetime,
) -> SchedulePlan:
    """New sessions are on the programme, for the public once they are told of them; those that were
    brought in before are as the file has them. All of it or nothing.

    `seen` is the digest of the plan that was looked at: where it would do something else by now,
    nothing is done. Raises DomainError.
    """
    _one_at_a_time(conference)
    sessions = _locked(conference)
    plan = check(data, conference, makes_rooms=makes_rooms).plan
    if plan.digest != seen:
        raise DomainError(
            _("The agenda has changed since you looked. Look again at what would be done.")
        )
    rooms = _Rooms(conference, _made(plan, conference, by=by, at=at))
    _change(plan.changed, sessions, rooms, by=by, at=at)
    _add(plan.new, conference, rooms, by=by, at=at)
    _remember(plan, conference)
    audit.record(
        "conference.schedule_imported",
        target=conference,
        by=by,
        at=at,
        detail={
            "added": len(plan.new),
            "changed": len(plan.changed),
            "rooms": len(plan.new_rooms),
            "problems": len(plan.problems),
        },
    )
    return plan


def _one_at_a_time(conference: Conference) -> None:
    """Two of one conference would bring in the same events."""
    with connection.cursor() as cursor:
        key = f"schedule of {conference.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def _locked(conference: Conference) -> dict[int, Session]:
    """What was brought in before, so that nobody moves it between the look and the change."""
    imported = ImportedSession.objects.for_conference(conference).values("session")
    rows = Session.objects.select_for_update(of=("self",)).filter(pk__in=imported).order_by("pk")
    return {session.pk: session for session in rows}


def venue_of_new_rooms(conference: Conference) -> Venue | None:
    """The main one, else the first; None before a venue is entered."""
    venues = Venue.objects.for_conference(conference)
    return venues.order_by(F("is_main").desc(), "order", "pk").first()


def _made(
    plan: SchedulePlan, conference: Conference, *, by: User, at: dt.datetime
) -> dict[str, Room]:
    """Those that the file names and the conference had not, after the others of their venue."""
    if not plan.new_rooms:
        return {}
    venue = venue_of_new_rooms(conference)
    if venue is None:
        raise DomainError(_("Add a venue first: rooms are in one."))
    last = venue.rooms.aggregate(last=Max("order"))["last"] or 0
    language = conference.languages[0]
    rooms = Room.objects.bulk_create(
        Room(
            conference=conference,
            venue=venue,
            name=LazyI18nString({language: room.name}),
            order=min(last + number, LAST_PLACE),
        )
        for number, room in enumerate(plan.new_rooms, start=1)
    )
    audit.record_many("room.added", targets=[(room, []) for room in rooms], by=by, at=at)
    return {meant.name: room for meant, room in zip(plan.new_rooms, rooms, strict=True)}


class _Rooms:
    """By what a plan means, those that it has just made included."""

    def __init__(self, conference: Conference, made: dict[str, Room]) -> None:
        self.made = made
        self.there = Room.objects.for_conference(conference).in_bulk()

    def meant_by(self, planned: PlannedEvent) -> Room | None:
        room = planned.room
        if room is None:
            return None
        return self.made[room.name] if room.key is None else self.there[room.key]


def _add(
    planned: list[PlannedEvent],
    conference: Conference,
    rooms: _Rooms,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """All at once: that their rooms are free was looked at, and PostgreSQL has the last word."""
    sessions = [
        Session(
            conference=conference,
            kind=one.kind,
            title=LazyI18nString({one.event.language: one.event.title}),
            description=LazyI18nString({one.event.language: one.event.description})
            if one.event.description
            else "",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            room=rooms.meant_by(one),
        )
        for one in planned
    ]
    with violations.in_words(), transaction.atomic():
        Session.objects.bulk_create(sessions, batch_size=AT_ONCE)
    brought = list(zip(planned, sessions, strict=True))
    ImportedSession.objects.bulk_create(
        (
            ImportedSession(
                conference=conference, guid=one.event.key, session=session, written=one.written
            )
            for one, session in brought
        ),
        batch_size=AT_ONCE,
    )
    parts = (part for one, session in brought for part in _speakers(session, one.people_added))
    SessionPart.objects.bulk_create(parts, batch_size=AT_ONCE)
    targets: list[tuple[Any, list[str]]] = [(session, []) for session in sessions]
    audit.record_many("session.added", targets=targets, by=by, at=at)


def _change(
    planned: list[PlannedEvent],
    there: dict[int, Session],
    rooms: _Rooms,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """All at once, and rooms are compared when all have moved: some come where others leave."""
    if not planned:
        return
    sessions = {one.session.key: there[one.session.key] for one in planned if one.session}
    targets: list[tuple[Any, list[str]]] = []
    for one in planned:
        if one.session is not None:
            session = sessions[one.session.key]
            session.updated_at = at
            targets.append((session, _set(session, one, rooms.meant_by(one))))
    with violations.in_words(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS room_never_double_booked DEFERRED")
        # What has no room of its own overflows from nowhere, and a break takes none.
        alone = [one.pk for one in sessions.values() if not one.room_id or one.kind == BREAK]
        RoomBooking.objects.filter(session__in=alone, is_main=False).delete()
        update_rows(list(sessions.values()), CHANGED_BY_FILES)
        cursor.execute("SET CONSTRAINTS room_never_double_booked IMMEDIATE")
    _change_people(planned, sessions)
    audit.record_many("session.changed", targets=targets, by=by, at=at)


def _set(session: Session, planned: PlannedEvent, room: Room | None) -> list[str]:
    event = planned.event
    for name in planned.fields:
        if name in TEXTS:
            texts = {**translations(getattr(session, name)), event.language: getattr(event, name)}
            setattr(session, name, LazyI18nString(texts))
    session.kind, session.room = planned.kind, room
    session.starts_at, session.ends_at = planned.starts_at, planned.ends_at
    return list(planned.fields)


def _remember(plan: SchedulePlan, conference: Conference) -> None:
    """What the file says now, of what was brought in before."""
    written = {
        one.event.key: dict(one.written)
        for one in plan.events
        if one.session and one.written != one.before
    }
    rows = list(ImportedSession.objects.for_conference(conference).filter(guid__in=[*written]))
    for row in rows:
        row.written = written[row.guid]
    update_rows(rows, ["written"])


def _change_people(planned: list[PlannedEvent], sessions: dict[int, Session]) -> None:
    gone = [person.key for one in planned for person in one.people_gone]
    SessionPart.objects.filter(pk__in=gone).delete()
    coming = {one.session.key: one.people_added for one in planned if one.session}
    last = dict(
        SessionPart.objects.filter(session__in=[key for key, names in coming.items() if names])
        .order_by()
        .values_list("session")
        .annotate(last=Max("order"))
    )
    SessionPart.objects.bulk_create(
        part
        for key, names in coming.items()
        for part in _speakers(sessions[key], names, after=last.get(key, -1))
    )


def _speakers(session: Session, names: Iterable[str], *, after: int = -1) -> list[SessionPart]:
    return [
        SessionPart(
            conference_id=session.conference_id,
            session=session,
            part=Part.SPEAKER,
            name=name,
            order=min(order, LAST_PLACE),
        )
        for order, name in enumerate(names, start=after + 1)
    ]
