"""A blank: printed for a category, given at the desk to a delegate whom nobody expected.

It may be printed while nobody holds it, and opens nothing until it is bound.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import ngettext

from badges import serials
from badges.choices import Holder, Obstacle
from badges.holders.delegates import DelegateHolder
from badges.holders.kind import KindOfHolder, lock_delegates
from badges.models import Badge, Generation
from conference.database.id_lists import among
from conference.models import Conference
from delegates.models import Category, Delegate

HELD = DelegateHolder()
"""Once it is bound it is a delegate's like any other."""


class NobodyYet(KindOfHolder[Badge]):
    holder = Holder.NOBODY
    key = "pk"
    path = ""
    generations = "generations"
    of_type = "type"
    delegation = "delegation"
    loads = ("delegate__delegation",)
    grounds = ("is_bound", "is_entitled", "accreditation")
    is_of_category = True
    in_delegation = "delegate__delegation"
    order = ("category__order", "category_id", "serial")
    page = "admin:badges_badge_change"

    def of(self, badge: Badge) -> Badge:
        return badge

    def all_of(self, conference: Conference, type_id: int) -> QuerySet[Badge]:
        return Badge.objects.for_conference(conference).filter(type=type_id)

    def name(self, row: Badge) -> str:
        return HELD.name(row.delegate) if row.delegate else str(row)

    def counted(self, count: int, rows: QuerySet[Any]) -> str:
        return ngettext("%d blank", "%d blanks", count) % count

    titled_by: ClassVar[Mapping[str, str]] = {"serial": "serial"}

    def title(self, values: Mapping[str, Any]) -> str:
        return serials.printed(values["serial"])

    def loaded(self, ids: Collection[int]) -> Iterable[Badge]:
        return Badge.objects.filter(pk__in=among(ids)).select_related("delegate", "delegation")

    # Entitlement

    def obstacle(self, row: Badge) -> Obstacle | None:
        return HELD.obstacle(row.delegate) if row.delegate else None

    def entitled(self, path: str = "") -> Q:
        return Q(**{f"{path}delegate__isnull": True}) | HELD.entitled(f"{path}delegate__")

    def why_closed(self, row: Badge) -> Obstacle | None:
        return HELD.obstacle(row.delegate) if row.delegate else Obstacle.NOT_BOUND

    def beside(self, personal: QuerySet[Generation], path: str = "") -> Q:
        return HELD.beside(personal, f"{path}delegate__")

    def with_grounds(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = rows.annotate(
            is_bound=Case(When(delegate__isnull=True, then=False), default=True),
            is_entitled=Case(When(HELD.entitled("delegate__"), then=True), default=False),
            accreditation=F("delegate__accreditation"),
        )
        return found

    def on_grounds(self, *grounds: Any) -> Obstacle | None:
        is_bound, *of_delegate = grounds
        return HELD.on_grounds(*of_delegate) if is_bound else None

    # Content

    def rows(self) -> QuerySet[Badge]:
        return Badge.objects.all()

    def values(self, rows: QuerySet[Any, Any], *further: str) -> QuerySet[Any, Any]:
        return rows.values_list("pk", "delegation_id", "category_id", *further, named=True)

    def parts(self, row: Any, conference: Conference) -> dict[str, Any]:
        """Nothing of a person: it looks the same before and after."""
        return {}

    def category_of(self, row: Badge) -> Category | None:
        return row.category

    # Lock

    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """Those that nobody holds change nothing when they are bound meanwhile to whoever may."""
        lock_delegates(Delegate.objects.filter(badges__in=badges).order_by())
