"""The public agenda. Nobody signs in to read it; what is not published does not exist.

The staff of a draft reads its pages as readers will; calendar files, which leave the site and are
asked for by programs that do not sign in, exist once everybody may have them.
"""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference.models import Conference
from conference.requests.public_pages import frame, page_for_readers
from sessions.reading import ical, schedule
from sessions.reading.entries import Entry
from sessions.reading.queries import public_entries, public_entry_or_404


@login_not_required
@require_safe
@page_for_readers()
def agenda(request: HttpRequest, conference: Conference) -> HttpResponse:
    programme = schedule.days(public_entries(conference))
    context = {"programme": programme, "utc_offset": schedule.common_offset(programme)}
    return render(request, "agenda/agenda.html", {**frame(request, conference), **context})


@login_not_required
@require_safe
@page_for_readers()
def session(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    entry = public_entry_or_404(conference, code)
    return render(request, "agenda/session.html", {**frame(request, conference), "entry": entry})


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_ics(request: HttpRequest, conference: Conference) -> HttpResponse:
    return calendar(request, conference, public_entries(conference), f"{conference.slug}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def session_ics(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    return calendar(request, conference, [public_entry_or_404(conference, code)], f"{code}.ics")


def calendar(
    request: HttpRequest, conference: Conference, entries: Iterable[Entry], file_name: str
) -> HttpResponse:
    def address_of(entry: Entry) -> str:
        page = reverse("agenda:session", kwargs={"slug": conference.slug, "code": entry.code})
        return request.build_absolute_uri(page)

    return HttpResponse(
        ical.calendar_file(conference, entries, address_of),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )
