"""A badge that one delegate holds."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Length, Upper
from django.db.models.lookups import Exact
from django.utils.translation import ngettext

from badges import obstacles
from badges.choices import Holder, Obstacle
from badges.holders.kind import KindOfHolder, lock_delegates
from badges.models import Badge, Generation
from badges.models.shown import SEPARATOR
from badges.obstacles import Grounds
from badges.snapshot import parts_of_person, people
from conference.database.id_lists import among
from conference.models import Conference
from conference.writing.capitals import upper_name
from delegates.models import ENTITLED_TO_BADGE, PROTOCOL_ORDER, Category, Delegate
from delegates.naming.names import FURTHER_PARTS_OF_NAME


class DelegateHolder(KindOfHolder[Delegate]):
    holder = Holder.DELEGATE
    key = "delegate"
    path = "delegate__"
    generations = "badges__generations"
    of_type = "badges__type"
    delegation = "delegate__delegation"
    loads = ("delegate__delegation",)
    grounds = ("is_entitled", "accreditation")
    is_of_category = True
    has_family_name = True
    # Of the personal badge everybody is due one; a second one is asked for.
    order = PROTOCOL_ORDER
    page = "admin:delegates_delegate_change"
    desk = "admin:badges_printjob_one"

    def of(self, badge: Badge) -> Delegate:
        assert badge.delegate is not None
        return badge.delegate

    def all_of(self, conference: Conference, type_id: int) -> QuerySet[Delegate]:
        return Delegate.objects.for_conference(conference)

    def name(self, row: Delegate) -> str:
        return str(row)

    def counted(self, count: int, rows: QuerySet[Any]) -> str:
        return ngettext("%d delegate", "%d delegates", count) % count

    titled_by: ClassVar[Mapping[str, str]] = {"family": "family_name", "given": "given_name"}

    def title(self, values: Mapping[str, Any]) -> str:
        return ", ".join(filter(None, [upper_name(values["family"]), values["given"]]))

    def loaded(self, ids: Collection[int]) -> Iterable[Delegate]:
        return Delegate.objects.filter(pk__in=among(ids)).select_related("delegation")

    # Entitlement

    def obstacle(self, row: Delegate) -> Obstacle | None:
        return obstacles.to_entitlement(row)

    def entitled(self, path: str = "") -> Q:
        return Q(**{f"{path}{name}": value for name, value in ENTITLED_TO_BADGE.items()})

    def beside(self, personal: QuerySet[Generation], path: str = "") -> Q:
        return Q(**{f"{path}pk__in": personal.values("badge__delegate")})

    def with_grounds(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = rows.annotate(
            is_entitled=Case(When(self.entitled(), then=True), default=False)
        )
        return found

    def on_grounds(self, *grounds: Any) -> Obstacle | None:
        is_entitled, accreditation = grounds
        return obstacles.to_entitlement(Grounds(is_entitled, accreditation, None))

    # Content

    def rows(self) -> QuerySet[Delegate]:
        return Delegate.objects.all()

    def values(self, rows: QuerySet[Any, Any], *further: str) -> QuerySet[Any, Any]:
        return people(rows, *further)

    def parts(self, row: Any, conference: Conference) -> dict[str, Any]:
        return parts_of_person(row, conference)

    def shown(self, conference: Conference) -> Combinable:
        return SHOWN_IN_FULL if conference.prints_patronymics else SHOWN

    def category_of(self, row: Delegate) -> Category | None:
        return row.category

    # Lock

    def hold_still(self, badges: QuerySet[Badge]) -> None:
        lock_delegates(Delegate.objects.filter(badges__in=badges).order_by())


# As `upper_name` writes them, where PostgreSQL can: of ASCII alone, and in no language with rules
# of its own for ASCII letters. Of any other name it says nothing.
_IS_ASCII = Exact(
    Func(F("family_name"), function="octet_length", output_field=IntegerField()),
    Length("family_name"),
)
_HAS_USUAL_CAPITALS = Q(own_name_language="") | ~reduce(
    or_, (Q(own_name_language__istartswith=tag) for tag in ("az", "ga", "tr"))
)
_HAS_NO_FURTHER_PARTS = Q(**dict.fromkeys(FURTHER_PARTS_OF_NAME, ""))


def _shown(told: Q) -> Combinable:
    """`told` says of whom PostgreSQL can write the name."""
    in_capitals = Case(When(told, then=Upper(Collate("family_name", "C"))), default=None)
    return Func(
        Case(When(display_name="", then="given_name"), default=Value("")),
        Case(When(display_name="", then=in_capitals), default="display_name"),
        "own_name",
        "own_name_language",
        "function",
        "department",
        "ministry",
        "photo",
        template="(%(expressions)s)",
        arg_joiner=f" || chr({ord(SEPARATOR)}) || ",
        output_field=TextField(null=True),
    )


SHOWN = _shown(_IS_ASCII & _HAS_USUAL_CAPITALS)
"""`parts_of_person`, as `Generation.shown_of_person` has them."""
SHOWN_IN_FULL = _shown(_IS_ASCII & _HAS_USUAL_CAPITALS & _HAS_NO_FURTHER_PARTS)
"""The same where the conference has patronymics and suffixes printed."""
