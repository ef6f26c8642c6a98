"""A badge that one delegate holds."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from badges import obstacles
from badges.choices import Obstacle
from badges.holders.kind import KindOfHolder
from badges.models import Badge
from badges.snapshot import parts_of_person, people
from delegates.models import ENTITLED_TO_BADGE, Delegate, Delegation


class DelegateHolder(KindOfHolder[Delegate]):
    column = "delegate"
    loads = ("delegate__delegation",)

    def obstacle(self, holder: Delegate) -> Obstacle | None:
        return obstacles.to_entitlement(holder)

    def entitled(self, path: str = "") -> Q:
        return Q(**{f"{path}{name}": value for name, value in ENTITLED_TO_BADGE.items()})

    def rows(self, ids: Collection[int] | RawSQL) -> QuerySet[Delegate, Any]:
        return people(Delegate.objects.filter(pk__in=ids))

    def parts(self, row: Any) -> dict[str, Any]:
        return parts_of_person(row)

    def in_order(self, holders: QuerySet[Delegate]) -> QuerySet[Delegate]:
        return holders.in_protocol_order()  # type: ignore[attr-defined, no-any-return]

    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """Delegations before delegates, each by id: the order in which every service locks them."""
        delegates = Delegate.objects.filter(badges__in=badges).order_by()
        held: list[int] = []
        for rows in (
            Delegation.objects.filter(pk__in=delegates.values("delegation")),
            Delegate.objects.filter(pk__in=delegates.values("pk")),
        ):
            locked = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
            held += locked.values_list("pk", flat=True)
