"""The demonstration's venues, rooms and sessions, brought in through the services."""

import datetime as dt
import random

from i18nfield.strings import LazyI18nString

from conference.choices import usual_turn_round
from conference.models import Conference, Room, User, Venue
from conference.services import travel
from conference.site.demonstration import papers
from conference.site.demonstration.delegations import Registered
from conference.site.demonstration.tables import Table
from sessions.choices import Audience
from sessions.models import RoomBooking, Session, SessionPart
from sessions.models.sessions import CODE_ALPHABET
from sessions.services import closures, programme, releases

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
    """The whole programme, released but for what is told not to be; what is cancelled, again. With
    the agenda as adopted and its papers.
    """
    papers.adopt(conference=conference, lines=told.get("items", ()), by=by, at=at)
    rooms = _rooms(conference, told["venues"], by, at)
    for line in told["closures"]:
        closures.add(booking=_closure(conference, line, rooms), by=by, at=at)
    sessions = []
    lines = told["sessions"]
    for line in lines:
        session = programme.add(
            session=_session(conference, line, rooms, generator),
            parts=[_part(part, registered) for part in line.get("parts", ())],
            organizers=[registered.delegations[key] for key in line.get("organizers", ())],
            overflow=[rooms[key] for key in line.get("overflow", ())],
            by=by,
            at=at,
        )
        papers.take_up(session, line.get("items", ()))
        sessions.append(session)
    papers.issue(
        conference=conference,
        told=told,
        sessions={
            line["key"]: one for one, line in zip(sessions, lines, strict=True) if "key" in line
        },
        generator=generator,
        by=by,
        at=at,
    )
    told_first = [one for one, line in zip(sessions, lines, strict=True) if _is_released(line)]
    names = told["releases"]
    _release(conference, told_first, name=names[0], after=0, by=by, at=at)
    later = at + dt.timedelta(days=1)
    gone = [
        programme.cancel(
            session=session,
            reason=line["cancel_reason"],
            note=LazyI18nString(line["cancel_note"]),
            by=by,
            at=later,
        )
        for session, line in zip(sessions, lines, strict=True)
        if "cancel_reason" in line
    ]
    if gone:
        _release(conference, gone, name=names[1], after=1, by=by, at=later)
    return sessions


def _is_released(line: Table) -> bool:
    return bool(line.get("is_released", True))


def _release(
    conference: Conference,
    sessions: list[Session],
    *,
    name: str,
    after: int,
    by: User,
    at: dt.datetime,
) -> None:
    codes = [session.code for session in sessions]
    releases.release(conference=conference, codes=codes, after=after, name=name, by=by, at=at)


def _rooms(
    conference: Conference, lines: list[Table], by: User, at: dt.datetime
) -> dict[str, Room]:
    """Of each venue; how long it takes to one is told from those before it."""
    venues: dict[str, Venue] = {}
    rooms: dict[str, Room] = {}
    for order, line in enumerate(lines):
        venue = venues[line["key"]] = Venue.objects.create(
            conference=conference,
            name=LazyI18nString(line["name"]),
            address=LazyI18nString(line["address"]),
            directions=LazyI18nString(line["directions"]),
            is_main=line.get("is_main", False),
            order=order,
        )
        for key, minutes in line.get("minutes_from", {}).items():
            travel.say(venue=venue, other=venues[key], minutes=minutes, by=by, at=at)
        for room in line["rooms"]:
            layout = room.get("layout", "")
            rooms[room["key"]] = Room.objects.create(
                conference=conference,
                venue=venue,
                name=LazyI18nString(room["name"]),
                layout=layout,
                capacity=room.get("capacity"),
                booths=room.get("booths", 0),
                opens_at=room.get("opens_at"),
                closes_at=room.get("closes_at"),
                turn_round=usual_turn_round(layout),
                order=len(rooms),
            )
    return rooms


def _closure(conference: Conference, line: Table, rooms: dict[str, Room]) -> RoomBooking:
    return RoomBooking(
        conference=conference,
        room=rooms[line["room"]],
        use=line["use"],
        note=line["note"],
        starts_at=line["starts_at"].replace(tzinfo=conference.zone),
        ends_at=line["ends_at"].replace(tzinfo=conference.zone),
    )


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
