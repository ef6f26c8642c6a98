"""The agenda is released: readers are told what it says from then on."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.errors import DomainError
from conference.models import Conference, User
from conference.published import publishing
from sessions.choices import FROM_WIDE_TO_NARROW, ON_PUBLIC_PAGES, Audience
from sessions.conflicts import Span, first_clash
from sessions.entries import entry
from sessions.facts import SessionFacts
from sessions.models import Release, Session, SessionVersion, SessionVersionQuerySet
from sessions.releases import reading, wording
from sessions.releases.addresses import PublicAddress, addresses_naming, in_every_language
from sessions.releases.changes import Change, changes, of_everybody, on_top
from sessions.releases.stored import OF_CLOSED, facts_of, stored
from sessions.searching.texts import search_text

CLOCKS_DIFFER = dt.timedelta(hours=1)
"""How far two hosts' clocks, and a transaction's beginning and its end, may lie apart at most."""


@transaction.atomic
def release(
    *,
    conference: Conference,
    codes: Collection[str],
    after: int,
    seen: Collection[str] | None = None,
    name: str = "",
    by: User,
    at: dt.datetime,
) -> Release:
    """The sessions with these codes are told as they are planned, the others as they were.

    `after` is the number of the release that was looked at, 0 before the first, and `seen` are the
    digests of the changes that were; None where nobody looked. Raises DomainError where another was
    made meanwhile or a change became another, where nothing would be told otherwise, and where
    readers would be told of two sessions in one room.
    """
    hold(conference)
    latest = Release.objects.for_conference(conference).latest_first().first()
    if after != (latest.number if latest else 0):
        raise DomainError(
            _(
                "Another release was made since you opened this page. Look at what has changed"
                " since then."
            )
        )
    before = reading.current(conference)
    told = on_top(before, _as_planned(conference, codes), codes)
    found = changes(before, told)
    changed = [change.after for change in found if change.after is not None]
    if not changed:
        raise DomainError(_("Nothing of this would read otherwise than it does now."))
    if seen is not None:
        _refuse_what_nobody_saw(found, seen, conference)
    _refuse_two_in_a_room(told, conference)
    made = Release.objects.create(
        conference=conference, number=after + 1, name=name, released_at=at, released_by=by
    )
    _tell(made, changed)
    bell.ring_on_commit("conference.publish", queue="default")
    audit.record(
        "agenda.released",
        target=made,
        by=by,
        at=at,
        detail={"number": made.number, "sessions": len(changed)},
    )
    return made


def _as_planned(conference: Conference, codes: Collection[str]) -> list[SessionFacts]:
    """Whoever is changing one of these sessions is waited for, and waits: a session is read in
    several questions, of which all have to be answered of the same.
    """
    chosen = Session.objects.for_conference(conference).filter(code__in=codes)
    list(chosen.select_for_update(of=("self",), no_key=True).order_by("pk"))
    return reading.drafted(conference)


def _refuse_what_nobody_saw(
    found: Iterable[Change], seen: Collection[str], conference: Conference
) -> None:
    others = [change for change in found if change.digest not in seen]
    if others:
        _when, title = wording.when_and_what(others[0], conference)
        raise DomainError(
            _("“%s” was changed since you opened this page. Look at what would be released now.")
            % title
        )


def _refuse_two_in_a_room(told: Collection[SessionFacts], conference: Conference) -> None:
    """Of the draft PostgreSQL knows none; but one session may be told without the other, which had
    to go before it. A break takes no room from anybody.
    """
    entries = [entry(facts, conference) for facts in told]
    spans = [
        Span(number, place.key, one.starts_at, one.ends_at)
        for number, one in enumerate(entries)
        if not (one.is_cancelled or one.is_for_everybody)
        for place in one.places
    ]
    clash = first_clash(spans)
    if clash is None:
        return
    former, latter = (entries[span.key] for span in clash)
    room = next(place for place in former.places if place.key == clash[0].room_id)
    raise DomainError(
        _(
            "Readers would find “%(former)s” and “%(latter)s” in %(room)s at the same time. Choose"
            " the changes of both."
        )
        % {"former": former.title, "latter": latter.title, "room": room.room}
    )


def _tell(release: Release, changed: Collection[SessionFacts]) -> None:
    """Each of them in a version of its own, which calendars know from the former by its number."""
    versions = SessionVersion.objects.filter(
        conference=release.conference_id, session__code__in=[facts.code for facts in changed]
    )
    ids = dict(Session.objects.filter(conference=release.conference_id).values_list("code", "pk"))
    sequences = dict(versions.order_by().values_list("session").annotate(latest=Max("sequence")))
    versions.current().update(until=release)
    SessionVersion.objects.bulk_create(
        SessionVersion(
            conference=release.conference,
            session_id=ids[facts.code],
            since=release,
            audience=facts.audience,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            sequence=sequences.get(ids[facts.code], -1) + 1,
            changed_at=release.released_at,
            facts=stored(facts),
            search_text=search_text(facts),
        )
        for facts in changed
    )


def hold(conference: Conference) -> None:
    """Nobody else releases, narrows or takes out until the end of the transaction: what a release
    has read cannot be closed before it is told.

    Without the key: who adds what refers to the conference need not wait.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)


