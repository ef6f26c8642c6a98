"""The agenda as calendar files (RFC 5545). Closed sessions say only that they are."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText, vUri

from conference.models import Conference
from conference.writing.languages import Localized, localized
from sessions.entries import Entry
from sessions.reading.writable import writable

PRODUCT = "-//Dais//Agenda//EN"
REFRESH = dt.timedelta(hours=1)


END = b"END:VCALENDAR\r\n"
# An entry as a component of a calendar, written out.
Written = Callable[[Entry], bytes]


def calendar_file(conference: Conference, entries: Iterable[Entry], written: Written) -> bytes:
    """A calendar of these entries in the conference's zone, in the active language.

    Components are put together as they are written: the same session is in the calendar of all, of
    its day, of its rooms and in its own.
    """
    title = localized(conference.short_title, fallbacks=conference.languages)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", in_language(title))
    calendar.add("X-WR-CALNAME", vText(writable(title.text)))
    calendar.add("X-WR-TIMEZONE", conference.time_zone)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    chosen = list(entries)
    zone = [time_zone(conference, chosen)] if chosen else []
    head: bytes = calendar.to_ical()
    return b"".join([head.removesuffix(END), *zone, *map(written, chosen), END])


def event(entry: Entry, address: str, zone: ZoneInfo) -> Event:
    component = Event()
    component.add("UID", f"{entry.code}@dais")
    component.add("DTSTAMP", entry.changed_at)
    component.add("LAST-MODIFIED", entry.changed_at)
    component.add("SEQUENCE", entry.sequence)
    component.add("DTSTART", at_one_instant(entry.starts_at, zone))
    component.add("DTEND", at_one_instant(entry.ends_at, zone))
    component.add("SUMMARY", in_language(summary(entry)))
    component.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    component.add("URL", vUri(address))
    if entry.place:
        component.add("LOCATION", writable(location(entry)))
    if entry.kind:
        component.add("CATEGORIES", [entry.kind])
    description = words(entry)
    if description:
        component.add("DESCRIPTION", writable(description))
    return component


def at_one_instant(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """In the zone, but in UTC what its clocks show twice: there it would mean the first."""
    there = at.astimezone(zone)
    is_shown_twice = there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()
    return at.astimezone(dt.UTC) if is_shown_twice else there


def summary(entry: Entry) -> Localized:
    """Many calendars do not show a status: what does not take place says so in its title."""
    if not entry.is_cancelled:
        return entry.title
    text = _("Cancelled: %(title)s") % {"title": entry.title.text}
    return Localized(text, entry.title.language)


def location(entry: Entry) -> str:
    assert entry.place is not None
    rooms = " / ".join(place.room.text for place in entry.places)
    parts = (rooms, entry.place.venue.text, entry.place.address.text)
    return ", ".join(part for part in parts if part)


def words(entry: Entry) -> str:
    """Why it does not take place, who organizes it, what it is about and in which languages one can
    hear it, in paragraphs.
    """
    names = ", ".join(organizer.name.text for organizer in entry.organizers)
    organized = _("Organized by %(names)s") % {"names": names} if names else ""
    about = entry.description.text if entry.description else ""
    note = entry.note.text if entry.note else ""
    heard = _("Interpretation: %(languages)s") % {"languages": entry.interpretation}
    parts = (note, organized, about, heard if entry.interpretation else "")
    return "\n\n".join(part for part in parts if part)


def time_zone(conference: Conference, entries: Iterable[Entry]) -> bytes:
    """VTIMEZONE for the years of the entries: calendars without the zone's name need no table."""
    years = {at.year for entry in entries for at in (entry.starts_at, entry.ends_at)}
    return _described(conference.time_zone, min(years), max(years))


@lru_cache(maxsize=64)
def _described(name: str, first: int, last: int) -> bytes:
    """Found by asking the zone for each day: dearer than the rest of a calendar."""
    described: bytes = Timezone.from_tzinfo(
        ZoneInfo(name), name, first_date=dt.date(first, 1, 1), last_date=dt.date(last + 1, 1, 1)
    ).to_ical()
    return described


def in_language(text: Localized) -> vText:
    return vText(writable(text.text), params={"LANGUAGE": text.language} if text.language else {})
