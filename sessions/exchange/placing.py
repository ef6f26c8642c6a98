"""Rooms for what a file brings in or moves: who finds one taken comes without. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conference.writing import dates
from sessions.choices import SessionKind
from sessions.exchange.clashes import RoomSpan, TakenRooms, turned_away
from sessions.exchange.events import EventProblem
from sessions.exchange.known import (
    FOUND_NO_ROOM,
    KnownBooking,
    KnownProgramme,
    PlannedEvent,
)
from sessions.exchange.rooms import MeantRoom


@dataclass(frozen=True)
class _Holder:
    """Who has a room, or wants it: the event `at` its place, else what stands there already."""

    at: int | None
    called: str
    starts_at: dt.datetime


_Span = RoomSpan[_Holder]


def placed_in_rooms(
    wanted: Sequence[PlannedEvent], known: KnownProgramme
) -> tuple[list[PlannedEvent], list[EventProblem]]:
    """What neither moves nor is in the file keeps its rooms; then who begins first has them.

    A session that moves lets its rooms go, wherever it comes to.
    """
    overflow = _overflow(known)
    moving = {one.session.key for one in wanted if one.session and _moves(one)}
    staying = (_standing(one) for one in known.bookings if one.session not in moving)
    spans = [
        span
        for at, one in enumerate(wanted)
        if one.session is None or one.session.key in moving
        for span in _spans(at, one, overflow)
    ]
    refused = dict(reversed(turned_away(spans, TakenRooms(staying))))
    problems = [_problem(wanted, holder, other, known) for holder, other in refused.items()]
    without = {holder.at for holder in refused}
    placed = [_without_room(one) if at in without else one for at, one in enumerate(wanted)]
    return placed, problems


def _without_room(planned: PlannedEvent) -> PlannedEvent:
    return replace(planned, room=None, written={**planned.written, FOUND_NO_ROOM: True})


def _moves(planned: PlannedEvent) -> bool:
    """Its rooms are wanted at another time, or others are."""
    session = planned.session
    assert session is not None
    room = planned.room.key or planned.room.name if planned.room else None
    return (planned.starts_at, planned.ends_at, room, planned.kind) != (
        session.starts_at,
        session.ends_at,
        session.room,
        session.kind,
    )


def _spans(
    at: int, planned: PlannedEvent, overflow: dict[int, list[KnownBooking]]
) -> Iterator[_Span]:
    """What is cancelled takes no room, and a break none from others."""
    event, session, room = planned.event, planned.session, planned.room
    if room is None or planned.kind == SessionKind.BREAK or (session and session.is_cancelled):
        return
    key = session.key if session else None
    holder = _Holder(at, event.title, planned.starts_at)
    yield _span(holder, room, planned)
    for booking in overflow.get(key, []) if key is not None else []:
        if booking.room != room.key:
            beside = MeantRoom("", booking.room, booking.turn_round)
            yield _span(holder, beside, planned)


def _span(holder: _Holder, room: MeantRoom, planned: PlannedEvent) -> _Span:
    clear_until = planned.ends_at + dt.timedelta(minutes=room.turn_round)
    return RoomSpan(holder, room.key or room.name, planned.starts_at, clear_until)


def _standing(booking: KnownBooking) -> _Span:
    holder = _Holder(None, booking.called, booking.starts_at)
    return RoomSpan(holder, booking.room, booking.starts_at, booking.clear_until)


def _overflow(known: KnownProgramme) -> dict[int, list[KnownBooking]]:
    found: dict[int, list[KnownBooking]] = {}
    for booking in known.bookings:
        if booking.session is not None and not booking.is_main:
            found.setdefault(booking.session, []).append(booking)
    return found


def _problem(
    wanted: Sequence[PlannedEvent], holder: _Holder, other: _Holder, known: KnownProgramme
) -> EventProblem:
    assert holder.at is not None
    planned = wanted[holder.at]
    words = _("Its room is taken by “%(other)s”, %(when)s: it comes in without a room.")
    when = dates.weekday_and_time(other.starts_at.astimezone(known.zone))
    sentence = words % {"other": other.called, "when": when}
    return EventProblem(planned.event.title, planned.event.line, sentence, is_left_out=False)
