"""Taking an import back: what it registered goes, what it changed returns (design 13)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from conference import audit
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.models import User
from delegates.columns import COLUMNS
from delegates.models import (
    Answer,
    Delegate,
    Delegation,
    ImportedDelegate,
    ImportRun,
    KnownApart,
    Organization,
    PartyAlias,
    SamePersonSpelling,
)
from delegates.services import delegations, registering
from delegates.services.importing.built_on import BuiltOn, built_on
from delegates.services.importing.history import ImportHistory
from delegates.services.registration import own_fields

# What an import may write: its columns, where and as what the person is; typed on a page, photos.
RETURNED = (*COLUMNS.texts(), "rank", "nationality", "position", "delegation", "photo")


class CannotTakeBackError(DomainError):
    """Something has been built on the import since: nothing is taken back. `found` says what."""

    def __init__(self, found: Sequence[BuiltOn]) -> None:
        self.found = found
        super().__init__(_("Nothing was taken back: later changes depend on this import."))


@dataclass(frozen=True)
class TakenBack:
    """Counts for the audit trail and for people, no personal value; ids of what had to stay."""

    removed: int
    returned: int
    delegations: int
    staying_delegations: list[int]
    staying_organizations: list[int]


@transaction.atomic
def take_back(*, run: ImportRun, by: User, at: dt.datetime) -> TakenBack:
    """Whoever the import registered is gone with their history, whoever it changed is as before;
    a proposed change that was open when it moved somebody stays dropped.

    Delegations and organizations it added go where nothing else refers to them. Raises
    CannotTakeBackError where one of the people has a decision, a badge, a session or a change that
    stands, a delegation that it wrote to a change, or where a later import stands on what it added.
    """
    rows = ImportedDelegate.objects.filter(run=run)
    new = list(rows.filter(is_new=True).order_by("delegate_id").values_list("delegate", flat=True))
    changed = list(
        rows.filter(is_new=False).order_by("delegate_id").values_list("delegate", flat=True)
    )
    history = ImportHistory(run)
    held = _held([*new, *changed])
    if found := built_on(run, held, new, history):
        raise CannotTakeBackError(found)
    registered = list(
        Delegation.objects.filter(pk__in=among(history.registered_delegations()))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    heads = history.former_heads(registered)
    _appoint(dict.fromkeys(heads), run, by=by, at=at)
    _return_values([held[pk] for pk in changed], run, history, by=by, at=at)
    _appoint(_who_can_lead(heads), run, by=by, at=at)
    _remove([held[pk] for pk in new], history, by=by, at=at)
    staying = _remove_delegations(registered, history)
    # Before the organizations: a name in files holds whom it means.
    _forget_answers(run)
    return TakenBack(
        removed=len(new),
        returned=len(changed),
        delegations=len(registered) - len(staying),
        staying_delegations=staying,
        staying_organizations=_remove_organizations(run),
    )


def _held(ids: Sequence[int]) -> dict[int, Delegate]:
    """Delegations before delegates, both by id, as every service holds them."""
    rows = Delegate.objects.filter(pk__in=among(ids))
    registering.held_delegations(set(rows.values_list("delegation_id", flat=True)))
    held = rows.select_for_update(of=("self",)).select_related("delegation").order_by("pk")
    return {row.pk: row for row in held}


def _who_can_lead(heads: Mapping[int, int | None]) -> dict[int, int | None]:
    """Those who are in the delegation still: whoever left it since leads it no more."""
    people = Delegate.objects.in_bulk([head for head in heads.values() if head])
    return {
        pk: head
        for pk, head in heads.items()
        if head in people and people[head].delegation_id == pk
    }


def _forget_answers(run: ImportRun) -> None:
    """What was answered in it is asked again: an answer is remembered at the moment of applying."""
    of_run = {"conference": run.conference_id, "answered_at": run.applied_at}
    for model in (Answer, KnownApart, SamePersonSpelling):
        model._default_manager.filter(**of_run).delete()
    assert run.applied_at is not None
    PartyAlias.objects.filter(conference=run.conference_id, added_at=run.applied_at).delete()


def _appoint(heads: Mapping[int, int | None], run: ImportRun, *, by: User, at: dt.datetime) -> None:
    if not heads:
        return
    people = Delegate.objects.in_bulk([pk for pk in heads.values() if pk is not None])
    delegations.appoint_heads(
        heads={pk: people[head] if head else None for pk, head in heads.items()},
        conference=run.conference,
        by=by,
        at=at,
    )


def _return_values(
    rows: Sequence[Delegate], run: ImportRun, history: ImportHistory, *, by: User, at: dt.datetime
) -> None:
    before = history.before(history.delegates, [row.pk for row in rows])
    changes = [
        registering.Change(row, fields)
        for row in rows
        if row.pk in before and (fields := _differences(row, before[row.pk]))
    ]
    registering.change_many(changes=changes, conference=run.conference, by=by, at=at)


def _differences(row: Delegate, before: Any) -> dict[str, Any]:
    """Field to what it was. A category by the rules is given back to them."""
    fields: dict[str, Any] = {}
    for name in RETURNED:
        attribute = Delegate._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(row, attribute) != getattr(before, attribute):
            fields[name] = getattr(before, name)
    by_hand = row.is_category_set_by_hand, before.is_category_set_by_hand
    if by_hand != (False, False) and row.category_id != before.category_id:
        fields["category"] = before.category if before.is_category_set_by_hand else None
    return fields


def _remove(rows: Sequence[Delegate], history: ImportHistory, *, by: User, at: dt.datetime) -> None:
    ids = [row.pk for row in rows]
    audit.record_many("delegate.taken_back", targets=[(row, []) for row in rows], by=by, at=at)
    own_fields.forget(delegates=ids)
    Delegate.objects.filter(pk__in=among(ids)).delete()
    history.delegates.objects.filter(pgh_obj_id__in=among(ids)).delete()


def _remove_delegations(ids: Sequence[int], history: ImportHistory) -> list[int]:
    """Those that the import registered, unless somebody is in them or something refers to them.

    Returns which stay.
    """
    rows = Delegation.objects.filter(pk__in=among(ids)).order_by("pk")
    staying = [row.pk for row in rows if not _deleted(row)]
    gone = set(ids) - set(staying)
    history.delegations.objects.filter(pgh_obj_id__in=among(gone)).delete()
    return staying


def _remove_organizations(run: ImportRun) -> list[int]:
    """Those that the import added, unless every conference took them up or something refers to
    them. Returns which stay.
    """
    rows = Organization.objects.filter(pk__in=among(run.summary.get("organizations", [])))
    return [
        row.pk
        for row in rows.order_by("pk")
        if row.conference_id != run.conference_id or not _deleted(row)
    ]


def _deleted(row: Delegation | Organization) -> bool:
    """Whether it is gone, with what files of the conference call it."""
    try:
        with transaction.atomic():
            if isinstance(row, Organization):
                PartyAlias.objects.filter(organization=row).delete()
            row.delete()
    except ProtectedError:
        return False
    return True
