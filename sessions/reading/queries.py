"""What readers see of the agenda: the current release, fetched in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from conference.models import Conference
from sessions.choices import Audience
from sessions.entries import Entry, entry
from sessions.facts import SessionFacts, without_people
from sessions.models import (
    Document,
    DocumentFile,
    Release,
    SessionVersion,
    SessionVersionQuerySet,
)
from sessions.reading.documents import with_documents
from sessions.releases import reading
from sessions.releases.stored import facts_of
from sessions.searching.matching import matching
from sessions.searching.texts import search_text

MOST_FOUND = 50


def told_to_everybody(conference: Conference) -> SessionVersionQuerySet:
    """Whether the conference is open, its pages decide: its staff reads them before."""
    return SessionVersion.objects.for_conference(conference).public_once_open()


def entries_so_far(conference: Conference) -> list[Entry]:
    """None before the first release."""
    released = reading.released(told_to_everybody(conference))
    return [entry(facts, conference) for facts in released]


def entries_for_staff(conference: Conference) -> list[Entry]:
    """What is released, for whomever: as whoever plans the agenda may see it."""
    versions = SessionVersion.objects.for_conference(conference).current()
    return [entry(facts, conference) for facts in reading.released(versions)]


def latest_number(conference: Conference) -> int:
    """Of the current release; 0 before the first."""
    latest = Release.objects.for_conference(conference).latest_first().first()
    return latest.number if latest else 0


def public_entries(conference: Conference) -> list[Entry]:
    """Before the first release the agenda does not exist."""
    entries = entries_so_far(conference)
    if not entries and not Release.objects.for_conference(conference).exists():
        raise Http404
    return entries


def times_or_404(conference: Conference) -> list[Entry]:
    """When the sessions are that readers know of, and nothing else of them: each phone asks."""
    times = told_to_everybody(conference).values_list(
        "starts_at", "ends_at", "changed_at", "facts__is_cancelled"
    )
    if not times and not latest_number(conference):
        raise Http404
    return [
        entry(
            SessionFacts(
                code="",
                starts_at=starts_at,
                ends_at=ends_at,
                audience=Audience.CLOSED,
                is_closed=True,
                is_cancelled=bool(is_cancelled),
                sequence=0,
                changed_at=changed_at,
            ),
            conference,
        )
        for starts_at, ends_at, changed_at, is_cancelled in times
    ]


def public_entry_or_404(conference: Conference, code: str) -> Entry:
    versions = told_to_everybody(conference).filter(session__code=code)
    for facts in reading.released(versions):
        return entry(facts, conference)
    raise Http404


def public_entry_among_or_404(conference: Conference, code: str) -> tuple[Entry, list[Entry]]:
    """It with its documents, and the whole programme that it stands in."""
    entries = public_entries(conference)
    found = next((one for one in entries if one.code == code), None)
    if found is None:
        raise Http404
    return with_documents([found], conference, at=timezone.now())[0], entries


def entries_found(conference: Conference, query: str) -> list[Entry]:
    """Those whose words the query names, the best first; without who no longer attends, and none
    for a word of theirs.
    """
    told: dict[int, SessionFacts] = {}

    def left_of(rows: Sequence[SessionVersion]) -> dict[int, str]:
        absent = reading.absent_of(rows)
        texts = {}
        for row in rows:
            facts = facts_of(row)
            told[row.pk] = without_people(facts, absent)
            if told[row.pk] is not facts:
                texts[row.pk] = search_text(told[row.pk])
        return texts

    found = matching(
        told_to_everybody(conference),
        query,
        order=["starts_at", "pk"],
        most=MOST_FOUND,
        left_of=left_of,
    )
    return [entry(told[row.pk], conference) for row in found]


def public_files(conference: Conference, at: dt.datetime) -> QuerySet[DocumentFile]:
    """Of documents that stand on the page of a session whose title everybody reads."""
    told = told_to_everybody(conference).filter(audience=Audience.PUBLIC)
    of_conference = Document.objects.for_conference(conference).issued(at)
    codes = told.order_by().values_list("session__code", flat=True)
    documents = of_conference.of(codes, reading.items_of(told))
    return DocumentFile.objects.filter(document__in=documents.values("pk"))
