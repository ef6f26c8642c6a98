"""The public agenda. Nobody signs in to read it; what is not published does not exist.

The staff of a draft reads its pages as readers will; calendar files, which leave the site and are
asked for by programs that do not sign in, exist once everybody may have them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.files.documents import PDF
from conference.models import Conference
from conference.pdf.kept import COME_BACK_SECONDS, NotReadyError, kept_pdf
from conference.requests.downloads import opened_in_place
from conference.requests.public_pages import frame, page_for_readers
from sessions.entries import Entry
from sessions.models import Release
from sessions.reading import atom, grid, ical, narrowing, qr, schedule
from sessions.reading.documents import with_documents
from sessions.reading.exported import frab_json, frab_xml
from sessions.reading.exported.events import PageAddresses, event_days, version_of
from sessions.reading.neighbours import neighbours
from sessions.reading.printed import programme_document
from sessions.reading.queries import (
    entries_found,
    public_entries,
    public_entry_among_or_404,
    public_entry_or_404,
    public_files,
)
from sessions.releases.history import told_otherwise


class SeeOther(HttpResponseRedirect):
    """The answer is elsewhere this time, and may be elsewhere the next."""

    status_code = 303


@login_not_required
@require_safe
@page_for_readers()
def agenda(request: HttpRequest, conference: Conference) -> HttpResponse:
    entries = public_entries(conference)
    return agenda_page(request, conference, entries, entries)


@login_not_required
@require_safe
@page_for_readers(no_cache=True)
def agenda_now(request: HttpRequest, conference: Conference) -> HttpResponse:
    """To the day it is where the conference is, and there to what has begun last."""
    programme = schedule.days(public_entries(conference))
    moment = schedule.moment(programme, conference.local(timezone.now()))
    if moment is None:
        return SeeOther(reverse("agenda:agenda", args=[conference.slug]))
    day = reverse("agenda:agenda-day", args=[conference.slug, moment.day.date])
    return SeeOther(f"{day}#{moment.slot.anchor}" if moment.slot else day)


@login_not_required
@require_safe
@page_for_readers()
def agenda_day(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    entries = public_entries(conference)
    chosen = some_or_404(narrowing.on_day(entries, day))
    (only_day,) = schedule.days(chosen)
    return agenda_page(
        request, conference, entries, chosen, chosen_day=day, grid=grid.grid(only_day)
    )


@login_not_required
@require_safe
@page_for_readers()
def agenda_search(request: HttpRequest, conference: Conference) -> HttpResponse:
    """What is typed is asked for again by its address, and kept nowhere."""
    query = request.GET.get("q", "").strip()
    entries = public_entries(conference)
    found = entries_found(conference, query) if query else []
    context = {
        "query": query,
        "found": found,
        "choices": narrowing.choices(entries),
        "is_search": True,
    }
    return render(request, "agenda/search.html", frame(request, conference) | context)


@login_not_required
@require_safe
@page_for_readers()
def agenda_room(request: HttpRequest, conference: Conference, room: int) -> HttpResponse:
    entries = public_entries(conference)
    chosen = some_or_404(narrowing.in_room(entries, room))
    [place] = (place for place in chosen[0].places if place.key == room)
    return agenda_page(request, conference, entries, chosen, chosen_place=place)


@login_not_required
@require_safe
@page_for_readers()
def agenda_kind(request: HttpRequest, conference: Conference, kind: str) -> HttpResponse:
    entries = public_entries(conference)
    chosen = some_or_404(narrowing.of_kind(entries, kind))
    return agenda_page(
        request, conference, entries, chosen, chosen_kind=kind, kind_name=chosen[0].kind
    )


@login_not_required
@require_safe
@page_for_readers()
def agenda_by(request: HttpRequest, conference: Conference, delegation: int) -> HttpResponse:
    entries = public_entries(conference)
    chosen = some_or_404(narrowing.organized_by(entries, delegation))
    [organizer] = (one for one in chosen[0].organizers if one.key == delegation)
    return agenda_page(request, conference, entries, chosen, chosen_organizer=organizer)


@login_not_required
@require_safe
@page_for_readers()
def agenda_mine(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The same for everybody: which sessions have a star, each reader's browser knows alone.

    It holds no session either. What to show of them a script takes from the page of them all, so
    that a large programme is made, kept and sent once in each language.
    """
    entries = public_entries(conference)
    context = {
        "choices": narrowing.choices(entries),
        "utc_offset": schedule.common_offset(schedule.days(entries)),
        "is_mine": True,
    }
    return render(request, "agenda/mine.html", frame(request, conference) | context)


def some_or_404(chosen: list[Entry]) -> list[Entry]:
    if not chosen:
        raise Http404
    return chosen


