"""Whom to ask about a delegation: who registers it, and the host's liaison officers."""

from collections.abc import Collection
from dataclasses import dataclass, field

from conference.choices import Role
from conference.models import User
from delegates.models import Delegation, FocalPoint, ScopeLine


@dataclass(frozen=True)
class Contacts:
    focal_points: list[User] = field(default_factory=list)
    liaison_officers: list[User] = field(default_factory=list)


def contacts_of(delegations: Collection[Delegation]) -> dict[int, Contacts]:
    """By the delegation's id, in two queries; nobody who cannot sign in."""
    found = {row.pk: Contacts() for row in delegations}
    registering = FocalPoint.objects.standing().filter(user__is_active=True)
    for focal_point in registering.filter(delegation__in=found).select_related("user"):
        found[focal_point.delegation_id].focal_points.append(focal_point.user)
    accompanying = ScopeLine.objects.filter(
        delegation__in=found,
        scope__role__role=Role.LIAISON_OFFICER,
        scope__role__user__is_active=True,
    )
    for line in accompanying.select_related("scope__role__user").order_by("pk"):
        assert line.delegation_id is not None
        found[line.delegation_id].liaison_officers.append(line.scope.role.user)
    return found
