"""What everybody may read of a conference, made as files; see `conference.published`.

Files follow from what is released and from what stands beside it: the conference and its venues,
documents that are issued and embargoes that end, who no longer attends. What they were made from is
kept with them as one digest. Whoever changes anything rings; the scheduler compares, too, so that
no change has to know of the files.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from conference.models import Conference, PublishedChange, Venue
from conference.published import publishing
from conference.published.archive import PublicFile
from conference.published.errors import Superseded
from conference.requests.script_fonts import with_script_fonts
from conference.site.home import home_page
from conference.templatetags.fragments import Fragments, keep_fragments
from sessions.entries import Entry, entry
from sessions.facts import SessionFacts
from sessions.models import Document, DocumentFile, Release, SessionItem
from sessions.reading import narrowing, pages
from sessions.reading.atom import NEWEST
from sessions.reading.documents import with_documents
from sessions.reading.queries import told_to_everybody
from sessions.releases import reading
from sessions.releases.addresses import PublicAddress, addresses, languages_of

MADE_BY = ("templates/*.html", "templates/agenda/*", "templates/conference/*", "locale/*/*/*.mo")
"""What of the project pages are made by; style sheets and scripts are named in them."""
PUBLISHING = 20_180_503
"""The class of our locks among PostgreSQL's advisory ones."""


def publish_what_has_changed(*, at: dt.datetime) -> int:
    """Of how many conferences new files stand."""
    return sum(publish(conference, at=at) for conference in Conference.objects.published())


def publish(conference: Conference, *, at: dt.datetime) -> bool:
    """Whether new files stand. False where those that stand are what they should be, where
    somebody else makes them, and where what they are made from has changed meanwhile: the next one
    who looks makes them anew.
    """
    with _alone(conference) as is_alone:
        if not is_alone:
            return False
        number = publishing.latest_number(conference)
        made_from = state_of(conference, at)
        changes = PublishedChange.objects.for_conference(conference)
        if changes.filter(number=number, made_from=made_from).exists():
            return False
        try:
            publishing.publish(
                conference, files_of(conference), after=number, made_from=made_from, at=at
            )
        except Superseded:
            return False
        return True