def agenda_page(
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
    return render(request, "agenda/agenda.html", frame_and_page)


@login_not_required
@require_safe
@page_for_readers()
def session(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    entry, programme = public_entry_among_or_404(conference, code)
    address = session_address(request, conference, code)
    context = {
        "entry": entry,
        "around": neighbours(programme, code),
        "address": address,
        "qr": qr.square(address),
    }
    return render(request, "agenda/session.html", frame(request, conference) | context)


@login_not_required
@require_safe
@page_for_readers(no_cache=True)
def document(request: HttpRequest, conference: Conference, code: str) -> HttpResponseBase:
    """A file of a document; who may have it is asked each time, since it may be taken back."""
    file = get_object_or_404(public_files(conference, timezone.now()), code=code)
    return opened_in_place(file.file, name=file.name)


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_pdf(request: HttpRequest, conference: Conference) -> HttpResponse:
    entries = some_or_404(public_entries(conference))
    return paper(request, conference, entries, f"{conference.slug}-{get_language()}.pdf")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_day_pdf(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    entries = some_or_404(narrowing.on_day(public_entries(conference), day))
    name = f"{conference.slug}-{day}-{get_language()}.pdf"
    return paper(request, conference, entries, name, day)


def paper(
    request: HttpRequest,
    conference: Conference,
    entries: list[Entry],
    file_name: str,
    day: dt.date | None = None,
) -> HttpResponse:
    """Saved, not opened: a browser's viewer would need a policy that files of readers do not have.

    See `conference.requests.downloads.OF_VIEWERS`.
    """
    in_full = with_documents(entries, conference)
    try:
        pdf = kept_pdf(programme_document(conference, in_full, day))
    except NotReadyError:
        response = render(request, "agenda/not_ready.html", status=503)
        response["Retry-After"] = str(COME_BACK_SECONDS)
        return response
    saved = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(pdf, content_type=PDF, headers=saved)


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_ics(request: HttpRequest, conference: Conference) -> HttpResponse:
    return calendar(request, conference, public_entries(conference), f"{conference.slug}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_day_ics(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    chosen = some_or_404(narrowing.on_day(public_entries(conference), day))
    return calendar(request, conference, chosen, f"{conference.slug}-{day}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_room_ics(request: HttpRequest, conference: Conference, room: int) -> HttpResponse:
    chosen = some_or_404(narrowing.in_room(public_entries(conference), room))
    return calendar(request, conference, chosen, f"{conference.slug}-room-{room}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def session_ics(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    return calendar(request, conference, [public_entry_or_404(conference, code)], f"{code}.ics")


def calendar(
    request: HttpRequest, conference: Conference, entries: Iterable[Entry], file_name: str
) -> HttpResponse:
    addresses = page_addresses(request, conference)
    return HttpResponse(
        ical.calendar_file(conference, entries, addresses.of_session),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )


@login_not_required
@require_safe
@page_for_readers(previews=False)
def releases_atom(request: HttpRequest, conference: Conference) -> HttpResponse:
    releases = list(Release.objects.for_conference(conference).latest_first()[: atom.NEWEST])
    if not releases:
        raise Http404
    own = reverse("agenda:releases-atom", args=[conference.slug])
    content = atom.feed(
        conference,
        told_otherwise(releases),
        agenda=page_addresses(request, conference).agenda,
        own=request.build_absolute_uri(own),
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def schedule_xml(request: HttpRequest, conference: Conference) -> HttpResponse:
    return schedule_file(request, conference, frab_xml.schedule_xml, "text/xml", "schedule.xml")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def schedule_json(request: HttpRequest, conference: Conference) -> HttpResponse:
    write = frab_json.schedule_json
    return schedule_file(request, conference, write, "application/json", "schedule.json")


def schedule_file(
    request: HttpRequest,
    conference: Conference,
    write: Callable[..., bytes],
    content_type: str,
    file_name: str,
) -> HttpResponse:
    """What programs that show schedules ask for."""
    entries = public_entries(conference)
    addresses = page_addresses(request, conference)
    days = event_days(conference, entries, addresses)
    release = Release.objects.for_conference(conference).latest_first().first()
    version = version_of(days, release.number if release else 0)
    return HttpResponse(
        write(conference, days, addresses, version=version),
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{conference.slug}-{file_name}"'},
    )


def page_addresses(request: HttpRequest, conference: Conference) -> PageAddresses:
    def address(name: str, **further: str) -> str:
        path = reverse(f"agenda:{name}", kwargs={"slug": conference.slug, **further})
        return request.build_absolute_uri(path)

    return PageAddresses(
        site=request.build_absolute_uri("/").rstrip("/"),
        agenda=address("agenda"),
        of_session=lambda entry: session_address(request, conference, entry.code),
        of_file=lambda version: address("document", code=version.code),
    )


def session_address(request: HttpRequest, conference: Conference, code: str) -> str:
    """Absolute, in the language that is read: what leaves the page leads back to it."""
    page = reverse("agenda:session", kwargs={"slug": conference.slug, "code": code})
    return request.build_absolute_uri(page)
