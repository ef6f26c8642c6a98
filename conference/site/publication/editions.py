"""The files of a conference in each language, each with what it follows from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from conference.models import Conference
from conference.published.archive import PlannedFile, PublicFile
from conference.requests.script_fonts import with_script_fonts
from conference.site.home import home_page
from conference.site.publication.state import State, digest_of
from conference.templatetags.fragments import Fragments, keep_fragments
from sessions.entries import Entry, entry
from sessions.facts import SessionFacts
from sessions.models import Release
from sessions.neighbours import Programme
from sessions.reading import narrowing, pages
from sessions.reading.atom import NEWEST
from sessions.reading.documents import with_documents
from sessions.reading.exported.events import EventDay
from sessions.reading.queries import told_to_everybody
from sessions.releases import reading
from sessions.releases.addresses import PublicAddress, addresses, languages_of
from sessions.releases.history import ToldOtherwise, told_otherwise


def files_of(conference: Conference, state: State) -> Iterator[PlannedFile]:
    """In each language that the conference and the interface have, the very bytes that the views
    send to a reader without a login. Each is made before the next one is asked for.
    """
    facts = reading.released(told_to_everybody(conference))
    releases = Release.objects.for_conference(conference).latest_first()
    agenda = ReleasedAgenda(
        facts, {one.code: digest_of(one) for one in facts}, told_otherwise(list(releases[:NEWEST]))
    )
    for language in languages_of(conference):
        with translation.override(language):
            yield from Edition(conference, state, agenda).files(language)


@dataclass(frozen=True)
class ReleasedAgenda:
    """In every language. `told` is a digest of each session's facts, by code; `releases` are the
    newest ones.
    """

    facts: list[SessionFacts]
    told: dict[str, str]
    releases: list[ToldOtherwise]


class Edition:
    """All pages in one language, made of the same entries."""

    def __init__(self, conference: Conference, state: State, agenda: ReleasedAgenda) -> None:
        self.conference = conference
        self.state = state
        self.agenda = agenda
        self.entries = [entry(one, conference) for one in agenda.facts]
        self.programme = Programme(self.entries)
        self.choices = digest_of(repr(narrowing.choices(self.entries)))
        in_full = with_documents(self.entries, conference, at=state.at)
        self.in_full = {one.code: one for one in in_full}
        self.fragments: Fragments = {}
        self.events: dict[str, bytes] = {}

    def files(self, language: str) -> Iterator[PlannedFile]:
        yield self._planned(PublicAddress("conference-home"), language)
        for one in addresses(self.agenda.facts, self.conference):
            yield self._planned(one, language)

    def _planned(self, one: PublicAddress, language: str) -> PlannedFile:
        address = reverse(one.name, kwargs={"slug": self.conference.slug, **one.arguments})
        follows_from = KINDS[one.name].follows_from(self, **one.arguments)
        return PlannedFile(
            address,
            digest_of(self.state.frame, address, follows_from),
            partial(self._file, one, address, language),
        )

    def _file(self, one: PublicAddress, address: str, language: str) -> PublicFile:
        request = read_by_nobody(address, language)
        keep_fragments(request, self.fragments)
        made = KINDS[one.name].make(self, request, **one.arguments)
        response = with_script_fonts(made)
        headers = {"Content-Language": language}
        if "Content-Disposition" in response:
            headers["Content-Disposition"] = response["Content-Disposition"]
        return PublicFile(address, response["Content-Type"], response.content, headers)

    def calendar(self, entries: list[Entry], name: str) -> HttpResponse:
        return pages.calendar(self.conference, entries, f"{name}.ics", written=self._event)

    def _event(self, entry: Entry) -> bytes:
        """Written once: the same session is in four calendars and more."""
        if entry.code not in self.events:
            self.events[entry.code] = pages.event(self.conference, entry)
        return self.events[entry.code]

    def told_of(self, entries: Sequence[Entry | None]) -> list[str]:
        return ["" if one is None else self.agenda.told[one.code] for one in entries]

    @cached_property
    def schedule_days(self) -> tuple[EventDay, ...]:
        return pages.schedule_days(self.conference, self.entries)


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


# Kinds of pages


@dataclass(frozen=True)
class PageKind:
    """`make` makes it, of an edition, a request and what else its address names. `follows_from` is
    what its bytes follow from beside the conference and the language, of the same but the request.
    """

    make: Callable[..., HttpResponse]
    follows_from: Callable[..., object]


Some = Callable[..., list[Entry]]
Named = Callable[..., str]


def _of_all(make: Callable[..., HttpResponse]) -> PageKind:
    """A page of which any change may be seen."""
    return PageKind(
        lambda own, request: make(request, own.conference, own.entries),
        lambda own: own.state.digest,
    )


def _of_some(make: Callable[..., HttpResponse], some: Some) -> PageKind:
    """A page of a part of the agenda, and of what other parts there are to choose."""
    return PageKind(
        lambda own, request, **which: make(request, own.conference, own.entries, **which),
        lambda own, **which: [own.choices, own.told_of(some(own.entries, **which))],
    )


def _calendar_of(some: Some, name: Named) -> PageKind:
    return PageKind(
        lambda own, _request, **which: own.calendar(
            some(own.entries, **which), name(own.conference.slug, **which)
        ),
        lambda own, **which: own.told_of(some(own.entries, **which)),
    )


def _schedule(make: Callable[..., HttpResponse]) -> PageKind:
    return PageKind(
        lambda own, _request: make(
            own.conference, own.schedule_days, own.agenda.releases[0].release.number
        ),
        lambda own: own.state.digest,
    )


def _all(entries: list[Entry]) -> list[Entry]:
    return entries


KINDS: dict[str, PageKind] = {
    "conference-home": _of_all(home_page),
    "agenda:agenda": _of_all(pages.whole),
    "agenda:agenda-mine": _of_all(pages.mine),
    "agenda:agenda-day": _of_some(pages.on_day, narrowing.on_day),
    "agenda:agenda-room": _of_some(pages.in_room, narrowing.in_room),
    "agenda:agenda-kind": _of_some(pages.of_kind, narrowing.of_kind),
    "agenda:agenda-by": _of_some(pages.organized_by, narrowing.organized_by),
    "agenda:session": PageKind(
        lambda own, request, code: pages.session(
            request, own.conference, own.programme, own.in_full[code]
        ),
        lambda own, code: [
            own.agenda.told[code],
            repr(own.in_full[code].documents),
            own.told_of(own.programme.around(own.in_full[code]).all),
        ],
    ),
    "agenda:agenda-ics": _calendar_of(_all, lambda slug: slug),
    "agenda:agenda-day-ics": _calendar_of(narrowing.on_day, lambda slug, day: f"{slug}-{day}"),
    "agenda:agenda-room-ics": _calendar_of(
        narrowing.in_room, lambda slug, room: f"{slug}-room-{room}"
    ),
    "agenda:session-ics": PageKind(
        lambda own, _request, code: own.calendar([own.in_full[code]], code),
        lambda own, code: own.agenda.told[code],
    ),
    "agenda:schedule-xml": _schedule(pages.schedule_xml),
    "agenda:schedule-json": _schedule(pages.schedule_json),
    "agenda:releases-atom": PageKind(
        lambda own, _request: pages.releases_atom(own.conference, own.agenda.releases),
        lambda own: own.state.digest,
    ),
}
"""By the name of an address."""
