"""A badge that lies behind a windscreen: whoever drives, it is the vehicle that may pass."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When
from django.utils.translation import ngettext

from badges.choices import Holder, Obstacle
from badges.holders.kind import (
    KindOfHolder,
    lock_delegations,
    of_one_of_the_delegation,
    with_delegations,
)
from badges.models import Badge, Generation, Vehicle
from badges.snapshot import parts_of_vehicle
from conference.database.id_lists import among
from conference.models import Conference
from delegates.models import Delegation


class VehicleHolder(KindOfHolder[Vehicle]):
    holder = Holder.VEHICLE
    key = "vehicle"
    path = "vehicle__"
    generations = "badges__generations"
    of_type = "badges__type"
    delegation = "vehicle__delegation"
    loads = ("vehicle__delegation",)
    grounds = ("has_withdrawn", "stays_away")
    is_of_category = False
    order = ("delegation__protocol_key", "delegation_id", "plate_key", "pk")
    page = "admin:badges_vehicle_change"

    def of(self, badge: Badge) -> Vehicle:
        assert badge.vehicle is not None
        return badge.vehicle

    def all_of(self, conference: Conference, type_id: int) -> QuerySet[Vehicle]:
        """That were registered for a badge of the type."""
        return Vehicle.objects.for_conference(conference).filter(badges__type=type_id)

    def name(self, row: Vehicle) -> str:
        return _with_make(row.plate, row.make)

    def counted(self, count: int, rows: QuerySet[Any]) -> str:
        return with_delegations(ngettext("%d vehicle", "%d vehicles", count) % count, rows)

    titled_by: ClassVar[Mapping[str, str]] = {"plate": "plate", "make": "make"}

    def title(self, values: Mapping[str, Any]) -> str:
        return _with_make(values["plate"], values["make"])

    def loaded(self, ids: Collection[int]) -> Iterable[Vehicle]:
        return Vehicle.objects.filter(pk__in=among(ids)).select_related("delegation")

    # Entitlement

    def obstacle(self, row: Vehicle) -> Obstacle | None:
        return self.on_grounds(row.delegation.is_withdrawn, row.is_withdrawn)

    def entitled(self, path: str = "") -> Q:
        names = ("withdrawn_at", "delegation__withdrawn_at")
        return Q(**{f"{path}{name}__isnull": True for name in names})

    def beside(self, personal: QuerySet[Generation], path: str = "") -> Q:
        return of_one_of_the_delegation(personal, path)

    def with_grounds(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = rows.annotate(
            has_withdrawn=_is_set("delegation__withdrawn_at"),
            stays_away=_is_set("withdrawn_at"),
            category_id=NO_CATEGORY,
        )
        return found

    def on_grounds(self, *grounds: Any) -> Obstacle | None:
        has_withdrawn, stays_away = grounds
        if has_withdrawn:
            return Obstacle.DELEGATION_WITHDRAWN
        return Obstacle.VEHICLE_WITHDRAWN if stays_away else None

    # Content

    def rows(self) -> QuerySet[Vehicle]:
        return Vehicle.objects.all()

    def values(self, rows: QuerySet[Any, Any], *further: str) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = rows.annotate(category_id=NO_CATEGORY).values_list(
            "pk", "delegation_id", "category_id", *SHOWN, *further, named=True
        )
        return found

    def parts(self, row: Any, conference: Conference) -> dict[str, Any]:
        return parts_of_vehicle(row)

    # Lock

    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """A vehicle is withdrawn under the lock of its delegation."""
        vehicles = Vehicle.objects.filter(badges__in=badges).order_by()
        lock_delegations(Delegation.objects.filter(pk__in=vehicles.values("delegation")))


SHOWN = ("plate", "make", "colour", "driver_name")
NO_CATEGORY = Value(None, output_field=BigIntegerField())


def _with_make(plate: str, make: str) -> str:
    return ", ".join(filter(None, [plate, make]))


def _is_set(name: str) -> Case:
    return Case(When(**{f"{name}__isnull": True}, then=False), default=True)
