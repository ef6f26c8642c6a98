"""Taking an import back: what it registered goes, what it changed returns (design 13)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, QuerySet
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
from delegates.services import delegations, registration
from delegates.shown import printed_since

# What an import may write: its columns, and where and as what the person is.
RETURNED = (*COLUMNS.texts(), "rank", "nationality", "position", "delegation")


class CannotTakeBackError(DomainError):
    """Something has been built on the import since: nothing is taken back. `names` says on whom."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(_("Nothing was taken back: something has been built on it since."))


@dataclass(frozen=True)
class TakenBack:
    """Counts for the audit trail and for people; no personal value."""

    removed: int
    returned: int
    delegations: int


@transaction.atomic
def take_back(*, run: ImportRun, by: User, at: dt.datetime) -> TakenBack:
    """Whoever the import registered is gone with their history, whoever it changed is as before.

    Delegations and organizations it added go where nothing refers to them any more. Raises
    CannotTakeBackError where one of the people has a decision, a badge, a session or a change
    since, or a delegation that it wrote to a change.
    """
    rows = ImportedDelegate.objects.filter(run=run)
    new = list(rows.filter(is_new=True).order_by("delegate_id").values_list("delegate", flat=True))
    changed = list(
        rows.filter(is_new=False).order_by("delegate_id").values_list("delegate", flat=True)
    )
    history = _History(run)
    held = _held([*new, *changed])
    _require_untouched(run, held, new, history)
    registered = history.registered_delegations()
    heads = history.former_heads(registered)
    _appoint(dict.fromkeys(heads), run, by=by, at=at)
    _return_values([held[pk] for pk in changed], run, history, by=by, at=at)
    _appoint(_who_can_lead(heads), run, by=by, at=at)
    _remove([held[pk] for pk in new], history, by=by, at=at)
    gone = _remove_delegations(registered, history)
    _remove_organizations(run)
    _forget_answers(run)
    return TakenBack(removed=len(new), returned=len(changed), delegations=gone)


class _History:
    """What the history says of the import: which rows it wrote, and what they were before."""

    def __init__(self, run: ImportRun) -> None:
        self.delegates = apps.get_model("delegates", "DelegateEvent")
        self.delegations = apps.get_model("delegates", "DelegationEvent")
        contexts = apps.get_model("pghistory", "Context").objects
        self.contexts = list(
            contexts.filter(metadata__import_run=run.pk).values_list("pk", flat=True)
        )
        self.applied_at = run.applied_at

    def touched_since(self, ids: Sequence[int]) -> set[int]:
        """Delegates whose latest history row is not of the import."""
        later = self.delegates.objects.filter(pgh_obj_id__in=among(ids)).order_by(
            "pgh_obj_id", "-pgh_id"
        )
        latest = later.distinct("pgh_obj_id").values_list("pgh_obj_id", "pgh_context_id")
        return {pk for pk, context in latest if context not in self.contexts}

    def delegations_touched_since(self) -> list[Delegation]:
        """Delegations that the import wrote to and whose latest history row is not of it."""
        own = self.delegations.objects.filter(pgh_context_id__in=self.contexts)
        written = own.values_list("pgh_obj_id", flat=True).distinct()
        rows = self.delegations.objects.filter(pgh_obj_id__in=written)
        latest = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        touched = [
            pk
            for pk, context in latest.values_list("pgh_obj_id", "pgh_context_id")
            if context not in self.contexts
        ]
        return list(Delegation.objects.filter(pk__in=touched).order_by("pk"))

    def before(self, events: Any, ids: Iterable[int]) -> dict[int, Any]:
        """The history row of each as it was before the import wrote to it first."""
        found = {}
        own = events.objects.filter(pgh_context_id__in=self.contexts)
        first: dict[int, int] = {}
        for pk, event in own.filter(pgh_obj_id__in=among(ids)).values_list("pgh_obj_id", "pgh_id"):
            first[pk] = min(event, first.get(pk, event))
        rows = events.objects.filter(pgh_obj_id__in=among(first)).order_by("pgh_obj_id", "pgh_id")
        for row in rows.iterator(chunk_size=2000):
            if row.pgh_id < first[row.pgh_obj_id]:
                found[row.pgh_obj_id] = row
        return found

    def registered_delegations(self) -> list[int]:
        own = self.delegations.objects.filter(pgh_context_id__in=self.contexts)
        return list(own.filter(pgh_label="insert").values_list("pgh_obj_id", flat=True))

    def former_heads(self, registered: Sequence[int]) -> dict[int, int | None]:
        """Delegation to who led it before, of those whose head the import changed."""
        own = self.delegations.objects.filter(pgh_context_id__in=self.contexts)
        written = set(own.values_list("pgh_obj_id", flat=True))
        before = self.before(self.delegations, written)
        there = Delegation.objects.in_bulk(list(written))
        heads: dict[int, int | None] = {
            pk: row.head_id
            for pk, row in before.items()
            if pk in there and there[pk].head_id != row.head_id
        }
        return heads | dict.fromkeys(
            pk for pk in registered if pk in there and there[pk].head_id is not None
        )


