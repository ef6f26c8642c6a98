"""Places under quotas: which of them somebody takes, how many are taken, and who is next in line.

The rules are pure; what they need is read in as many queries for one person as for thousands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from operator import or_
from types import MappingProxyType
from typing import Any, NamedTuple, Self, TypeVar

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from conference.models import Conference
from delegates.choices import EXPECTED, TAKING_A_PLACE, Accreditation, Hosting
from delegates.models import Delegate, DelegateQuerySet, Delegation, Quota

Row = TypeVar("Row")


class Person(NamedTuple):
    """What quotas know of somebody. Whoever leads the delegation has no position but that."""

    delegation_id: int
    kind_id: int
    category_id: int | None
    position: str


class InOrder(NamedTuple):
    """Where somebody stands in their delegation, as its page shows it: the head first."""

    delegation_id: int
    is_below_head: bool
    order: int
    pk: int


class Pool(NamedTuple):
    """Places that are counted together: those of a quota, or of one delegation under it."""

    quota: int
    delegation: int | None


@dataclass
class Taken:
    """How many people are in each pool, and how many of them are hosted."""

    people: Counter[Pool] = field(default_factory=Counter)
    hosted: Counter[Pool] = field(default_factory=Counter)


NOBODY: Mapping[int, Person] = MappingProxyType({})


class Quotas:
    """Of one conference; what is counted for delegations by themselves, of several too."""

    def __init__(self, rows: Iterable[Quota]) -> None:
        self.by_id = {row.pk: row for row in rows}
        self.general = [row for row in self.by_id.values() if row.delegation_id is None]
        self.own: defaultdict[int, list[Quota]] = defaultdict(list)
        for row in self.by_id.values():
            if row.delegation_id is not None:
                self.own[row.delegation_id].append(row)

    @classmethod
    def of(cls, *conferences: Conference | int) -> Self:
        return cls(Quota.objects.filter(conference__in=conferences).order_by("pk"))

    def pools_of(self, person: Person) -> list[Pool]:
        """In which somebody counts. What a delegation has by name replaces what each has."""
        own = self.own.get(person.delegation_id, ())
        replaced = {(row.category_id, row.position) for row in own}
        fitting = [row for row in own if row.fits(person)]
        fitting += [
            row
            for row in self.general
            if row.fits(person)
            and not (row.is_each and (row.category_id, row.position) in replaced)
        ]
        return [pool_of(row, person.delegation_id) for row in fitting]

    def pools_of_delegation(self, delegation: Delegation) -> list[Pool]:
        """Which are counted for it by itself: its own, and what each has."""
        own = self.own.get(delegation.pk, ())
        replaced = {(row.category_id, row.position) for row in own}
        of_each = (
            row
            for row in self.general
            if row.is_each
            and row.conference_id == delegation.conference_id
            and row.kind_id in {None, delegation.kind_id}
            and (row.category_id, row.position) not in replaced
        )
        return [pool_of(row, delegation.pk) for row in (*own, *of_each)]

    def places(self, pool: Pool) -> int:
        return self.by_id[pool.quota].places

    def with_place(
        self, line: Iterable[Person], taken: Taken, former: Mapping[int, Person] = NOBODY
    ) -> list[bool]:
        """Who of a line, in its order, has a place in all their pools. Whom one pool has no place
        for takes none in the others. `former` are those whom some of them replace, by their number
        in the line: where these count, there is a place already, however many are beyond.
        """
        people = taken.people.copy()
        found = []
        for number, person in enumerate(line):
            theirs = set(self.pools_of(former[number])) if number in former else set()
            pools = [pool for pool in self.pools_of(person) if pool not in theirs]
            has_place = all(people[pool] < self.places(pool) for pool in pools)
            if has_place:
                people.update(pools)
            found.append(has_place)
        return found

    def taken_in(self, groups: Iterable["Group"]) -> Taken:
        taken = Taken()
        for person, count, hosted in groups:
            for pool in self.pools_of(person):
                taken.people[pool] += count
                taken.hosted[pool] += hosted
        return taken


def pool_of(quota: Quota, delegation_id: int) -> Pool:
    return Pool(quota.pk, delegation_id if quota.is_each else None)


def person_of(delegate: Delegate) -> Person:
    """With its delegation loaded."""
    delegation = delegate.delegation
    is_head = delegate.pk is not None and delegation.head_id == delegate.pk
    position = "" if is_head else delegate.position
    return Person(delegation.pk, delegation.kind_id, delegate.category_id, position)


def in_order_of(delegate: Delegate) -> InOrder:
    """With its delegation loaded; whoever is not saved yet comes after the others."""
    delegation = delegate.delegation
    is_below_head = delegate.pk is None or delegation.head_id != delegate.pk
    return InOrder(delegation.pk, is_below_head, delegate.order, delegate.pk or 0)


def as_delegations_order(rows: Sequence[Row], in_order: Callable[[Row], InOrder]) -> list[Row]:
    """Who asks before whom, of those who ask at one time: the people of a delegation in its own
    order. Delegations come as they are given.
    """
    of_each: defaultdict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=in_order):
        of_each[in_order(row).delegation_id].append(row)
    next_of = {pk: iter(theirs) for pk, theirs in of_each.items()}
    return [next(next_of[in_order(row).delegation_id]) for row in rows]


KNOWN_TO_QUOTAS: dict[str, Any] = {
    "kind": F("delegation__kind"),
    "known_position": Case(When(delegation__head=F("pk"), then=Value("")), default=F("position")),
}
COLUMNS = ("delegation_id", "kind", "category_id", "known_position")
HOSTED = Q(hosting=Hosting.HOSTED)


Group = tuple[Person, int, int]
"""People who are alike to quotas: how many of them count, and how many of those are hosted."""


def taken(quotas: Quotas, pools: Collection[Pool]) -> Taken:
    """One query. Who is expected of delegations that attend counts; a place is nobody's by name.
    Whoever is to replace somebody counts in their stead.
    """
    if not pools:
        return Taken()
    rows = Delegate.objects.expected().filter(~_replaced(), _any_of(quotas, pools)).order_by()
    groups = rows.annotate(**KNOWN_TO_QUOTAS).values_list(*COLUMNS)
    counted = groups.annotate(count=Count("pk"), hosted=Count("pk", filter=HOSTED))
    return quotas.taken_in((Person(*group[:4]), *group[4:]) for group in counted)


def grouped(people: DelegateQuerySet, by: str, counts: Mapping[str, Count]) -> list[dict[str, Any]]:
    """One query: what is counted of people who are alike to quotas and by that column, with the
    `group` of those who count in `taken`.
    """
    counting = ~_replaced() & Q(accreditation__in=EXPECTED, delegation__withdrawn_at=None)
    rows: Any = people.order_by().annotate(**KNOWN_TO_QUOTAS).values(*COLUMNS, by)
    found = rows.annotate(
        **counts,
        counting=Count("pk", filter=counting),
        hosted_of_them=Count("pk", filter=counting & HOSTED),
    )
    return [
        row | {"group": (Person(*map(row.get, COLUMNS)), row["counting"], row["hosted_of_them"])}
        for row in found
    ]


def _replaced() -> Q:
    """Few replace anybody; where that is not said, everybody is read to find them."""
    replacing = Delegate.objects.filter(
        replaces__isnull=False, replaces=OuterRef("pk"), accreditation__in=TAKING_A_PLACE
    )
    return Q(Exists(replacing))


def _any_of(quotas: Quotas, pools: Iterable[Pool]) -> Q:
    """Everybody in one of the pools, and perhaps more."""
    delegations: defaultdict[int, set[int]] = defaultdict(set)
    whole: set[int] = set()
    for pool in pools:
        if pool.delegation is None:
            whole.add(pool.quota)
        else:
            delegations[pool.quota].add(pool.delegation)
    named = set().union(*delegations.values())
    found = [Q(delegation__in=named)] if named else []
    return reduce(or_, [*found, *(_whom(quotas.by_id[pk]) for pk in whole)])


def _whom(quota: Quota) -> Q:
    asked: dict[str, Any] = {"conference": quota.conference_id}
    if quota.kind_id is not None:
        asked["delegation__kind"] = quota.kind_id
    if quota.category_id is not None:
        asked["category"] = quota.category_id
    if quota.position:
        asked["position"] = quota.position
    return Q(**asked)


class Waiting(NamedTuple):
    """Somebody in line. `is_offered`: a place is kept for them."""

    pk: int
    person: Person
    is_offered: bool


def line_of(conference: Conference) -> list[Waiting]:
    """In the order of the places: for whom one is kept already, then who has waited longest; who
    began to wait together, as their delegation puts them.
    """
    return _line(Q(conference=conference))


def line_with(quotas: Quotas, pools: Mapping[int, Collection[Pool]]) -> list[Waiting]:
    """Of these, by id with their pools, and whoever waits for the same; and perhaps of more."""
    if not pools:
        return []
    theirs = {pool for found in pools.values() for pool in found}
    alike = _any_of(quotas, theirs) if theirs else Q()
    return _line(Q(pk__in=list(pools)) | alike)


def line_about(quotas: Quotas, people: Collection[Person], conference: Conference) -> list[Waiting]:
    """Of all by whom it is decided who of these people has a place: of who waits for the same, who
    waits for other places of theirs, and so on. Places of all delegations together connect them
    all; where there are none, it ends with the delegation.
    """
    if not all(row.is_each for row in quotas.general):
        return line_of(conference)
    return _line(Q(delegation__in={person.delegation_id for person in people}))


def _line(which: Q) -> list[Waiting]:
    rows = (
        Delegate.objects.attending()
        .filter(which, accreditation=Accreditation.WAITING)
        .annotate(**KNOWN_TO_QUOTAS)
        .order_by(F("offered_until").asc(nulls_last=True), "waiting_since", "pk")
        .values_list("offered_until", "waiting_since", "pk", "order", "delegation__head", *COLUMNS)
    )
    return [
        Waiting(pk, Person(*person), until is not None)
        for _since, together in groupby(rows, key=lambda row: row[:2])
        for until, _at, pk, _order, _head, *person in as_delegations_order(
            list(together), _in_order_of_row
        )
    ]


def _in_order_of_row(row: Sequence[Any]) -> InOrder:
    _until, _at, pk, order, head, delegation_id, *_person = row
    return InOrder(delegation_id, head != pk, order, pk)


def next_in(quotas: Quotas, line: Sequence[Waiting]) -> Iterator[Waiting]:
    """Who of the line has a place now, or one that is kept."""
    people = [one.person for one in line]
    yield from (
        one for one, has_place in zip(line, with_place(quotas, people), strict=True) if has_place
    )


def with_place(
    quotas: Quotas, people: Sequence[Person], former: Mapping[int, Person] = NOBODY
) -> list[bool]:
    """See `Quotas.with_place`: by what is taken now."""
    pools = {pool for person in people for pool in quotas.pools_of(person)}
    return quotas.with_place(people, taken(quotas, pools), former)


def places_in_line(quotas: Quotas, line: Sequence[Waiting]) -> Mapping[int, int]:
    """By id, the place of each among those who wait for the same, from one."""
    counted: Counter[Pool] = Counter()
    found = {}
    for one in line:
        pools = quotas.pools_of(one.person)
        found[one.pk] = 1 + max((counted[pool] for pool in pools), default=0)
        counted.update(pools)
    return found
