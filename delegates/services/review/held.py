"""Delegates whose accreditation is about to change: locked, and asked whether it may."""

from collections.abc import Collection, Iterable

from conference.database.id_lists import among
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegateQuerySet

WRITTEN = [
    *("accreditation", "decided_at", "decided_by", "decision_reason", "returned_fields"),
    *("waiting_since", "offered_until", "submitted_at", "place_reason"),
]


def held(conference: Conference, ids: Iterable[int]) -> DelegateQuerySet:
    """Locked in one order, drafts included."""
    rows = Delegate.with_drafts.for_conference(conference).filter(pk__in=among(ids))
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def held_one(delegate: Delegate) -> Delegate:
    rows = held(delegate.conference, [delegate.pk])
    return rows.select_related("conference").get()


def require(row: Delegate, states: Collection[str], *, to: Accreditation) -> None:
    """Of one state two ways lead to the same: they are asked for by different people."""
    if row.accreditation not in states:
        row.refuse_transition_to(to)
