"""A conference's programme as a schedule that comes in is compared with it."""

from collections import defaultdict
from collections.abc import Iterable

from conference.models import Conference, Room
from conference.writing.languages import translations
from sessions.choices import BookingUse, Part
from sessions.exchange.guids import session_guid
from sessions.exchange.known import KnownBooking, KnownPerson, KnownProgramme, KnownSession
from sessions.exchange.rooms import KnownRoom
from sessions.models import ImportedSession, RoomBooking, Session, SessionPart


def known_programme(conference: Conference) -> KnownProgramme:
    """In a fixed number of queries."""
    imported = ImportedSession.objects.for_conference(conference)
    known = list(imported.values_list("guid", "session", "written"))
    sessions = Session.objects.for_conference(conference)
    codes = sessions.order_by().values_list("code", flat=True)
    found = sessions.filter(pk__in=imported.values("session")).select_related("room")
    people = _people(conference)
    return KnownProgramme(
        sessions={session.pk: _session(session, people[session.pk]) for session in found},
        brought_in={key: session for key, session, _written in known},
        written={key: written for key, _session, written in known},
        own=frozenset(str(session_guid(code)) for code in codes),
        rooms=tuple(
            _room(room) for room in Room.objects.for_conference(conference).select_related("venue")
        ),
        bookings=tuple(
            _booking(row)
            for row in RoomBooking.objects.for_conference(conference)
            .standing()
            .select_related("session")
            .order_by("pk")
        ),
        zone=conference.zone,
    )


def _people(conference: Conference) -> dict[int, list[KnownPerson]]:
    imported = ImportedSession.objects.for_conference(conference)
    parts = SessionPart.objects.filter(session__in=imported.values("session"))
    found: dict[int, list[KnownPerson]] = defaultdict(list)
    for part in parts.select_related("delegate"):
        found[part.session_id].append(_person(part))
    return found


def _person(part: SessionPart) -> KnownPerson:
    delegate = part.delegate
    if delegate is None:
        return KnownPerson(part.pk, (part.name,), part.part == Part.SPEAKER)
    names = (f"{delegate.given_name} {delegate.family_name}", delegate.display_name)
    return KnownPerson(part.pk, tuple(filter(None, (*names, delegate.own_name))), False)


def _session(session: Session, people: Iterable[KnownPerson]) -> KnownSession:
    return KnownSession(
        key=session.pk,
        title=translations(session.title),
        description=translations(session.description),
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room_id,
        turn_round=session.room.turn_round if session.room else 0,
        is_cancelled=session.is_cancelled,
        people=tuple(people),
    )


def _room(room: Room) -> KnownRoom:
    return KnownRoom(
        key=room.pk,
        names=tuple(translations(room.name).values()),
        venues=tuple(translations(room.venue.name).values()),
        is_in_main_venue=room.venue.is_main,
        turn_round=room.turn_round,
    )


def _booking(booking: RoomBooking) -> KnownBooking:
    return KnownBooking(
        room=booking.room_id,
        turn_round=booking.turn_round,
        session=booking.session_id,
        is_main=booking.is_main,
        called=str(booking.session) if booking.use == BookingUse.SESSION else booking.note,
        starts_at=booking.starts_at,
        clear_until=booking.clear_until,
    )
