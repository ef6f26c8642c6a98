"""What releases say, and what a release made now would say: facts, in the order of the agenda."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch

from conference.models import Conference
from delegates.models import Delegate
from sessions.facts import SessionFacts, session_facts, without_people
from sessions.models import (
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
    """Without people who no longer attend: those are in no agenda from that moment on."""
    found = [facts_of(version) for version in versions.order_by("session")]
    named = {one.delegate for facts in found for one in facts.people if one.delegate is not None}
    if named:
        expected = Delegate.objects.filter(pk__in=named).expected().values_list("pk", flat=True)
        absent = named.difference(expected)
        found = [without_people(facts, absent) for facts in found]
    return in_order(found)


def current(conference: Conference) -> list[SessionFacts]:
    """As it was said, of whatever audience."""
    versions = SessionVersion.objects.for_conference(conference).current().order_by("session")
    return in_order(facts_of(version) for version in versions)


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