def _held(ids: Sequence[int]) -> dict[int, Delegate]:
    """Delegations before delegates, both by id, as every service holds them."""
    rows = Delegate.objects.filter(pk__in=among(ids))
    registration.held_delegations(set(rows.values_list("delegation_id", flat=True)))
    held = rows.select_for_update(of=("self",)).select_related("delegation").order_by("pk")
    return {row.pk: row for row in held}


def _require_untouched(
    run: ImportRun, held: Mapping[int, Delegate], new: Sequence[int], history: _History
) -> None:
    assert run.applied_at is not None
    touched = history.touched_since(list(held))
    touched |= printed_since(run.conference, run.applied_at) & held.keys()
    touched |= _used(new)
    names = [f"{row} ({row.delegation})" for pk, row in held.items() if pk in touched]
    names += map(str, history.delegations_touched_since())
    if names:
        raise CannotTakeBackError(names)


def _used(new: Sequence[int]) -> set[int]:
    """Those to whom a row of a higher app refers: a badge, a part in a session."""
    found: set[int] = set()
    for relation in Delegate._meta.related_objects:
        if relation.related_model is Delegation or relation.on_delete is not models.PROTECT:
            continue
        rows: QuerySet[Any] = relation.related_model._default_manager.all()
        name = relation.field.attname
        found.update(rows.filter(**{f"{name}__in": among(new)}).values_list(name, flat=True))
    return found


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
    rows: Sequence[Delegate], run: ImportRun, history: _History, *, by: User, at: dt.datetime
) -> None:
    before = history.before(history.delegates, [row.pk for row in rows])
    changes = [
        registration.Change(row, fields)
        for row in rows
        if row.pk in before and (fields := _differences(row, before[row.pk]))
    ]
    registration.change_many(changes=changes, conference=run.conference, by=by, at=at)


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


def _remove(rows: Sequence[Delegate], history: _History, *, by: User, at: dt.datetime) -> None:
    ids = [row.pk for row in rows]
    audit.record_many("delegate.taken_back", targets=[(row, []) for row in rows], by=by, at=at)
    Delegate.objects.filter(pk__in=among(ids)).delete()
    history.delegates.objects.filter(pgh_obj_id__in=among(ids)).delete()


def _remove_delegations(ids: Sequence[int], history: _History) -> int:
    """Those that the import registered, unless somebody is in them or something refers to them."""
    rows = Delegation.objects.filter(pk__in=ids).order_by("pk")
    gone = [pk for pk, row in [(row.pk, row) for row in rows] if _deleted(row)]
    history.delegations.objects.filter(pgh_obj_id__in=gone).delete()
    return len(gone)


def _remove_organizations(run: ImportRun) -> None:
    """Those that the import added, unless another conference took them up or has them too."""
    ids = run.summary.get("organizations", [])
    for row in Organization.objects.filter(pk__in=ids, conference=run.conference_id):
        _deleted(row)


def _deleted(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True
