"""A conference's programme as the module of warnings reads it, in five queries."""

from collections import defaultdict
from collections.abc import Iterable

from conference.models import Conference, Room, VenueTravel
from sessions.choices import LEADING
from sessions.models import RoomBooking, Session, SessionPart
from sessions.warnings import (
    PlannedProgramme,
    PlannedRoom,
    PlannedSession,
    ProgrammeWarning,
    warnings_of,
)

READ = ("kind", "starts_at", "ends_at", "room", "expected", "interpretation")


def warnings_in(conference: Conference) -> list[ProgrammeWarning]:
    return warnings_of(planned_programme(conference))


def planned_programme(conference: Conference) -> PlannedProgramme:
    """Of what takes place, drafts too, with people who are announced."""
    people: dict[int, set[int]] = defaultdict(set)
    led = set()
    parts = SessionPart.objects.for_conference(conference).announced()
    for session_id, part, delegate_id in parts.values_list("session", "part", "delegate"):
        if delegate_id is not None:
            people[session_id].add(delegate_id)
        if part in LEADING:
            led.add(session_id)
    beside = _overflow(conference)
    sessions = Session.objects.for_conference(conference).filter(takes_place=True)
    return PlannedProgramme(
        sessions=tuple(
            PlannedSession(
                id=session.pk,
                kind=session.kind,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                room_ids=tuple(_rooms(session.room_id, beside[session.pk])),
                expected=session.expected,
                is_interpreted=bool(session.interpretation),
                is_led=session.pk in led,
                people=frozenset(people[session.pk]),
            )
            for session in sessions.only(*READ)
        ),
        rooms={row.pk: _room(row) for row in Room.objects.for_conference(conference)},
        minutes_between=VenueTravel.objects.for_conference(conference).minutes_between(),
        first_day=conference.starts_on,
        last_day=conference.ends_on,
        zone=conference.zone,
    )


def _overflow(conference: Conference) -> dict[int, list[int]]:
    """Which rooms a session has beside its own."""
    rows = RoomBooking.objects.for_conference(conference).standing()
    rows = rows.filter(session__isnull=False, is_main=False).order_by("pk")
    beside: dict[int, list[int]] = defaultdict(list)
    for session_id, room_id in rows.values_list("session", "room"):
        beside[session_id].append(room_id)
    return beside


def _rooms(main: int | None, beside: Iterable[int]) -> list[int]:
    return [] if main is None else [main, *beside]


def _room(room: Room) -> PlannedRoom:
    return PlannedRoom(
        id=room.pk,
        venue_id=room.venue_id,
        capacity=room.capacity,
        booths=room.booths,
        opens_at=room.opens_at,
        closes_at=room.closes_at,
    )
