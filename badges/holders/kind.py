"""What has to be known of who or what holds a badge, whatever it is."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges import obstacles
from badges.choices import Holder, Obstacle
from badges.models import Badge, Generation
from conference.models import Conference
from delegates.models import Category, Delegate, Delegation

Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True)
class Called:
    """What a list says of one that holds a badge: its name, of which delegation, on which page of
    the admin more is said, and on which the desk prints it; "" where there is no page.
    """

    pk: int
    name: str
    delegation: Delegation | None
    page: str
    desk: str

    def __str__(self) -> str:
        return self.name


class KindOfHolder(ABC, Generic[Row]):
    """Everything in which one kind of holder differs from another; nothing else asks which it is.

    A job names by their ids the rows for which it prints: delegates, vehicles; of what a delegation
    shares, and of blanks, the badges themselves, which are there before they are printed. `key`
    leads from a badge to the row, `path` begins what is looked up behind it, `generations` leads
    back; `delegation` leads from a badge to the delegation with which it is handed out. `loads` is
    what `obstacle` reads, from the badge on.
    """

    holder: ClassVar[Holder]
    key: ClassVar[str]
    path: ClassVar[str]
    generations: ClassVar[str]
    of_type: ClassVar[str]
    delegation: ClassVar[str]
    loads: ClassVar[tuple[str, ...]]
    # Columns of `with_grounds`, by which entitlement is decided: of many they are the same.
    grounds: ClassVar[tuple[str, ...]]
    # Whether a category says what the badge looks like and opens, unless its type does.
    is_of_category: ClassVar[bool]
    # Whether its badges are looked for by a family name.
    has_family_name: ClassVar[bool] = False
    # From the row to the delegation with which its badge is printed.
    in_delegation: ClassVar[str] = "delegation"
    # As badges are printed and handed out.
    order: ClassVar[tuple[Any, ...]]
    page: ClassVar[str] = ""
    desk: ClassVar[str] = ""

    @abstractmethod
    def of(self, badge: Badge) -> Row:
        """The row; the badge comes with `loads`."""

    @abstractmethod
    def all_of(self, conference: Conference, type_id: int) -> QuerySet[Row]:
        """For whom or what there may be a badge of the type."""

    @abstractmethod
    def name(self, row: Row) -> str:
        """As a list or a sentence calls it."""

    @abstractmethod
    def counted(self, count: int, rows: QuerySet[Any]) -> str:
        """So many, in words: these rows."""

    # What `title` reads, by where it stands, from the row on.
    titled_by: ClassVar[Mapping[str, str]]

    @abstractmethod
    def title(self, values: Mapping[str, Any]) -> str:
        """What a print job is called by: its name as far as a query gives it."""

    def called(self, ids: Collection[int]) -> Mapping[int, Called]:
        return {row.pk: self.call(row) for row in self.loaded(ids)}

    def call(self, row: Row) -> Called:
        delegation = self.delegation_of(row)
        return Called(row.pk, self.name(row), delegation, self.page, self.desk or self.page)

    @abstractmethod
    def loaded(self, ids: Collection[int]) -> Iterable[Row]:
        """A few, with what `name` and `delegation_of` read."""

    # Entitlement

    @abstractmethod
    def obstacle(self, row: Row) -> Obstacle | None:
        """Why there may be no badge; None where there may."""

    @abstractmethod
    def entitled(self, path: str = "") -> Q:
        """The set form of the same: of rows at whose end of the path the row is."""

    def why_closed(self, row: Row) -> Obstacle | None:
        """Why a badge that is out opens nothing, as far as it is the holder's."""
        return self.obstacle(row)

    @abstractmethod
    def beside(self, personal: QuerySet[Generation], path: str = "") -> Q:
        """Of rows at whose end of the path the row is: whoever carries its badge may have one of
        these personal badges.
        """

    @abstractmethod
    def with_grounds(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """With the columns `grounds` and `category_id`."""

    @abstractmethod
    def on_grounds(self, *grounds: Any) -> Obstacle | None:
        """What `obstacle` says of rows with these."""

    def in_category(
        self, category: Category | None, *, has_design: bool, own_zones: Collection[str]
    ) -> Obstacle | None:
        """What of its category, or of its type alone, keeps a badge from being printed."""
        if self.is_of_category:
            return obstacles.in_category(category, has_design=has_design, own_zones=own_zones)
        return obstacles.in_type(has_design=has_design, own_zones=own_zones)

    # Content

    @abstractmethod
    def values(self, rows: QuerySet[Any, Any], *further: str) -> QuerySet[Any, Any]:
        """Their columns that badges show, with `category_id` and `delegation_id`, named, to be read
        by `parts`; `further` are columns that come after them.
        """

    @abstractmethod
    def rows(self) -> QuerySet[Row]:
        """Of every conference."""

    @abstractmethod
    def parts(self, row: Any, conference: Conference) -> dict[str, Any]:
        """The holder's own parts of a content: of values, or of the row itself."""

    def shown(self, conference: Conference) -> Combinable | None:
        """What `Generation.shown_of_person` would be now, as an expression on rows, which is NULL
        where only `parts` can say it; None where that column says nothing of such badges.
        """
        return None

    def category_of(self, row: Row) -> Category | None:
        """That its badge shows."""
        return None

    def delegation_of(self, row: Row) -> Delegation | None:
        """That its badge shows."""
        delegation: Delegation | None = row.delegation
        return delegation

    def in_order(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return rows.order_by(*self.order)

    # Lock

    @abstractmethod
    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """Whether the holders of these badges are entitled stays what it is until the end of the
        transaction.
        """


def of_one_of_the_delegation(personal: QuerySet[Generation], path: str) -> Q:
    """Whoever of the delegation carries it: whose badge it is beside is seen at the door."""
    return Q(**{f"{path}delegation__in": personal.values("badge__delegate__delegation")})


def with_delegations(count: str, rows: QuerySet[Any]) -> str:
    """`6 badges of 4 delegations`."""
    several = rows.order_by().values("delegation").distinct().count()
    delegations = ngettext("%d delegation", "%d delegations", several) % several
    return _("%(count)s of %(delegations)s") % {"count": count, "delegations": delegations}


def lock_delegations(delegations: QuerySet[Delegation]) -> None:
    """By id, and before anything that belongs to them: the order in which every service locks."""
    _lock(delegations)


def held_delegation(delegation: Delegation) -> Delegation:
    """As it is, and as it stays until the end of the transaction."""
    rows = Delegation.objects.filter(pk=delegation.pk)
    lock_delegations(rows)
    return rows.get()


def lock_delegates(delegates: QuerySet[Delegate]) -> None:
    """Their delegations first."""
    lock_delegations(Delegation.objects.filter(pk__in=delegates.values("delegation")))
    _lock(Delegate.objects.filter(pk__in=delegates.values("pk")))


def _lock(rows: QuerySet[Any]) -> None:
    locked = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
    list(locked.values_list("pk", flat=True))
