"""The demonstration's venues, rooms and sessions, brought in through the services."""

import datetime as dt
import random

from i18nfield.strings import LazyI18nString

from conference.models import Conference, Room, User, Venue
from conference.site.demonstration.delegations import Registered
from conference.site.demonstration.tables import Table
from sessions.choices import Audience, SessionState
from sessions.models import Session, SessionPart
from sessions.models.sessions import CODE_ALPHABET
from sessions.services import programme

CODE_LENGTH = 7


def arrange(
    *,
    conference: Conference,
    told: Table,
    registered: Registered,
    generator: random.Random,
    by: User,
    at: dt.datetime,
) -> list[Session]:
    """The whole programme, published but for what is told to be a draft."""
    rooms = _rooms(conference, told["venues"])
    sessions = []
    for line in told["sessions"]:
        session = programme.add(
            session=_session(conference, line, rooms, generator),
            parts=[_part(part, registered) for part in line.get("parts", ())],
            organizers=[registered.delegations[key] for key in line.get("organizers", ())],
            overflow=[rooms[key] for key in line.get("overflow", ())],
            by=by,
            at=at,
        )
        state = line.get("state", SessionState.PUBLISHED)
        if state != SessionState.DRAFT:
            session = programme.publish(session=session, by=by, at=at)
        if state == SessionState.CANCELLED:
            note = LazyI18nString(line["cancel_note"])
            session = programme.cancel(
                session=session, reason=line["cancel_reason"], note=note, by=by, at=at
            )
        sessions.append(session)
    return sessions


def _rooms(conference: Conference, lines: list[Table]) -> dict[str, Room]:
    rooms: dict[str, Room] = {}
    for order, line in enumerate(lines):
        venue = Venue.objects.create(
            conference=conference,
            name=LazyI18nString(line["name"]),
            address=LazyI18nString(line["address"]),
            directions=LazyI18nString(line["directions"]),
            is_main=line.get("is_main", False),
            order=order,
        )
        for room in line["rooms"]:
            rooms[room["key"]] = Room.objects.create(
                conference=conference,
                venue=venue,
                name=LazyI18nString(room["name"]),
                capacity=room.get("capacity"),
                order=len(rooms),
            )
    return rooms


def _session(
    conference: Conference, line: Table, rooms: dict[str, Room], generator: random.Random
) -> Session:
    """An unsaved session; its times are told as the clocks of the conference show them."""
    return Session(
        conference=conference,
        code="".join(generator.choices(CODE_ALPHABET, k=CODE_LENGTH)),
        kind=line["kind"],
        title=LazyI18nString(line["title"]),
        description=LazyI18nString(line.get("description", {})),
        starts_at=line["starts_at"].replace(tzinfo=conference.zone),
        ends_at=line["ends_at"].replace(tzinfo=conference.zone),
        room=rooms[line["room"]] if "room" in line else None,
        audience=line.get("audience", Audience.PUBLIC),
        expected=line.get("expected"),
        floor_languages=line.get("floor_languages", []),
        interpretation=line.get("interpretation", []),
    )


def _part(line: Table, registered: Registered) -> SessionPart:
    """A delegate, the delegation's first if no place is told, or somebody named."""
    if "name" in line:
        function = LazyI18nString(line["function"])
        return SessionPart(part=line["part"], name=line["name"], function=function)
    delegate = registered.delegates[line["delegation"]][line.get("place", 1) - 1]
    return SessionPart(part=line["part"], delegate=delegate)
