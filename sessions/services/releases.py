"""The agenda is released: readers are told what it says from then on."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.errors import DomainError
from conference.models import Conference, User
from conference.published import publishing
from sessions.choices import FROM_WIDE_TO_NARROW, ON_PUBLIC_PAGES, Audience
from sessions.facts import SessionFacts
from sessions.models import Release, Session, SessionVersion, SessionVersionQuerySet
from sessions.releases import reading
from sessions.releases.addresses import addresses_naming, in_every_language
from sessions.releases.changes import changes, of_everybody, on_top
from sessions.releases.stored import OF_CLOSED, facts_of, stored
from sessions.searching.texts import search_text


@transaction.atomic
def release(
    *,
    conference: Conference,
    codes: Collection[str],
    after: int,
    name: str = "",
    by: User,
    at: dt.datetime,
) -> Release:
    """The sessions with these codes are told as they are planned, the others as they were.

    `after` is the number of the release that was looked at, 0 before the first. Raises DomainError
    where another was made meanwhile, and where nothing would be told otherwise.
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
    told = on_top(before, reading.drafted(conference), codes)
    changed = [change.after for change in changes(before, told) if change.after is not None]
    if not changed:
        raise DomainError(_("Nothing of this would read otherwise than it does now."))
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


def narrow(*, session: Session, audience: Audience, at: dt.datetime) -> None:
    """In every release at once, no more people know of the session than `audience` says, and of a
    closed one nobody knows more than when and where. Nothing becomes wider: the next release tells.

    The last of the transaction that decides it, which holds the conference.
    """
    if audience == Audience.PUBLIC:
        return
    naming = _addresses_naming(session.conference, [session.code])
    versions = SessionVersion.objects.filter(session=session)
    if audience == Audience.CLOSED:
        _empty(versions.exclude(facts__has_key="is_closed"), at)
    else:
        narrower = FROM_WIDE_TO_NARROW[: FROM_WIDE_TO_NARROW.index(audience)]
        wider = versions.filter(audience__in=[*ON_PUBLIC_PAGES, *narrower])
        _change(wider, at, audience=audience)
    _withdraw(session.conference, naming, at)


def _addresses_naming(conference: Conference, codes: Collection[str]) -> list[str]:
    """Of the files in which there may be a word of these sessions; none where nobody reads them."""
    told = of_everybody(reading.current(conference))
    found = [address for code in codes for address in addresses_naming(code, told, conference)]
    return in_every_language(conference, found) if found else []


def _withdraw(conference: Conference, addresses: Collection[str], at: dt.datetime) -> None:
    if addresses:
        publishing.withdraw(conference, addresses, at=at)
        bell.ring_on_commit("conference.publish", queue="default")


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
