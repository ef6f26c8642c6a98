"""For whom of the chosen a badge would be printed, and who is refused and why. Writes nothing.

It is asked of badges of one type, of whoever or whatever holds such badges. Many stand alike. The
rule (`badges.obstacles`) is asked once for all of them; counting them is PostgreSQL's.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from badges import obstacles
from badges.choices import Obstacle, Purpose
from badges.holders import DELEGATES, Called, KindOfHolder, kind_of
from badges.models import (
    BadgeDesign,
    BadgeType,
    CategoryDesign,
    DesignVersion,
    Generation,
    PrintJob,
    PrintPreparation,
)
from badges.models.times import times_of
from badges.obstacles import Issues
from badges.snapshot import own_zones
from conference.database.id_lists import among
from conference.models import Conference
from delegates.models import Category, Delegate, DelegateQuerySet

ROWS_AT_ONCE = 2000


@dataclass
class PrintPlan:
    """Ids of what holds the badges. `printable` are in the order of the kind, `refused` too."""

    printable: list[int] = field(default_factory=list)
    refused: list[tuple[int, Obstacle]] = field(default_factory=list)

    def add(self, holder_id: int, obstacle: Obstacle | None) -> None:
        if obstacle:
            self.refused.append((holder_id, obstacle))
        else:
            self.printable.append(holder_id)


@dataclass(frozen=True)
class Refusal:
    """One reason with how many it keeps out; the first of them in order are `named`."""

    obstacle: Obstacle
    count: int
    named: list[Called]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class PrintCount:
    """How many a plan would print, and how many each reason keeps out, the most frequent first."""

    printable: int
    refusals: list[Refusal]

    @property
    def refused(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


class Designs:
    """The version in use of every design of a conference, and which category takes which."""

    def __init__(self, conference: Conference, type_id: int | None = None) -> None:
        rows = DesignVersion.objects.for_conference(conference).in_use()
        self.versions: dict[int, DesignVersion] = {row.design_id: row for row in rows}
        self.default = (
            BadgeDesign.objects.for_conference(conference)
            .filter(is_default=True)
            .values_list("pk", flat=True)
            .first()
        )
        types = BadgeType.objects.for_conference(conference).values_list("design", flat=True)
        self.of_type = types.get(pk=type_id) if type_id else None
        self.chosen = dict(
            CategoryDesign.objects.for_conference(conference).values_list("category", "design")
        )

    def for_category(self, category_id: int | None) -> DesignVersion | None:
        """That of the type, else of the category. None where there is neither, and no default."""
        if self.of_type:
            return self.versions.get(self.of_type)
        design = self.chosen.get(category_id, self.default) if category_id else self.default
        return self.versions.get(design) if design else None


def delegates_of(conference: Conference, ids: Collection[int] | None) -> DelegateQuerySet:
    """The chosen delegates of the conference, whoever else is named; None means everybody."""
    rows: DelegateQuerySet = Delegate.objects.for_conference(conference)
    return rows if ids is None else rows.filter(pk__in=among(ids))


def make_plan(
    conference: Conference,
    *,
    holder_ids: Collection[int] | None,
    purpose: Purpose,
    type_id: int | None = None,
    to_prepare: PrintJob | None = None,
) -> PrintPlan:
    """Of badges of the type; None is the personal one.

    Whom the job `to_prepare` is for, it may print, whatever was sent after it: two jobs that wait
    for the same people would else each leave them to the other.
    """
    rules = _Rules(conference, type_id)
    rows = rules.with_grounds(rules.chosen(holder_ids), to_prepare)
    chosen = rules.kind.in_order(rows)
    plan = PrintPlan()
    for pk, *grounds in chosen.values_list("pk", *rules.grounds).iterator(chunk_size=ROWS_AT_ONCE):
        plan.add(pk, rules.against(*grounds)[purpose])
    return plan


def count_plans(
    conference: Conference,
    *,
    holder_ids: Collection[int] | QuerySet[Any, int] | None,
    type_id: int | None = None,
    named: int = 0,
) -> dict[Purpose, PrintCount]:
    """As many as `make_plan` would find for each purpose; it reads no more for more of them."""
    rules = _Rules(conference, type_id)
    chosen = rules.with_grounds(rules.chosen(holder_ids))
    counts: dict[Purpose, Counter[Obstacle | None]] = {purpose: Counter() for purpose in Purpose}
    for *grounds, count in chosen.order_by().values_list(*rules.grounds).annotate(Count("pk")):
        for purpose, obstacle in rules.against(*grounds).items():
            counts[purpose][obstacle] += count
    names = _Names(chosen, rules, named)
    return {
        purpose: PrintCount(
            count.pop(None, 0),
            [
                Refusal(obstacle, refused, names.of(purpose, obstacle))
                for obstacle, refused in count.most_common()
                if obstacle
            ],
        )
        for purpose, count in counts.items()
    }


def obstacles_of(delegate: Delegate, type_id: int | None = None) -> dict[Purpose, Obstacle | None]:
    """What stands against each purpose for one delegate."""
    return obstacles_of_each(delegate.conference, [delegate.pk], type_id)[delegate.pk]


def obstacles_of_each(
    conference: Conference, ids: Collection[int], type_id: int | None = None
) -> dict[int, dict[Purpose, Obstacle | None]]:
    """The same of a few, by their ids, in as many queries."""
    rules = _Rules(conference, type_id)
    rows = rules.with_grounds(rules.chosen(ids))
    return {pk: rules.against(*grounds) for pk, *grounds in rows.values_list("pk", *rules.grounds)}


class _Rules:
    """What stands against each purpose, for values of `grounds`, the columns that decide."""

    def __init__(self, conference: Conference, type_id: int | None = None) -> None:
        self.conference = conference
        self.type_id = type_id
        types = BadgeType.objects.for_conference(conference)
        badge_type = types.get(pk=type_id) if type_id else None
        self.kind: KindOfHolder[Any] = kind_of(badge_type) if badge_type else DELEGATES
        self.own_zones = own_zones(badge_type)
        takes_place = badge_type is None or times_of(badge_type).takes_place
        self.of_type = None if takes_place else Obstacle.SESSION_IS_OFF
        self.grounds = (*self.kind.grounds, "category_id", "is_being_printed", "is_live")
        self.designs = Designs(conference, type_id)
        self.categories = {
            row.pk: row
            for row in Category.objects.for_conference(conference).prefetch_related(
                "category_zones__zone"
            )
        }
        self.against = cache(self._against)

    def chosen(self, ids: Collection[int] | QuerySet[Any, int] | None) -> QuerySet[Any]:
        """Whoever or whatever is named, of those who may hold such badges; None means all."""
        rows = self.kind.all_of(self.conference, self.type_id or 0)
        if ids is None:
            return rows
        return rows.filter(pk__in=ids.order_by() if isinstance(ids, QuerySet) else among(ids))

    def with_grounds(
        self, rows: QuerySet[Any], to_prepare: PrintJob | None = None
    ) -> QuerySet[Any]:
        issued = Generation.objects.of_type(self.type_id).order_by()
        generations = issued.filter(**{f"badge__{self.kind.key}": OuterRef("pk")})
        waiting = PrintPreparation.objects.unfinished().of_type(self.type_id)
        if to_prepare is not None:
            waiting = waiting.filter(job__lt=to_prepare.pk)
        found: QuerySet[Any, Any] = self.kind.with_grounds(rows).annotate(
            is_being_printed=Case(
                When(Exists(generations.reserved()) | Q(pk__in=waiting.holder_ids()), then=True),
                default=False,
            ),
            is_live=Exists(generations.live()),
        )
        return found

    def _against(self, *grounds: Any) -> dict[Purpose, Obstacle | None]:
        *of_holder, category_id, is_being_printed, is_live = grounds
        issues = Issues(is_live=is_live, is_being_printed=is_being_printed)
        of_all = self.kind.on_grounds(*of_holder) or self.kind.in_category(
            self.categories[category_id] if category_id else None,
            has_design=self.designs.for_category(category_id) is not None,
            own_zones=self.own_zones,
        )
        of_all = of_all or self.of_type
        return {purpose: of_all or obstacles.in_purpose(purpose, issues) for purpose in Purpose}


class _Names:
    """The first of those whom each reason keeps out, in order."""

    def __init__(self, chosen: QuerySet[Any], rules: _Rules, most: int) -> None:
        self.ids: dict[tuple[Purpose, Obstacle], list[int]] = {}
        for pk, *grounds in _first_of_each(chosen, rules, most) if most else ():
            for purpose, obstacle in rules.against(*grounds).items():
                ids = self.ids.setdefault((purpose, obstacle), []) if obstacle else []
                if len(ids) < most:
                    ids.append(pk)
        named = set(chain.from_iterable(self.ids.values()))
        self.called = rules.kind.called(named) if named else {}

    def of(self, purpose: Purpose, obstacle: Obstacle) -> list[Called]:
        return [self.called[pk] for pk in self.ids.get((purpose, obstacle), [])]


def _first_of_each(chosen: QuerySet[Any], rules: _Rules, most: int) -> QuerySet[Any, Any]:
    """So many of all who stand alike; whom a reason keeps out may stand in several ways."""
    numbered = chosen.annotate(
        place=Window(RowNumber(), order_by=rules.kind.order),
        place_among_alike=Window(
            RowNumber(),
            partition_by=[F(name) for name in rules.grounds],
            order_by=rules.kind.order,
        ),
    )
    first: QuerySet[Any, Any] = numbered.filter(place_among_alike__lte=most).order_by("place")
    return first.values_list("pk", *rules.grounds)
