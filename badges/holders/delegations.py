"""A badge that the members of a delegation share: one of so many that it was allotted.

It opens while the delegation attends, whoever carries it. That one of its delegates must be
approved is asked when it is handed over: it is given to such a delegate, to nobody else.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from badges.choices import Holder, Obstacle
from badges.holders.kind import (
    KindOfHolder,
    lock_delegations,
    of_one_of_the_delegation,
    with_delegations,
)
from badges.models import Badge, Generation
from badges.snapshot import parts_of_copy
from conference.database.id_lists import among
from conference.models import Conference
from conference.writing.languages import localized
from delegates.models import Delegation


class DelegationHolder(KindOfHolder[Badge]):
    holder = Holder.DELEGATION
    key = "pk"
    path = ""
    generations = "generations"
    of_type = "type"
    delegation = "delegation"
    loads = ("delegation",)
    grounds = ("has_withdrawn", "is_beyond")
    is_of_category = False
    order = ("delegation__protocol_key", "delegation_id", "copy", "pk")
    page = "admin:badges_badge_change"

    def of(self, badge: Badge) -> Badge:
        return badge

    def all_of(self, conference: Conference, type_id: int) -> QuerySet[Badge]:
        return Badge.objects.for_conference(conference).filter(type=type_id)

    def name(self, row: Badge) -> str:
        assert row.delegation is not None
        return _one_of_several(row.delegation.name, row.copy, row.copies)

    def counted(self, count: int, rows: QuerySet[Any]) -> str:
        return with_delegations(ngettext("%d badge", "%d badges", count) % count, rows)

    titled_by: ClassVar[Mapping[str, str]] = {
        "name": "delegation__name",
        "copy": "copy",
        "copies": "copies",
    }

    def title(self, values: Mapping[str, Any]) -> str:
        return _one_of_several(LazyI18nString(values["name"]), values["copy"], values["copies"])

    def loaded(self, ids: Collection[int]) -> Iterable[Badge]:
        return Badge.objects.filter(pk__in=among(ids)).select_related("delegation")

    # Entitlement

    def obstacle(self, row: Badge) -> Obstacle | None:
        assert row.delegation is not None
        assert row.copy is not None
        assert row.copies is not None
        return self.on_grounds(row.delegation.is_withdrawn, row.copy > row.copies)

    def entitled(self, path: str = "") -> Q:
        is_one_of_them = Q(**{f"{path}copy__lte": F(f"{path}copies")})
        return Q(**{f"{path}delegation__withdrawn_at__isnull": True}) & is_one_of_them

    def beside(self, personal: QuerySet[Generation], path: str = "") -> Q:
        return of_one_of_the_delegation(personal, path)

    def with_grounds(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = rows.annotate(
            has_withdrawn=Case(
                When(delegation__withdrawn_at__isnull=True, then=False), default=True
            ),
            is_beyond=Case(When(copy__gt=F("copies"), then=True), default=False),
        )
        return found

    def on_grounds(self, *grounds: Any) -> Obstacle | None:
        has_withdrawn, is_beyond = grounds
        if has_withdrawn:
            return Obstacle.DELEGATION_WITHDRAWN
        return Obstacle.NO_LONGER_ALLOTTED if is_beyond else None

    # Content

    def rows(self) -> QuerySet[Badge]:
        return Badge.objects.all()

    def values(self, rows: QuerySet[Any, Any], *further: str) -> QuerySet[Any, Any]:
        return rows.values_list(
            "pk", "delegation_id", "category_id", "copy", "copies", *further, named=True
        )

    def parts(self, row: Any, conference: Conference) -> dict[str, Any]:
        return parts_of_copy(row)

    # Lock

    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """How many a delegation has changes under its own lock."""
        lock_delegations(Delegation.objects.filter(badges__in=badges).order_by())


def _one_of_several(delegation: object, copy: int | None, copies: int | None) -> str:
    """`France, 3 of 6`."""
    of_several = _("%(copy)d of %(copies)d") % {"copy": copy or 0, "copies": copies or 0}
    return f"{localized(delegation).text}, {of_several}"