def narrow(
    *,
    conference: Conference,
    sessions: Collection[Session],
    audience: Audience,
    at: dt.datetime,
) -> None:
    """In every release at once, no more people know of the sessions than `audience` says, and of
    closed ones nobody knows more than when and where. Nothing becomes wider: the next release
    tells.

    The last of the transaction that decides it, which holds the conference.
    """
    if audience == Audience.PUBLIC:
        return
    naming = _addresses_naming(conference, {session.code for session in sessions})
    versions = SessionVersion.objects.filter(session__in=sessions)
    if audience == Audience.CLOSED:
        _empty(versions.exclude(facts__has_key="is_closed"), at)
    else:
        narrower = FROM_WIDE_TO_NARROW[: FROM_WIDE_TO_NARROW.index(audience)]
        wider = versions.filter(audience__in=[*ON_PUBLIC_PAGES, *narrower])
        _change(wider, at, audience=audience)
    _withdraw(conference, naming, at)


def _addresses_naming(conference: Conference, codes: Collection[str]) -> Collection[str]:
    """Of the files in which there may be a word of these sessions, also where those that stand say
    what an earlier release said; none where nobody reads them.
    """
    now = dt.datetime.now(dt.UTC)
    stand_since = publishing.standing_since(conference) or now
    states = reading.since(conference, stand_since - CLOCKS_DIFFER)
    told = [of_everybody(facts) for facts in states]
    found = list(addresses_naming(codes, told, conference))
    return in_every_language(publishing.slugs_of(conference), found) if found else []


def _withdraw(conference: Conference, addresses: Collection[str], at: dt.datetime) -> None:
    if addresses:
        publishing.withdraw(conference, addresses, at=at)
        bell.ring_on_commit("conference.publish", queue="default")


def take_off_pages(conference: Conference, codes: Collection[str], *, at: dt.datetime) -> None:
    """The pages of these sessions are no files until they are made anew, since what stands beside
    them is no longer so. The last of its transaction.
    """
    pages = [PublicAddress("agenda:session", {"code": code}, code) for code in codes]
    slugs = publishing.slugs_of(conference)
    _withdraw(conference, in_every_language(slugs, pages) if pages else [], at)


def _empty(versions: SessionVersionQuerySet, at: dt.datetime) -> None:
    rows = list(versions)
    for row in rows:
        row.facts = {name: row.facts[name] for name in OF_CLOSED if name in row.facts}
        row.facts["is_closed"] = True
        if row.audience == Audience.PUBLIC:
            row.audience = Audience.CLOSED
        row.search_text = search_text(facts_of(row))
    SessionVersion.objects.bulk_update(rows, ["facts", "audience", "search_text"], batch_size=500)
    _change(SessionVersion.objects.filter(pk__in=[row.pk for row in rows]), at)


@transaction.atomic
def take_out(*, conference: Conference, delegate: int, at: dt.datetime) -> int:
    """The person is named in no release of the conference any more; how many versions did."""
    hold(conference)
    rows = list(SessionVersion.objects.for_conference(conference).naming(delegate))
    naming = _addresses_naming(conference, {row.facts["code"] for row in rows})
    for row in rows:
        others = [one for one in row.facts["people"] if one.get("delegate") != delegate]
        row.facts["people"] = others
        row.search_text = search_text(facts_of(row))
    SessionVersion.objects.bulk_update(rows, ["facts", "search_text"], batch_size=500)
    _change(SessionVersion.objects.filter(pk__in=[row.pk for row in rows]), at)
    _withdraw(conference, naming, at)
    return len(rows)


def _change(versions: SessionVersionQuerySet, at: dt.datetime, **values: object) -> None:
    """Calendars notice."""
    versions.update(**values, sequence=F("sequence") + 1, changed_at=at)
