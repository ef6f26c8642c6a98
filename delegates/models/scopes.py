"""What the staff roles of somebody are limited to, and which rows lie within."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from conference.choices import Role
from conference.models import (
    Conference,
    ConferenceRow,
    ConferenceRowQuerySet,
    StaffRole,
    StaffScope,
    User,
)

VIEW = "delegates.view_delegate"


class ScopeLineQuerySet(ConferenceRowQuerySet["ScopeLine"]):
    pass


class ScopeLine(ConferenceRow):
    """One kind, category or delegation that a staff role is held for.

    Of kinds and of categories none named means all; where both are named, both must hold. A liaison
    officer has the delegations that are named, and no others.
    """

    scope = models.ForeignKey(
        StaffScope, models.CASCADE, related_name="lines", verbose_name=_("scope")
    )
    # Deleted with what it names, the line would leave a wider scope behind.
    kind = models.ForeignKey(
        "delegates.DelegationKind",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind"),
    )
    category = models.ForeignKey(
        "delegates.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    delegation = models.ForeignKey(
        "delegates.Delegation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="scope_lines",
        verbose_name=_("delegation"),
    )

    objects = ScopeLineQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("part of a staff role's scope")
        verbose_name_plural = _("parts of staff roles' scopes")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__isnull=False, category__isnull=True, delegation__isnull=True)
                | Q(kind__isnull=True, category__isnull=False, delegation__isnull=True)
                | Q(kind__isnull=True, category__isnull=True, delegation__isnull=False),
                name="scope_line_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["scope", "kind", "category", "delegation"],
                nulls_distinct=False,
                name="scope_line_once_in_a_scope",
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind or self.category or self.delegation)


def narrowed(user: User) -> dict[int, list[int]]:
    """Conference id to the scopes of the user's roles there, where each that reads delegates has
    one: a role without a scope is about everybody.
    """
    reading = [one for one in user.held_roles if VIEW in one.permissions]
    wide = {one.conference_id for one in reading if one.scope_id is None}
    found: dict[int, list[int]] = {}
    for one in reading:
        if one.conference_id not in wide and one.scope_id is not None:
            found.setdefault(one.conference_id, []).append(one.scope_id)
    return {} if user.is_superuser else found


def named_in_scope(user: User, conference: Conference, what: str) -> set[int]:
    """Ids of the kinds or categories outside which the user sees nobody of the conference; none
    where there is no such limit: a scope that names none of them is for all.
    """
    found = {scope: set[int]() for scope in narrowed(user).get(conference.pk, ())}
    lines = ScopeLine.objects.filter(scope__in=found, **{f"{what}__isnull": False})
    for scope, named in lines.values_list("scope", what) if found else ():
        found[scope].add(named)
    return set().union(*found.values()) if all(found.values()) else set()


def within(user: User, *, kind: str, category: str = "", conference: str = "conference") -> Q:
    """Rows in a scope of the user, by the paths to what scopes name; all where there is none."""
    allowed = Q()
    for conference_id, scopes in narrowed(user).items():
        inside = reduce(
            or_,
            (_named(scope, "kind", kind) & _named(scope, "category", category) for scope in scopes),
        )
        allowed &= ~Q(**{conference: conference_id}) | inside
    return allowed


def _named(scope: int, what: str, path: str) -> Q:
    """Without a path, whatever is named says nothing of the row."""
    if not path:
        return Q()
    lines = ScopeLine.objects.filter(scope=scope, **{f"{what}__isnull": False})
    nothing: Any = ~Exists(lines)
    return Q(nothing) | Q(**{f"{path}__in": lines.values(what)})


def accompanied_by(user: User) -> Any:
    """Ids of the delegations whose liaison officer the user is, as rows of one column."""
    roles = StaffRole.objects.filter(role=Role.LIAISON_OFFICER, user=user.pk, user__is_active=True)
    lines = ScopeLine.objects.filter(scope__role__in=roles, delegation__isnull=False)
    return lines.values("delegation")
