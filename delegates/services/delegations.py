"""Delegations: registered, led, refreshed from their country, withdrawn."""

import copy
import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import Conference, User
from conference.writing.languages import translations
from delegates.derived import (
    DERIVED_DELEGATE_FIELDS,
    DERIVED_DELEGATION_FIELDS,
    derive_delegates,
    derive_delegation,
)
from delegates.letters import printed_texts, require_printable
from delegates.models import Country, Delegate, Delegation, DelegationKind, Organization
from delegates.services import kinds, scopes

COPIED_FIELDS = ["name", "acronym", "flag_code"]
"""What a delegation has from its country or organization, and owns."""
OF_DRAFTS = {"of_drafts": True}
"""Beside an event of a record that everybody sees: it tells only whoever sees drafts something."""
SENDER = frozenset({"country", "organization", "kind"})


def new_delegation(
    conference: Conference,
    party: Country | Organization,
    *,
    kind: DelegationKind | None = None,
    called: str = "",
) -> Delegation:
    """An unsaved delegation with the party's names, flag and kind copied; it owns them from here.

    Without a kind it has the usual one of the country's status or the organization's type. `called`
    is its name in the conference's principal language where it is not the party's.
    """
    delegation = Delegation(conference=conference)
    copy_from_party(delegation, party, kind=kind)
    if called:
        names = translations(party.name) | {conference.principal_language: called}
        delegation.name = LazyI18nString(names)
    return delegation


def copy_from_party(
    delegation: Delegation, party: Country | Organization, *, kind: DelegationKind | None = None
) -> None:
    delegation.kind = kind or kinds.usual_kind(delegation.conference, party)
    delegation.name = party.name
    if isinstance(party, Country):
        delegation.country = party
        delegation.flag_code = party.iso2.lower()
    else:
        delegation.organization = party
        delegation.acronym = party.acronym


@transaction.atomic
def register_many(
    *, delegations: Sequence[Delegation], by: User, at: dt.datetime
) -> list[Delegation]:
    """Save new delegations of one conference with their derived columns filled."""
    require_printable(delegations, printed_texts(Delegation))
    here = kinds.held(delegation.kind_id for delegation in delegations)
    for delegation in delegations:
        delegation.kind = here[delegation.kind_id]
        derive_delegation(delegation, delegation.conference)
    saved = Delegation.objects.bulk_create(delegations, batch_size=500)
    scopes.require_within(Delegation.objects, [row.pk for row in saved], by=by)
    audit.record_many(
        "delegation.registered", targets=[(delegation, []) for delegation in saved], by=by, at=at
    )
    return saved


def register(*, delegation: Delegation, by: User, at: dt.datetime) -> Delegation:
    return register_many(delegations=[delegation], by=by, at=at)[0]


@transaction.atomic
def change(
    *, delegation: Delegation, fields: Sequence[str], by: User, at: dt.datetime
) -> Delegation:
    """Save the named fields of a delegation, and what follows from them for its delegates.

    What somebody else saved in other fields since it was loaded stays. Sent by another, it is to be
    confirmed anew.
    """
    if "kind" in fields:
        delegation.kind = kinds.held([delegation.kind_id])[delegation.kind_id]
    stored = _held(delegation, by)
    for name in fields:
        setattr(stored, name, getattr(delegation, name))
    require_printable([stored], fields)
    if SENDER.intersection(fields):
        stored.confirmed_at = None
    _save(stored, [*fields, "confirmed_at"])
    scopes.require_within(Delegation.objects, [stored.pk], by=by)
    audit.record("delegation.changed", target=stored, by=by, at=at, fields=fields)
    return stored


def _held(delegation: Delegation, by: User) -> Delegation:
    """As it is stored, for whom it is in scope; delegations are held before delegates, see
    `registering`.

    Its kind is read afterwards: joined, a row whose kind changed while we waited is found no more.
    """
    held = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference", "country", "organization")
        .get(pk=delegation.pk)
    )
    scopes.require_delegations([held.pk], by=by)
    return held


def _save(delegation: Delegation, fields: Sequence[str]) -> None:
    derive_delegation(delegation, delegation.conference)
    delegation.save(update_fields=[*fields, *DERIVED_DELEGATION_FIELDS])
    refresh_delegates([delegation.pk], delegation.conference)


@transaction.atomic
def reorder_all(*, conference: Conference) -> None:
    """Fill the keys of protocol order again, after the language of the order has changed."""
    rows = list(
        Delegation.objects.for_conference(conference).select_for_update(no_key=True).order_by("pk")
    )
    prefetch_related_objects(rows, "kind")
    for row in rows:
        derive_delegation(row, conference)
    update_rows(rows, DERIVED_DELEGATION_FIELDS)


def refresh_delegates(delegation_ids: Sequence[int], conference: Conference) -> None:
    """Fill the derived columns of all delegates of these delegations again."""
    _refresh(Delegate.with_drafts.filter(delegation_id__in=delegation_ids), conference)


def _refresh(delegates: QuerySet[Delegate], conference: Conference) -> list[Delegate]:
    held = delegates.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = list(held.select_related("delegation"))
    derive_delegates(rows, conference)
    update_rows(rows, DERIVED_DELEGATE_FIELDS)
    return rows


