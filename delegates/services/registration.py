"""Delegates: registered, changed, moved. The singular forms call the plural ones with one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.derived import DERIVED_DELEGATE_FIELDS, derive_delegates
from delegates.models import Delegate, Delegation


@dataclass(frozen=True)
class Change:
    """New values for some fields of a saved delegate."""

    delegate: Delegate
    fields: dict[str, Any]


@transaction.atomic
def register_many(*, delegates: Sequence[Delegate], by: User, at: dt.datetime) -> list[Delegate]:
    """Save new delegates of one conference at the end of their delegations, decision pending.

    They must have `delegation` loaded; the conference is the delegation's, whatever was set.
    """
    if not delegates:
        return []
    conference = delegates[0].delegation.conference
    next_order = _next_orders({row.delegation_id for row in delegates})
    for row in delegates:
        row.conference_id = row.delegation.conference_id
        row.order = next_order[row.delegation_id]
        next_order[row.delegation_id] += 1
    derive_delegates(delegates, conference)
    saved = Delegate.objects.bulk_create(delegates, batch_size=1000)
    audit.record_many("delegate.registered", targets=[(row, []) for row in saved], by=by, at=at)
    return saved


def register(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    return register_many(delegates=[delegate], by=by, at=at)[0]


@transaction.atomic
def change_many(
    *, changes: Sequence[Change], conference: Conference, by: User, at: dt.datetime
) -> None:
    """Set the given fields, and everything derived from them. Decisions are never changed here.

    A category given by hand stays by hand; `category=None` gives it back to the rules. A delegate
    who moves to another delegation comes last there; a head must have stepped down before.
    """
    _place_last([change for change in changes if "delegation" in change.fields])
    for change in changes:
        for field, value in change.fields.items():
            setattr(change.delegate, field, value)
        if "category" in change.fields:
            change.delegate.is_category_set_by_hand = change.fields["category"] is not None
    derive_delegates([change.delegate for change in changes], conference)
    by_fields: dict[frozenset[str], list[Delegate]] = defaultdict(list)
    for change in changes:
        by_fields[frozenset(change.fields)].append(change.delegate)
    for fields, rows in by_fields.items():
        columns = {*fields, *DERIVED_DELEGATE_FIELDS}
        if "category" in fields:
            columns.add("is_category_set_by_hand")
        if "delegation" in fields:
            columns.add("order")
        Delegate.objects.bulk_update(rows, sorted(columns), batch_size=500)
    audit.record_many(
        "delegate.changed",
        targets=[(change.delegate, sorted(change.fields)) for change in changes],
        by=by,
        at=at,
    )


def change(*, delegate: Delegate, fields: dict[str, Any], by: User, at: dt.datetime) -> Delegate:
    change_many(changes=[Change(delegate, fields)], conference=delegate.conference, by=by, at=at)
    return delegate


def _place_last(moves: Sequence[Change]) -> None:
    targets = {move.delegate.pk: move.fields["delegation"].pk for move in moves}
    led = Delegation.objects.filter(head__in=targets).select_related("head")
    for delegation in led:
        if delegation.head and targets[delegation.head.pk] != delegation.pk:
            raise DomainError(
                _("%(person)s leads %(delegation)s: appoint another head there first.")
                % {"person": delegation.head, "delegation": delegation}
            )
    next_order = _next_orders({move.fields["delegation"].pk for move in moves})
    for move in moves:
        target = move.fields["delegation"].pk
        move.delegate.order = next_order[target]
        next_order[target] += 1


def _next_orders(delegation_ids: set[int]) -> dict[int, int]:
    last = dict(
        Delegate.objects.filter(delegation_id__in=delegation_ids)
        .values_list("delegation_id")
        .annotate(last=Max("order"))
        .order_by()
    )
    return {pk: last.get(pk, -1) + 1 for pk in delegation_ids}
