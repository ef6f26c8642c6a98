"""The public agenda. Nobody signs in to read it; what is not published does not exist.

The staff of a draft reads its pages as readers will; calendar files, which leave the site and are
asked for by programs that do not sign in, exist once everybody may have them.
"""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conference.files.documents import PDF
from conference.models import Conference, User
from conference.pdf.kept import COME_BACK_SECONDS, NotReadyError, kept_pdf
from conference.requests.downloads import opened_in_place
from conference.requests.public_pages import frame, page, page_for_readers
from sessions.entries import Entry
from sessions.models import Release
from sessions.neighbours import Programme
from sessions.reading import atom, narrowing, pages, schedule
from sessions.reading.documents import with_documents
from sessions.reading.printed import programme_document
from sessions.reading.queries import (
    entries_for_staff,
    entries_found,
    latest_number,
    public_entries,
    public_entry_among_or_404,
    public_entry_or_404,
    public_files,
    times_or_404,
)
from sessions.releases.history import told_otherwise

SEES_ALL = "agenda.view_session"


class SeeOther(HttpResponseRedirect):
    """The answer is elsewhere this time, and may be elsewhere the next."""

    status_code = 303


@login_not_required
@require_safe
@page_for_readers()
def agenda(request: HttpRequest, conference: Conference) -> HttpResponse:
    return pages.whole(request, conference, public_entries(conference))


@login_not_required
@require_safe
@page_for_readers(no_cache=True)
def agenda_now(request: HttpRequest, conference: Conference) -> HttpResponse:
    """To the day it is where the conference is, and there to what has begun last."""
    programme = schedule.days(times_or_404(conference))
    moment = schedule.moment(programme, conference.local(timezone.now()))
    if moment is None:
        return SeeOther(reverse("agenda:agenda", args=[conference.slug]))
    day = reverse("agenda:agenda-day", args=[conference.slug, moment.day.date])
    return SeeOther(f"{day}#{moment.slot.anchor}" if moment.slot else day)


@require_safe
@cache_control(private=True, no_store=True)
def agenda_for_some(request: HttpRequest, slug: str) -> HttpResponse:
    """Also what is not for everybody; no file, and for nobody who is not signed in.

    At present those who work on the agenda see it, all of it.
    """
    user = request.user
    assert isinstance(user, User)
    conference = get_object_or_404(Conference.objects.visible_to(user), slug=slug)
    if not user.has_perm(SEES_ALL, conference):
        raise Http404
    entries = public_entries(conference)
    chosen = entries_for_staff(conference)
    return pages.part(request, conference, entries, chosen, is_for_some=True)


@login_not_required
@require_safe
@page_for_readers()
def agenda_day(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    return pages.on_day(request, conference, public_entries(conference), day)


@login_not_required
@require_safe
@page_for_readers()
def agenda_search(request: HttpRequest, conference: Conference) -> HttpResponse:
    """What is typed is asked for again by its address, and kept nowhere."""
    if not latest_number(conference):
        raise Http404
    query = request.GET.get("q", "").strip()
    found = entries_found(conference, query) if query else []
    context = {"query": query, "found": found}
    return page(request, "agenda/search.html", frame(request, conference) | context)


@login_not_required
@require_safe
@page_for_readers()
def agenda_room(request: HttpRequest, conference: Conference, room: int) -> HttpResponse:
    return pages.in_room(request, conference, public_entries(conference), room)


@login_not_required
@require_safe
@page_for_readers()
def agenda_kind(request: HttpRequest, conference: Conference, kind: str) -> HttpResponse:
    return pages.of_kind(request, conference, public_entries(conference), kind)


@login_not_required
@require_safe
@page_for_readers()
def agenda_by(request: HttpRequest, conference: Conference, delegation: int) -> HttpResponse:
    return pages.organized_by(request, conference, public_entries(conference), delegation)


@login_not_required
@require_safe
@page_for_readers()
def agenda_mine(request: HttpRequest, conference: Conference) -> HttpResponse:
    return pages.mine(request, conference, public_entries(conference))


@login_not_required
@require_safe
@page_for_readers()
def session(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    entry, entries = public_entry_among_or_404(conference, code)
    return pages.session(request, conference, Programme(entries), entry)


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
    entries = pages.some_or_404(public_entries(conference))
    return paper(request, conference, entries, f"{conference.slug}-{get_language()}.pdf")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_day_pdf(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    entries = pages.some_or_404(narrowing.on_day(public_entries(conference), day))
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
    in_full = with_documents(entries, conference, at=timezone.now())
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
    return pages.calendar(conference, public_entries(conference), f"{conference.slug}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_day_ics(request: HttpRequest, conference: Conference, day: dt.date) -> HttpResponse:
    chosen = pages.some_or_404(narrowing.on_day(public_entries(conference), day))
    return pages.calendar(conference, chosen, f"{conference.slug}-{day}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def agenda_room_ics(request: HttpRequest, conference: Conference, room: int) -> HttpResponse:
    chosen = pages.some_or_404(narrowing.in_room(public_entries(conference), room))
    return pages.calendar(conference, chosen, f"{conference.slug}-room-{room}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def session_ics(request: HttpRequest, conference: Conference, code: str) -> HttpResponse:
    return pages.calendar(conference, [public_entry_or_404(conference, code)], f"{code}.ics")


@login_not_required
@require_safe
@page_for_readers(previews=False)
def releases_atom(request: HttpRequest, conference: Conference) -> HttpResponse:
    releases = list(Release.objects.for_conference(conference).latest_first()[: atom.NEWEST])
    if not releases:
        raise Http404
    return pages.releases_atom(conference, told_otherwise(releases))


@login_not_required
@require_safe
@page_for_readers(previews=False)
def schedule_xml(request: HttpRequest, conference: Conference) -> HttpResponse:
    days = pages.schedule_days(conference, public_entries(conference))
    return pages.schedule_xml(conference, days, latest_number(conference))


@login_not_required
@require_safe
@page_for_readers(previews=False)
def schedule_json(request: HttpRequest, conference: Conference) -> HttpResponse:
    days = pages.schedule_days(conference, public_entries(conference))
    return pages.schedule_json(conference, days, latest_number(conference))