@transaction.atomic
def reopen(*, delegation: Delegation, until: dt.datetime, by: User, at: dt.datetime) -> None:
    """Its focal points register until then, though registration has closed for all others."""
    held = _held(delegation, by)
    if held.is_withdrawn:
        raise DomainError(_("%s has withdrawn: nobody registers it.") % held)
    if until <= at:
        raise DomainError(_("Choose a day that is not over."))
    held.reopened_until = until
    held.save(update_fields=["reopened_until"])
    audit.record(
        "delegation.reopened", target=held, by=by, at=at, detail={"until": until.isoformat()}
    )


@transaction.atomic
def confirm(*, delegation: Delegation, by: User, at: dt.datetime) -> None:
    """Whoever registers it may speak for it; said twice, the first time counts."""
    held = _held(delegation, by)
    if held.confirmed_at is not None:
        return
    held.confirmed_at = at
    held.save(update_fields=["confirmed_at"])
    audit.record("delegation.confirmed", target=held, by=by, at=at)


@transaction.atomic
def undo_confirmation(*, delegation: Delegation, by: User, at: dt.datetime) -> None:
    """Nobody of earlier conferences is shown to its focal points any longer; whom they have taken
    over stays.
    """
    held = _held(delegation, by)
    if held.confirmed_at is None:
        return
    held.confirmed_at = None
    held.save(update_fields=["confirmed_at"])
    audit.record("delegation.confirmation_undone", target=held, by=by, at=at)


@transaction.atomic
def appoint_head(
    *, delegation: Delegation, delegate: Delegate | None, by: User, at: dt.datetime
) -> Delegation:
    """The delegate leads the delegation from here on; None means: to be confirmed."""
    appoint_heads(heads={delegation.pk: delegate}, conference=delegation.conference, by=by, at=at)
    delegation.refresh_from_db()
    return delegation


@transaction.atomic
def appoint_heads(
    *, heads: dict[int, Delegate | None], conference: Conference, by: User, at: dt.datetime
) -> None:
    """The plural form: delegation id to its new head. Categories that depend on it follow.

    Who led and who leads are both changed: both are within the user's scope, and stay in it.
    """
    rows = list(
        Delegation.objects.for_conference(conference)
        .filter(pk__in=heads)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    scopes.require_delegations([row.pk for row in rows], by=by, is_theirs_to_do=True)
    concerned: dict[int, set[int]] = {}
    for row in rows:
        head = heads[row.pk]
        if head is not None and head.delegation_id != row.pk:
            raise DomainError(
                _("%(person)s is not a delegate of %(delegation)s and cannot lead it.")
                % {"person": head, "delegation": row}
            )
        concerned[row.pk] = {pk for pk in (row.head_id, head and head.pk) if pk}
        row.head = head
    affected = set().union(*concerned.values())
    scopes.require_people(affected, by=by)
    update_rows(rows, ["head"])
    there = _refresh(Delegate.with_drafts.filter(pk__in=affected), conference)
    drafts = {row.pk for row in there if row.is_draft}
    scopes.require_people_within(affected, by=by)
    audit.record_many(
        "delegation.head_appointed",
        targets=[(row, ["head"]) for row in rows],
        by=by,
        at=at,
        detail_of=lambda row: (
            OF_DRAFTS if concerned[row.pk] and concerned[row.pk] <= drafts else {}
        ),
    )


@transaction.atomic
def refresh_from_party(*, delegation: Delegation, by: User, at: dt.datetime) -> Delegation:
    """Copy names and flag from the country or organization as they stand now."""
    stored = refreshed(_held(delegation, by))
    _save(stored, COPIED_FIELDS)
    audit.record("delegation.changed", target=stored, by=by, at=at, fields=COPIED_FIELDS)
    return stored


def refreshed(delegation: Delegation) -> Delegation:
    """A copy as `refresh_from_party` would leave it; saves nothing."""
    party = delegation.country or delegation.organization
    assert party is not None
    fresh = new_delegation(delegation.conference, party, kind=delegation.kind)
    then = copy.copy(delegation)
    for name in COPIED_FIELDS:
        setattr(then, name, getattr(fresh, name))
    return then


@transaction.atomic
def withdraw(*, delegation: Delegation, reason: str, by: User, at: dt.datetime) -> Delegation:
    """The whole delegation does not attend. Its delegates keep their decisions."""
    delegation = _held(delegation, by)
    if delegation.is_withdrawn:
        raise DomainError(_("%s is already withdrawn.") % delegation)
    if not reason.strip():
        raise DomainError(_("Say why the delegation is withdrawn."))
    delegation.withdrawn_at = at
    delegation.withdrawn_by = by
    delegation.withdrawal_reason = reason
    delegation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    audit.record("delegation.withdrawn", target=delegation, by=by, at=at)
    return delegation


@transaction.atomic
def restore(*, delegation: Delegation, by: User, at: dt.datetime) -> Delegation:
    """A withdrawn delegation attends again, with its delegates' decisions as they were."""
    delegation = _held(delegation, by)
    if not delegation.is_withdrawn:
        raise DomainError(_("%s is not withdrawn.") % delegation)
    delegation.withdrawn_at = None
    delegation.withdrawn_by = None
    delegation.withdrawal_reason = ""
    delegation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    audit.record("delegation.restored", target=delegation, by=by, at=at)
    return delegation
