"""The pages and files of the agenda, each made of entries that are at hand and of nothing else.

Whoever asks for one page, and the job that makes all of them as files, get the same bytes. Absolute
addresses in them begin with PUBLIC_URL.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from conference.models import Conference
from conference.requests.public_pages import frame, page
from conference.writing import qr
from sessions.entries import Entry
from sessions.neighbours import Programme
from sessions.reading import atom, grid, ical, narrowing, schedule
from sessions.reading.exported import frab_json, frab_xml
from sessions.reading.exported.events import EventDay, PageAddresses, event_days, version_of
from sessions.releases.history import ToldOtherwise

# Pages


def whole(request: HttpRequest, conference: Conference, entries: list[Entry]) -> HttpResponse:
    return part(request, conference, entries, entries)


def on_day(
    request: HttpRequest, conference: Conference, entries: list[Entry], day: dt.date
) -> HttpResponse:
    chosen = some_or_404(narrowing.on_day(entries, day))
    (only_day,) = schedule.days(chosen)
    return part(request, conference, entries, chosen, chosen_day=day, grid=grid.grid(only_day))


def in_room(
    request: HttpRequest, conference: Conference, entries: list[Entry], room: int
) -> HttpResponse:
    chosen = some_or_404(narrowing.in_room(entries, room))
    [place] = (place for place in chosen[0].places if place.key == room)
    return part(request, conference, entries, chosen, chosen_place=place)


def of_kind(
    request: HttpRequest, conference: Conference, entries: list[Entry], kind: str
) -> HttpResponse:
    chosen = some_or_404(narrowing.of_kind(entries, kind))
    named = {"chosen_kind": kind, "kind_name": chosen[0].kind}
    return part(request, conference, entries, chosen, **named)


def organized_by(
    request: HttpRequest, conference: Conference, entries: list[Entry], delegation: int
) -> HttpResponse:
    chosen = some_or_404(narrowing.organized_by(entries, delegation))
    [organizer] = (one for one in chosen[0].organizers if one.key == delegation)
    return part(request, conference, entries, chosen, chosen_organizer=organizer)


def mine(request: HttpRequest, conference: Conference, entries: list[Entry]) -> HttpResponse:
    """The same for everybody: which sessions have a star, each reader's browser knows alone.

    It holds no session either. What to show of them a script takes from the page of them all, so
    that a large programme is made, kept and sent once in each language.
    """
    context = {
        "choices": narrowing.choices(entries),
        "utc_offset": schedule.common_offset(schedule.days(entries)),
        "is_mine": True,
    }
    return page(request, "agenda/mine.html", frame(request, conference) | context)


def part(
    request: HttpRequest,
    conference: Conference,
    entries: list[Entry],
    chosen: list[Entry],
    **narrowed: Any,
) -> HttpResponse:
    """The chosen entries by day, beside what else there is to choose. The same at every minute."""
    programme = schedule.days(chosen)
    context = {
        "programme": programme,
        "choices": narrowing.choices(entries),
        "utc_offset": schedule.common_offset(programme),
    }
    frame_and_page = frame(request, conference) | context | narrowed
    return page(request, "agenda/agenda.html", frame_and_page)


def session(
    request: HttpRequest, conference: Conference, programme: Programme[Entry], entry: Entry
) -> HttpResponse:
    """`entry` with its documents, in the programme that it stands in."""
    address = session_address(conference, entry.code)
    context = {
        "entry": entry,
        "around": programme.around(entry),
        "address": address,
        "qr": qr.square(address),
    }
    return page(request, "agenda/session.html", frame(request, conference) | context)


def some_or_404(chosen: list[Entry]) -> list[Entry]:
    if not chosen:
        raise Http404
    return chosen


# Files


def calendar(
    conference: Conference,
    entries: Iterable[Entry],
    file_name: str,
    *,
    written: ical.Written | None = None,
) -> HttpResponse:
    """`written`: where many calendars are made at once, what `event` has written before."""
    return HttpResponse(
        ical.calendar_file(conference, entries, written or partial(event, conference)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )


def event(conference: Conference, entry: Entry) -> bytes:
    """An entry as a component of calendars, with the address of its page."""
    address = session_address(conference, entry.code)
    written: bytes = ical.event(entry, address, conference.zone).to_ical()
    return written


def releases_atom(conference: Conference, told: Iterable[ToldOtherwise]) -> HttpResponse:
    """What each release told otherwise, newest first."""
    own = reverse("agenda:releases-atom", args=[conference.slug])
    content = atom.feed(
        conference,
        told,
        agenda=page_addresses(conference).agenda,
        own=f"{settings.PUBLIC_URL}{own}",
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def schedule_days(conference: Conference, entries: list[Entry]) -> tuple[EventDay, ...]:
    """What both forms of a schedule are made of."""
    return event_days(conference, entries, page_addresses(conference))


def schedule_xml(conference: Conference, days: tuple[EventDay, ...], release: int) -> HttpResponse:
    write = frab_xml.schedule_xml
    return _schedule(conference, days, release, write, "text/xml", "schedule.xml")


def schedule_json(conference: Conference, days: tuple[EventDay, ...], release: int) -> HttpResponse:
    write = frab_json.schedule_json
    return _schedule(conference, days, release, write, "application/json", "schedule.json")


def _schedule(
    conference: Conference,
    days: tuple[EventDay, ...],
    release: int,
    write: Callable[..., bytes],
    content_type: str,
    file_name: str,
) -> HttpResponse:
    """What programs that show schedules ask for. `release` is the number of the current one."""
    addresses = page_addresses(conference)
    return HttpResponse(
        write(conference, days, addresses, version=version_of(days, release)),
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{conference.slug}-{file_name}"'},
    )


# Addresses


def page_addresses(conference: Conference) -> PageAddresses:
    def address(name: str, **further: str) -> str:
        path = reverse(f"agenda:{name}", kwargs={"slug": conference.slug, **further})
        return f"{settings.PUBLIC_URL}{path}"

    return PageAddresses(
        site=settings.PUBLIC_URL,
        agenda=address("agenda"),
        of_session=lambda entry: session_address(conference, entry.code),
        of_file=lambda version: address("document", code=version.code),
    )


def session_address(conference: Conference, code: str) -> str:
    """Absolute, in the language that is read: what leaves the page leads back to it."""
    page = reverse("agenda:session", kwargs={"slug": conference.slug, "code": code})
    return f"{settings.PUBLIC_URL}{page}"
