"""What has to be known of who or what holds a badge, whatever it is."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from badges.choices import Obstacle
from badges.models import Badge

Row = TypeVar("Row", bound=Any)


class KindOfHolder(ABC, Generic[Row]):
    """Everything in which one kind of holder differs from another; nothing else asks which it is.

    `column` is the badge's reference to the holder; `loads` is what `obstacle` reads, from the
    badge on.
    """

    column: ClassVar[str]
    loads: ClassVar[tuple[str, ...]]

    def of(self, badge: Badge) -> Row:
        holder: Row = getattr(badge, self.column)
        return holder

    # Entitlement

    @abstractmethod
    def obstacle(self, holder: Row) -> Obstacle | None:
        """Why the holder may have no badge, or holds one that is not valid; None where it may."""

    @abstractmethod
    def entitled(self, path: str = "") -> Q:
        """The set form of the same: of rows at whose end of the path the holder is."""

    # Content

    @abstractmethod
    def rows(self, ids: Collection[int] | RawSQL) -> QuerySet[Any, Any]:
        """What badges show of these holders, to be read by `parts`."""

    @abstractmethod
    def parts(self, row: Any) -> dict[str, Any]:
        """The holder's own parts of a content: of a row, or of the holder."""

    # Order

    @abstractmethod
    def in_order(self, holders: QuerySet[Row]) -> QuerySet[Row]:
        """As badges are printed and handed out."""

    # Lock

    @abstractmethod
    def hold_still(self, badges: QuerySet[Badge]) -> None:
        """Whether the holders of these badges are entitled stays what it is until the end of the
        transaction.
        """
