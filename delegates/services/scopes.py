"""What a staff role is held for: some kinds and categories, or a liaison officer's delegations.

Whoever has a scope works within it: what they enter lies in it, nothing they change leaves it.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conference import audit
from conference.choices import SCOPED_BY_KIND, Role
from conference.errors import DomainError
from conference.models import Conference, StaffInvitation, StaffRole, StaffScope, User
from conference.services import staff
from delegates.models import (
    Category,
    Delegate,
    DelegateQuerySet,
    Delegation,
    DelegationKind,
    ScopeLine,
)
from delegates.models.scopes import narrowed, within

Holder = StaffRole | StaffInvitation
NAMED = {"kind": DelegationKind, "category": Category, "delegation": Delegation}


def fields_of(role: str) -> list[str]:
    """What the scope of such a role can name."""
    if role == Role.LIAISON_OFFICER:
        return ["delegation"]
    return ["kind", "category"] if role in SCOPED_BY_KIND else []


def lines_of(holder: Holder) -> list[ScopeLine]:
    if holder.scope_id is None:
        return []
    lines = ScopeLine.objects.filter(scope=holder.scope_id)
    return list(lines.select_related("kind", "category", "delegation").order_by("pk"))


@transaction.atomic
def limit(*, holder: Holder, to: Collection[Any], by: User, at: dt.datetime) -> Holder:
    """The role is held, or offered, for these kinds, categories or delegations alone.

    Without any, it is for all; a liaison officer then has none.
    """
    held = _held(holder)
    if held.role not in staff.grantable(by, held.conference):
        raise DomainError(_("Your staff role does not let you change what this one is for."))
    if {_what(row) for row in to} - set(fields_of(held.role)):
        raise DomainError(_("A role of this kind cannot be limited to that."))
    former, scope = held.scope, _scope_of(to, held.conference)
    held.scope = scope
    held.save(update_fields=["scope"])
    if former is not None:
        former.delete()
    audit.record(
        f"{held._meta.model_name}.scope_changed",
        target=held,
        by=by,
        at=at,
        detail={"role": held.role, **_ids(to)},
    )
    return held


def _scope_of(to: Collection[Any], conference: Conference) -> StaffScope | None:
    if not to:
        return None
    scope = StaffScope.objects.create(conference=conference)
    ScopeLine.objects.bulk_create(
        [ScopeLine(conference=conference, scope=scope, **{_what(row): row}) for row in to]
    )
    return scope


def _held(holder: Holder) -> Holder:
    """Locked: two who change it each at once leave one scope. It is read afterwards: joined, one
    that changed while we waited is found no more.
    """
    rows = type(holder)._default_manager.select_for_update(of=("self",))
    found: Holder | None = rows.select_related("conference").filter(pk=holder.pk).first()
    if found is None:
        raise DomainError(_("This role was taken away or answered in the meantime."))
    return found


def _what(row: Any) -> str:
    return next(name for name, model in NAMED.items() if isinstance(row, model))


def _ids(rows: Iterable[Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(_what(row), []).append(row.pk)
    return {name: sorted(ids) for name, ids in found.items()}


class BeyondScopeError(DomainError):
    """What was asked concerns a record, or would leave one, where the user does not see it."""


def require_within(rows: Any, ids: Collection[int], *, by: User) -> None:
    """Raises BeyondScopeError where a row, as it is stored now, lies beyond what the user's roles
    are held for: nobody enters or moves a record where they would not see it.
    """
    if not ids or not narrowed(by):
        return
    stored = rows.filter(pk__in=list(ids))
    outside = stored.exclude(pk__in=stored.in_scope_of(by).values("pk")).first()
    if outside is not None:
        raise BeyondScopeError(
            _("%s would be of a kind or category that your staff role is not for.") % outside
        )


def require_people_within(ids: Collection[int], *, by: User) -> None:
    """As `require_within`, of what focal points do, too: see `in_reach`. What officers alone do
    asks for the scope itself: nobody decides on their own delegation by registering it.
    """
    if not ids or not narrowed(by):
        return
    registered = Delegation.objects.of_focal_point(by).values("pk")
    require_within(Delegate.with_drafts.exclude(delegation__in=registered), ids, by=by)


def require_delegations(ids: Collection[int], *, by: User, is_theirs_to_do: bool = False) -> None:
    """Asked before anything is written: what lies beyond the user's roles stays as it is, and is
    not named. `is_theirs_to_do`: by whoever registers the delegation, too.
    """
    if not ids or not narrowed(by):
        return
    asked = Delegation.objects.filter(pk__in=list(ids))
    if is_theirs_to_do:
        asked = asked.exclude(pk__in=Delegation.objects.of_focal_point(by).values("pk"))
    if asked.exclude(pk__in=asked.in_scope_of(by).values("pk")).exists():
        raise BeyondScopeError(_("Your staff role is not for this delegation."))


def require_people(ids: Collection[int], *, by: User) -> None:
    """The same of people whom something changes, beside whom it is about; see `in_reach`."""
    if not ids or not narrowed(by):
        return
    asked = Delegate.with_drafts.filter(pk__in=list(ids))
    if asked.exclude(pk__in=in_reach(asked, by).values("pk")).exists():
        raise BeyondScopeError(
            _(
                "Your staff role is not for everybody whom this changes. Nothing was changed: it is"
                " left to an officer whose role is for all of them."
            )
        )


def in_reach(rows: DelegateQuerySet, by: User) -> DelegateQuerySet:
    """Within what the user's roles are held for, or of a delegation that they register: a focal
    point acts by that standing, whatever a staff role of theirs is limited to.
    """
    if not narrowed(by):
        return rows
    registered = Delegation.objects.of_focal_point(by).values("pk")
    in_scope = within(by, kind="delegation__kind", category="category")
    return rows.filter(in_scope | Q(delegation__in=registered))
