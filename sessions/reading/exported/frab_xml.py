"""`schedule.xml` as pretalx 2026.2 writes it, which follows frab's.

Beside its elements stands frab's `day_change`: what is earlier belongs to the evening before.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conference.models import Conference
from conference.writing.languages import localized
from sessions.days import DAY_ENDS_AT
from sessions.reading.exported.events import (
    Event,
    EventDay,
    PageAddresses,
    duration_in_words,
)
from sessions.reading.writable import writable

# XML 1.0 has no way to write these, not even as a reference.


def schedule_xml(
    conference: Conference,
    days: tuple[EventDay, ...],
    addresses: PageAddresses,
    *,
    version: str,
) -> bytes:
    """Well-formed, whatever was typed: what XML cannot hold is left out."""
    root = Element("schedule")
    SubElement(root, "generator", name="Dais")
    _add(root, "version", version)
    _add_conference(root, conference, addresses, len(days))
    for day in days:
        node = SubElement(
            root,
            "day",
            index=str(day.index),
            date=day.date.isoformat(),
            start=day.starts_at.isoformat(),
            end=day.ends_at.isoformat(),
        )
        for room in day.rooms:
            in_room = SubElement(node, "room", name=writable(room.name))
            if room.guid:
                in_room.set("guid", str(room.guid))
            for event in room.events:
                _add_event(in_room, event)
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _add_conference(
    root: Element, conference: Conference, addresses: PageAddresses, days: int
) -> None:
    node = SubElement(root, "conference")
    _add(node, "acronym", conference.slug)
    _add(node, "title", localized(conference.title, fallbacks=conference.languages).text)
    _add(node, "start", conference.starts_on.isoformat())
    _add(node, "end", conference.ends_on.isoformat())
    _add(node, "days", str(days))
    _add(node, "day_change", duration_in_words(DAY_ENDS_AT))
    _add(node, "timeslot_duration", "00:05")
    _add(node, "base_url", addresses.site)
    _add(node, "time_zone_name", conference.time_zone)


def _add_event(room: Element, event: Event) -> None:
    node = SubElement(room, "event", guid=str(event.guid), id=str(event.number), code=event.code)
    _add(node, "date", event.starts_at.isoformat())
    _add(node, "start", f"{event.starts_at:%H:%M}")
    _add(node, "duration", duration_in_words(event.duration))
    _add(node, "room", event.room)
    _add(node, "slug", event.slug)
    _add(node, "url", event.address)
    recording = SubElement(node, "recording")
    _add(recording, "license", "")
    _add(recording, "optout", "false")
    _add(node, "title", event.title)
    _add(node, "subtitle", "")
    _add(node, "track", "")
    _add(node, "type", event.kind)
    _add(node, "language", event.language)
    _add(node, "abstract", event.abstract)
    _add(node, "description", event.description)
    _add(node, "logo", "")
    persons = SubElement(node, "persons")
    for person in event.people:
        named = _add(persons, "person", person.name)
        named.attrib.update(id=str(person.number), guid=str(person.guid))
    SubElement(node, "links")
    attachments = SubElement(node, "attachments")
    for file in event.files:
        _add(attachments, "attachment", file.title).set("href", file.address)


def _add(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = writable(text)
    return node
