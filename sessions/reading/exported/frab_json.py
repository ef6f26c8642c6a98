"""`schedule.json` as pretalx 2026.2 writes it, which follows frab's."""

import json
from typing import Any

from conference.models import Conference
from conference.writing.languages import localized
from sessions.reading.exported.events import (
    Event,
    EventDay,
    EventRoom,
    PageAddresses,
    duration_in_words,
)

SCHEMA = "https://c3voc.de/schedule/schema.json"


def schedule_json(
    conference: Conference,
    days: tuple[EventDay, ...],
    addresses: PageAddresses,
    *,
    version: str,
) -> bytes:
    content = {
        "$schema": SCHEMA,
        "generator": {"name": "Dais"},
        "schedule": {
            "url": addresses.agenda,
            "version": version,
            "base_url": addresses.site,
            "conference": _conference(conference, days),
        },
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _conference(conference: Conference, days: tuple[EventDay, ...]) -> dict[str, Any]:
    return {
        "acronym": conference.slug,
        "title": localized(conference.title, fallbacks=conference.languages).text,
        "start": conference.starts_on.isoformat(),
        "end": conference.ends_on.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": conference.time_zone,
        "colors": {"primary": conference.accent},
        "rooms": [_room(room) for room in _each_once(days)],
        "tracks": [],
        "days": [_day(day) for day in days],
    }


def _each_once(days: tuple[EventDay, ...]) -> list[EventRoom]:
    return list({room.name: room for day in days for room in day.rooms if room.guid}.values())


def _room(room: EventRoom) -> dict[str, Any]:
    return {"name": room.name, "guid": str(room.guid), "description": None, "capacity": None}


def _day(day: EventDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {room.name: [_event(event) for event in room.events] for room in day.rooms},
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "guid": str(event.guid),
        "code": event.code,
        "id": event.number,
        "logo": None,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "duration": duration_in_words(event.duration),
        "room": event.room,
        "slug": event.slug,
        "url": event.address,
        "title": event.title,
        "subtitle": "",
        "track": None,
        "type": event.kind,
        "language": event.language,
        "abstract": event.abstract,
        "description": event.description,
        "recording_license": "",
        "do_not_record": False,
        "persons": [
            {
                "guid": str(person.guid),
                "id": person.number,
                "name": person.name,
                "public_name": person.name,
                "avatar": None,
                "biography": person.about or None,
            }
            for person in event.people
        ],
        "links": [],
        "attachments": [
            {"title": file.title, "url": file.address, "type": "related"} for file in event.files
        ],
        "origin_url": event.address,
    }