@contextmanager
def _alone(conference: Conference) -> Iterator[bool]:
    """Two who make the same files waste one's time; the lock goes with the connection."""
    key = [PUBLISHING, conference.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        [is_alone] = cursor.fetchone() or [False]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


# What they are made from


def state_of(conference: Conference, at: dt.datetime) -> str:
    """A digest of all that the files say, asked in a fixed number of queries."""
    versions = told_to_everybody(conference).order_by("pk")
    issued = Document.objects.for_conference(conference).issued(at).order_by("pk")
    files = DocumentFile.objects.filter(document__in=issued.values("pk")).order_by("pk")
    taken_up = SessionItem.objects.for_conference(conference).order_by("pk")
    said: list[Any] = [
        settings.PUBLIC_URL,
        _made_by(),
        Conference.objects.filter(pk=conference.pk).values().get(),
        list(Venue.objects.for_conference(conference).values()),
        list(versions.values_list("pk", "audience", "sequence", "starts_at")),
        sorted(reading.absent_in(versions)),
        list(issued.values()),
        list(files.values("document", "code", "language", "size")),
        list(taken_up.values("session", "item", "order")),
        list(Release.objects.for_conference(conference).values_list("number", "name")),
    ]
    written = json.dumps(said, cls=DjangoJSONEncoder, default=str, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


@cache
def _made_by() -> str:
    """Once in the life of a process: an upgrade starts new ones."""
    paths = [path for pattern in MADE_BY for path in sorted(settings.ROOT.glob(pattern))]
    contents = [path.read_bytes() for path in paths if path.is_file()]
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    contents += [manifest.read_bytes()] if manifest.is_file() else []
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


# The files


def files_of(conference: Conference) -> Iterator[PublicFile]:
    """In each language that the conference and the interface have, the very bytes that the views
    send to a reader without a login.
    """
    facts = reading.released(told_to_everybody(conference))
    for language in languages_of(conference):
        with translation.override(language):
            yield from _Edition(conference, facts).files(language)


class _Edition:
    """All pages in one language, made of the same entries."""

    def __init__(self, conference: Conference, facts: list[SessionFacts]) -> None:
        self.conference = conference
        self.facts = facts
        self.entries = [entry(one, conference) for one in facts]
        self.in_full = {one.code: one for one in with_documents(self.entries, conference)}
        self.fragments: Fragments = {}
        self.events: dict[str, bytes] = {}
        releases = Release.objects.for_conference(conference).latest_first()
        self.releases = list(releases[:NEWEST])

    def files(self, language: str) -> Iterator[PublicFile]:
        yield self._file(PublicAddress("conference-home"), language)
        for one in addresses(self.facts, self.conference):
            yield self._file(one, language)

    def _file(self, one: PublicAddress, language: str) -> PublicFile:
        address = reverse(one.name, kwargs={"slug": self.conference.slug, **one.arguments})
        request = read_by_nobody(address, language)
        keep_fragments(request, self.fragments)
        made = MAKE[one.name](self, request, **one.arguments)
        response = with_script_fonts(made)
        headers = {"Content-Language": language}
        if "Content-Disposition" in response:
            headers["Content-Disposition"] = response["Content-Disposition"]
        return PublicFile(address, response["Content-Type"], response.content, headers)

    def calendar(self, entries: list[Entry], name: str) -> HttpResponse:
        return pages.calendar(self.conference, entries, f"{name}.ics", written=self.event)

    def event(self, entry: Entry) -> bytes:
        """Written once: the same session is in four calendars and more."""
        if entry.code not in self.events:
            self.events[entry.code] = pages.event(self.conference, entry)
        return self.events[entry.code]


def read_by_nobody(address: str, language: str) -> HttpRequest:
    """A request as the browser of a reader without a login sends it to PUBLIC_URL."""
    site = urlsplit(settings.PUBLIC_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "HTTP_HOST": site.netloc,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or 80),
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    return request


Make = Callable[..., HttpResponse]


def _page(make: Make) -> Make:
    return lambda own, request, **arguments: make(request, own.conference, own.entries, **arguments)


MAKE: dict[str, Make] = {
    "conference-home": _page(home_page),
    "agenda:agenda": _page(pages.whole),
    "agenda:agenda-mine": _page(pages.mine),
    "agenda:agenda-day": _page(pages.on_day),
    "agenda:agenda-room": _page(pages.in_room),
    "agenda:agenda-kind": _page(pages.of_kind),
    "agenda:agenda-by": _page(pages.organized_by),
    "agenda:session": lambda own, request, code: pages.session(
        request, own.conference, own.entries, own.in_full[code]
    ),
    "agenda:agenda-ics": lambda own, _request: own.calendar(own.entries, own.conference.slug),
    "agenda:agenda-day-ics": lambda own, _request, day: own.calendar(
        narrowing.on_day(own.entries, day), f"{own.conference.slug}-{day}"
    ),
    "agenda:agenda-room-ics": lambda own, _request, room: own.calendar(
        narrowing.in_room(own.entries, room), f"{own.conference.slug}-room-{room}"
    ),
    "agenda:session-ics": lambda own, _request, code: own.calendar(
        [one for one in own.entries if one.code == code], code
    ),
    "agenda:schedule-xml": lambda own, _request: pages.schedule_xml(
        own.conference, own.entries, own.releases[0].number
    ),
    "agenda:schedule-json": lambda own, _request: pages.schedule_json(
        own.conference, own.entries, own.releases[0].number
    ),
    "agenda:releases-atom": lambda own, _request: pages.releases_atom(own.conference, own.releases),
}
"""By the name of an address what makes it, of an edition."""
