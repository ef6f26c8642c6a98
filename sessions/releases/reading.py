"""What releases say, and what a release made now would say: facts, in the order of the agenda."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Func, JSONField, Prefetch, Q
from django.db.models.fields.json import KeyTransform

from conference.models import Conference
from delegates.models import Delegate
from sessions.facts import SessionFacts, session_facts, without_people
from sessions.models import (
    Release,
    RoomBooking,
    Session,
    SessionItem,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
    SessionVersion,
    SessionVersionQuerySet,
)
from sessions.releases.stored import facts_of

OVERFLOW = Prefetch(
    "bookings", RoomBooking.objects.filter(is_main=False).select_related("room__venue")
)
ORGANIZERS = Prefetch("session_organizers", SessionOrganizer.objects.select_related("delegation"))
PEOPLE = Prefetch("parts", SessionPart.objects.select_related("delegate__delegation").announced())
ITEMS = Prefetch("session_items", SessionItem.objects.select_related("item"))


def released(versions: SessionVersionQuerySet) -> list[SessionFacts]:
    """Without people who no longer attend: files leave them out as soon as they are made anew."""
    rows = list(versions.order_by("session"))
    absent = absent_of(rows)
    return in_order(without_people(facts_of(row), absent) for row in rows)


def absent_of(versions: Iterable[SessionVersion]) -> set[int]:
    """Whom these name and who no longer attends, by id; asked once for all."""
    return _absent(one for row in versions for one in row.facts.get("people", ()))


def absent_in(versions: SessionVersionQuerySet) -> set[int]:
    """The same, where nothing else of them is read."""
    people = _Elements(KeyTransform("people", "facts"))
    return _absent(versions.order_by().values_list(people, flat=True))


def items_of(versions: SessionVersionQuerySet) -> set[int | None]:
    """Which agenda items these take up, by id; None where it is not known any more."""
    items = _Elements(KeyTransform("items", "facts"))
    return {one.get("key") for one in versions.order_by().values_list(items, flat=True)}


class _Elements(Func):
    function = "JSONB_ARRAY_ELEMENTS"
    set_returning = True
    output_field = JSONField()


def _absent(people: Iterable[dict[str, Any]]) -> set[int]:
    named = {one["delegate"] for one in people if one.get("delegate") is not None}
    if not named:
        return set()
    expected = Delegate.objects.filter(pk__in=named).expected().values_list("pk", flat=True)
    return named.difference(expected)


def current(conference: Conference) -> list[SessionFacts]:
    """As it was said, of whatever audience."""
    versions = SessionVersion.objects.for_conference(conference).current().order_by("session")
    return in_order(facts_of(version) for version in versions)


def since(conference: Conference, at: dt.datetime) -> list[list[SessionFacts]]:
    """The agenda as each release said it that was the current one then or later."""
    releases = Release.objects.for_conference(conference).latest_first()
    ids = []
    for release in releases:
        ids.append(release.pk)
        if release.released_at <= at:
            break
    if not ids:
        return []
    versions = SessionVersion.objects.for_conference(conference).order_by("session")
    rows = [
        (version.since_id, version.until_id, facts_of(version))
        for version in versions.filter(Q(until__isnull=True) | Q(until__gt=ids[-1]))
    ]
    return [
        in_order(
            facts
            for began, ended, facts in rows
            if began <= told and (ended is None or ended > told)
        )
        for told in ids
    ]


def drafted(conference: Conference) -> list[SessionFacts]:
    """As it is planned. What was cancelled before any reader knew of it is not told at all."""
    known = SessionVersion.objects.for_conference(conference).current().values("session")
    sessions = Session.objects.for_conference(conference)
    sessions = sessions.filter(takes_place=True) | sessions.filter(pk__in=known)
    return in_order(session_facts(session) for session in in_full(sessions))


def in_full(sessions: SessionQuerySet) -> SessionQuerySet:
    return (
        sessions.order_by("pk").with_places().prefetch_related(OVERFLOW, ORGANIZERS, PEOPLE, ITEMS)
    )


def in_order(facts: Iterable[SessionFacts]) -> list[SessionFacts]:
    """By start; what starts together, the main venue's rooms first, then what has no room, and last
    as it was entered.
    """
    return sorted(facts, key=_order)


def _order(facts: SessionFacts) -> tuple[object, ...]:
    rooms: Sequence[int] = facts.place.order if facts.place else (2,)
    return facts.starts_at, rooms, facts.ends_at
