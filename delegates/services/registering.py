"""Delegates: registered, changed, moved. The singular forms call the plural ones with one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from conference import audit
from conference.database.row_updates import update_rows, update_values
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.derived import DERIVED_DELEGATE_FIELDS, derive_delegates
from delegates.letters import printed_texts, require_printable
from delegates.models import Delegate, DelegateQuerySet, Delegation
from delegates.services import scopes
from delegates.services.review import admission
from delegates.services.review.held import held as held_in_order
from delegates.services.review.left_behind import leave_behind, reasons_there


@dataclass(frozen=True)
class Change:
    """New values for some fields of a saved delegate."""

    delegate: Delegate
    fields: dict[str, Any]


@transaction.atomic
def register_many(*, delegates: Sequence[Delegate], by: User, at: dt.datetime) -> list[Delegate]:
    """Save new delegates of one conference at the end of their delegations, submitted; whoever no
    place is left for waits for one.

    They must have `delegation` loaded; the conference is the delegation's, whatever was set. A
    category that one has already was given by hand; without, the rules give it.
    """
    if not delegates:
        return []
    require_printable(delegates, printed_texts(Delegate))
    conference = delegates[0].delegation.conference
    delegations = held_delegations({row.delegation_id for row in delegates})
    next_order = _next_orders(delegations)
    for row in delegates:
        row.delegation = delegations[row.delegation_id]
        row.conference_id = row.delegation.conference_id
        row.is_category_set_by_hand = row.category_id is not None
        row.submitted_at = at
        row.order = next_order[row.delegation_id]
        next_order[row.delegation_id] += 1
    derive_delegates(delegates, conference)
    in_line = _put_in_line(delegates, at=at)
    saved = Delegate.objects.bulk_create(delegates, batch_size=1000)
    scopes.require_people_within([row.pk for row in saved], by=by)
    audit.record_many("delegate.registered", targets=[(row, []) for row in saved], by=by, at=at)
    audit.record_many(
        "delegate.put_on_waiting_list", targets=[(row, []) for row in in_line], by=by, at=at
    )
    return saved


def _put_in_line(delegates: Sequence[Delegate], *, at: dt.datetime) -> list[Delegate]:
    """Whoever would be submitted and has no place; drafts ask for none."""
    asking = [row for row in delegates if row.accreditation == Accreditation.SUBMITTED]
    have_place = admission.have_places(asking)
    found = [row for row, has in zip(asking, have_place, strict=True) if not has]
    for row in found:
        row.set_accreditation(Accreditation.WAITING, by=None, at=at)
    return found


def register(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    return register_many(delegates=[delegate], by=by, at=at)[0]


@transaction.atomic
def change_many(
    *, changes: Sequence[Change], conference: Conference, by: User, at: dt.datetime
) -> None:
    """Set the given fields, and everything derived from them. Decisions are never changed here;
    but why one was made, and a change refused, was written to the delegation that somebody leaves:
    the other does not read it, and officers do so in the history. Whoever comes back finds it.

    What somebody else saved since a delegate was loaded stays, apart from the given fields. A
    category given by hand stays by hand; `category=None` gives it back to the rules. A delegate
    who moves to another delegation comes last there, and is known as nobody's spouse; a head must
    have stepped down before.
    """
    moves = [change for change in changes if "delegation" in change.fields]
    targets = held_delegations({move.fields["delegation"].pk for move in moves})
    parting = _parting(moves)
    held = held_delegates([*(change.delegate for change in changes), *parting])
    stored = {change.delegate.pk: held[change.delegate.pk] for change in changes}
    scopes.require_people(list(held), by=by)
    _require_no_head_leaves(moves)
    _part(parting, held, moves, by=by, at=at)
    former = {
        move.delegate.pk: stored[move.delegate.pk].delegation_id
        for move in moves
        if stored[move.delegate.pk].delegation_id != move.fields["delegation"].pk
    }
    then = {move.delegate.pk: move.fields["delegation"].pk for move in moves}
    reasons: dict[int, str] = {}
    if former:
        leave_behind(former, then, by=by, at=at)
        reasons = reasons_there([stored[pk] for pk in former], then)
    next_order = _next_orders(targets)
    by_fields: dict[frozenset[str], list[Delegate]] = defaultdict(list)
    for change in changes:
        row = stored[change.delegate.pk]
        for field, value in change.fields.items():
            setattr(row, field, value)
        require_printable([row], change.fields)
        if "category" in change.fields:
            row.is_category_set_by_hand = change.fields["category"] is not None
        if "delegation" in change.fields:
            row.delegation = targets[row.delegation_id]
            if row.pk in former:
                row.decision_reason = reasons.get(row.pk, "")
            row.order = next_order[row.delegation_id]
            next_order[row.delegation_id] += 1
        by_fields[frozenset(change.fields)].append(row)
    derive_delegates(stored.values(), conference)
    for fields, rows in by_fields.items():
        update_rows(rows, _columns(fields))
    scopes.require_people_within(list(stored), by=by)
    for change in changes:
        for column in _columns(frozenset(change.fields)):
            attribute = Delegate._meta.get_field(column).attname  # type: ignore[union-attr]
            setattr(change.delegate, attribute, getattr(stored[change.delegate.pk], attribute))
    audit.record_many(
        "delegate.changed",
        targets=[(change.delegate, sorted(change.fields)) for change in changes],
        by=by,
        at=at,
    )


def change(*, delegate: Delegate, fields: dict[str, Any], by: User, at: dt.datetime) -> Delegate:
    change_many(changes=[Change(delegate, fields)], conference=delegate.conference, by=by, at=at)
    return delegate


@transaction.atomic
def place_before(*, delegate: Delegate, other: Delegate | None, by: User, at: dt.datetime) -> None:
    """Put a delegate before another of the same delegation, or last: without another.

    The rest keep their order; only rows between the former and the new place are written.
    """
    held_delegations([delegate.delegation_id])
    # Whoever adds somebody or moves another waits for the delegation: nobody else writes an order.
    people = Delegate.with_drafts.filter(delegation_id=delegate.delegation_id)
    orders = dict(people.order_by("order", "pk").values_list("pk", "order"))
    if delegate.pk not in orders or (other and other.pk not in orders):
        raise DomainError(_("They are no longer in one delegation: reload the page."))
    if other and other.pk == delegate.pk:
        return
    scopes.require_people([delegate.pk], by=by)
    there = [pk for pk in orders if pk != delegate.pk]
    there.insert(there.index(other.pk) if other else len(there), delegate.pk)
    moved = [(pk, order) for order, pk in enumerate(there) if orders[pk] != order]
    # Written in the order of the list, held in the order of all.
    list(held_in_order(delegate.conference, [pk for pk, _order in moved]))
    update_values(
        Delegate, [pk for pk, _order in moved], {"order": [order for _pk, order in moved]}
    )
    audit.record("delegate.changed", target=delegate, by=by, at=at, fields=["order"])


def before_whom(delegate: Delegate, people: DelegateQuerySet, *, is_later: bool) -> str:
    """One step on among those of the delegation whom the user sees: the key of whoever comes after
    the new place, "" at the end.

    The head has no place, nor has whoever does not attend.
    """
    present = people.exclude(pk=delegate.delegation.head_id or 0).not_gone()
    others = present.in_protocol_order()
    keys = [str(pk) for pk in others.values_list("pk", flat=True)]
    here = keys.index(str(delegate.pk)) if str(delegate.pk) in keys else 0
    after = here + 2 if is_later else max(here - 1, 0)
    return keys[after] if after < len(keys) else ""


def held_delegations(ids: Iterable[int]) -> dict[int, Delegation]:
    """The delegations as they are stored, by id, nobody else's to change until the commit.

    Every service holds delegations before delegates, both by id: two that hold them in other
    orders end in a deadlock.
    """
    wanted = sorted(ids)
    if not wanted:
        return {}
    rows = Delegation.objects.filter(pk__in=wanted).select_for_update(no_key=True).order_by("pk")
    held = {row.pk: row for row in rows}
    if len(held) < len(wanted):
        raise DomainError(_("A delegation no longer exists: reload the page."))
    return held


def held_delegates(delegates: Iterable[Delegate]) -> dict[int, Delegate]:
    """The delegates as they are stored, by id, with their delegations; see `held_delegations`.

    The delegations are read after the delegates are held: whoever changes a delegation fills the
    derived columns of its delegates again, and has done so or will wait.
    """
    asked = {row.pk: row for row in delegates}
    rows = Delegate.with_drafts.filter(pk__in=asked).select_for_update(no_key=True).order_by("pk")
    stored = {row.pk: row for row in rows}
    for pk, row in asked.items():
        if pk not in stored:
            raise DomainError(_("%s is no longer registered.") % row)
        stored[pk].require_not_erased()
    delegations = Delegation.objects.in_bulk({row.delegation_id for row in stored.values()})
    for row in stored.values():
        row.delegation = delegations[row.delegation_id]
    return stored


def hold_people_of(delegation: Delegation) -> None:
    """All of a delegation that is held, drafts included: before one of them is, where others are
    written after.
    """
    people = Delegate.with_drafts.filter(delegation=delegation.pk).order_by()
    list(held_in_order(delegation.conference, people.values_list("pk", flat=True)))


def _columns(fields: frozenset[str]) -> list[str]:
    """What is written when these fields are given."""
    columns = {*fields, *DERIVED_DELEGATE_FIELDS}
    if "category" in fields:
        columns.add("is_category_set_by_hand")
    if "delegation" in fields:
        columns |= {"order", "decision_reason"}
    return sorted(columns)


BESIDE = ("spouse_of", "replaces")
"""Whom somebody is known beside, in one delegation: so the database has it."""


def _parting(moves: Sequence[Change]) -> list[Delegate]:
    """Who is known beside somebody who moves, or moves and is."""
    ids = [move.delegate.pk for move in moves]
    if not ids:
        return []
    either = Q()
    for name in BESIDE:
        either |= Q(**{f"{name}__in": ids}) | Q(pk__in=ids, **{f"{name}__isnull": False})
    return list(Delegate.with_drafts.filter(either))


def _part(
    parting: Sequence[Delegate],
    held: dict[int, Delegate],
    moves: Sequence[Change],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Before anybody moves: the database knows no couple of two delegations."""
    if not parting:
        return
    moved = {move.delegate.pk for move in moves}
    targets = []
    for row in (held[each.pk] for each in parting):
        parted = [
            name
            for name in BESIDE
            if getattr(row, f"{name}_id") and {row.pk, getattr(row, f"{name}_id")} & moved
        ]
        for name in parted:
            setattr(row, name, None)
        targets.append((row, parted))
    update_rows([row for row, _names in targets], list(BESIDE))
    audit.record_many("delegate.changed", targets=targets, by=by, at=at)


def _require_no_head_leaves(moves: Sequence[Change]) -> None:
    targets = {move.delegate.pk: move.fields["delegation"].pk for move in moves}
    if not targets:
        return
    led = Delegation.objects.filter(head__in=targets).select_related("head")
    for delegation in led:
        if delegation.head and targets[delegation.head.pk] != delegation.pk:
            raise DomainError(
                _("%(person)s leads %(delegation)s: appoint another head there first.")
                % {"person": delegation.head, "delegation": delegation}
            )


def _next_orders(delegation_ids: Iterable[int]) -> dict[int, int]:
    wanted = list(delegation_ids)
    if not wanted:
        return {}
    last = dict(
        Delegate.with_drafts.filter(delegation_id__in=wanted)
        .values_list("delegation_id")
        .annotate(last=Max("order"))
        .order_by()
    )
    return {pk: last.get(pk, -1) + 1 for pk in wanted}
