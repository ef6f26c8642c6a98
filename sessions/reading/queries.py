"""Sessions fetched with what their pages show, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone

from conference.models import Conference
from sessions.choices import Audience
from sessions.models import (
    Document,
    DocumentFile,
    RoomBooking,
    Session,
    SessionItem,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
)
from sessions.reading.entries import Entry, entry
from sessions.reading.facts import session_facts

OVERFLOW = Prefetch(
    "bookings", RoomBooking.objects.filter(is_main=False).select_related("room__venue")
)
ORGANIZERS = Prefetch("session_organizers", SessionOrganizer.objects.select_related("delegation"))
PEOPLE = Prefetch("parts", SessionPart.objects.select_related("delegate__delegation").announced())
ITEMS = Prefetch("session_items", SessionItem.objects.select_related("item"))


def public_sessions(conference: Conference) -> SessionQuerySet:
    """What readers see; of a draft, which only its staff reads, what they will see."""
    sessions = Session.objects.for_conference(conference)
    seen = sessions.public() if conference.is_published else sessions.public_once_open()
    return seen.with_places().prefetch_related(OVERFLOW, ORGANIZERS).in_order()


def public_entries(conference: Conference) -> list[Entry]:
    return [entry(session_facts(session), conference) for session in public_sessions(conference)]


def public_entry_or_404(conference: Conference, code: str) -> Entry:
    sessions = public_sessions(conference).filter(code=code)
    return _in_full(sessions, conference, code)


def public_entry_among_or_404(conference: Conference, code: str) -> tuple[Entry, list[Entry]]:
    """It in full, and the whole programme that it stands in."""
    sessions = list(public_sessions(conference))
    found = _in_full(sessions, conference, code)
    return found, [entry(session_facts(session), conference) for session in sessions]


def _in_full(sessions: Iterable[Session], conference: Conference, code: str) -> Entry:
    session = next((one for one in sessions if one.code == code), None)
    if session is None:
        raise Http404
    issued = Document.objects.issued(timezone.now()).prefetch_related("files")
    documents = (Prefetch("documents", issued), Prefetch("session_items__item__documents", issued))
    prefetch_related_objects([session], PEOPLE, ITEMS, *documents)
    return entry(session_facts(session, in_full=True), conference)


def public_files(conference: Conference, at: dt.datetime) -> QuerySet[DocumentFile]:
    """Of documents that stand on the page of a session whose title everybody reads."""
    open_to_all = public_sessions(conference).filter(audience=Audience.PUBLIC)
    documents = Document.objects.issued(at).of_sessions(open_to_all)
    return DocumentFile.objects.filter(document__in=documents.values("pk"))
