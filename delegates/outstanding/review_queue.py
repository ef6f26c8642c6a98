"""Who is to be decided on, the oldest first: submitted delegates, and changes that are proposed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.models import (
    Category,
    Delegate,
    DelegateQuerySet,
    Delegation,
    Proposal,
    ReviewLease,
)
from delegates.models.scopes import named_in_scope

# More are not counted: it takes as long as deciding on nobody needs to wait.
MOST_COUNTED = 1000


class Place(NamedTuple):
    """In the queue: since when somebody waits, and their id."""

    at: dt.datetime
    delegate_id: int


@dataclass(frozen=True)
class Standing:
    """How many wait, `is_more` where it is not counted further, and since when the first does."""

    count: int
    is_more: bool
    oldest_at: dt.datetime | None


def submitted(conference: Conference, user: User) -> DelegateQuerySet:
    """To be decided on by the user. Whoever stays away with the delegation is not, nor whoever is
    approved by an officer with a wider scope alone.
    """
    seen = Delegate.objects.for_conference(conference).visible_to(user).attending()
    rows = seen.filter(accreditation=Accreditation.SUBMITTED)
    return rows.replacing_nobody_beyond(user)


def proposed(conference: Conference, user: User) -> QuerySet[Proposal]:
    rows = Proposal.objects.for_conference(conference).visible_to(user).open()
    return rows.filter(
        delegate__accreditation=Accreditation.APPROVED, delegate__delegation__withdrawn_at=None
    )


def has_in_line(conference: Conference, user: User, delegate: Delegate) -> bool:
    """Whether this delegate, or a change of theirs, is to be decided on by the user."""
    if delegate.accreditation == Accreditation.APPROVED:
        return proposed(conference, user).filter(delegate=delegate).exists()
    return submitted(conference, user).filter(pk=delegate.pk).exists()


def standing(conference: Conference, user: User) -> Standing:
    """Reads no more rows than are counted, in their order: an index has it."""
    queues = _queues(conference, user)
    count = sum(queue.counted(MOST_COUNTED + 1) for queue in queues)
    places = list(filter(None, (queue.first() for queue in queues)))
    return Standing(
        count=min(count, MOST_COUNTED),
        is_more=count > MOST_COUNTED,
        oldest_at=min(places).at if places else None,
    )


def next_place(
    conference: Conference,
    user: User,
    *,
    at: dt.datetime,
    after: Place | None = None,
    without: Collection[int] = (),
) -> Place | None:
    """The first after that place whom no other officer has; after the last comes the first."""
    held = ReviewLease.objects.for_conference(conference).held(at).exclude(officer=user)
    found: list[Place] = []
    for queue in _queues(conference, user):
        taken: Any = held.filter(delegate=OuterRef("place_id"))
        rows = queue.rows.filter(~Exists(taken)).exclude(place_id__in=without)
        free = replace(queue, rows=rows)
        if place := (free.first_after(after) if after else free.first()):
            found.append(place)
    if found:
        return min(found)
    return next_place(conference, user, at=at, without=without) if after else None


@dataclass(frozen=True)
class Queue:
    """Rows in the order of an index: since when, and whom.

    Where few of them are an officer's, these are not looked for among all others: each of `parts`,
    which `part` of a row names, has an index of its own.
    """

    rows: QuerySet[Any]
    parts: QuerySet[Any] | None = None
    part: str = ""

    def counted(self, most: int) -> int:
        """At most so many."""
        rows = self.rows
        if self.parts is not None:
            rows = rows.filter(**{f"{self.part}__in": self.parts.values("pk")}).order_by()
        return rows[:most].count()

    def first(self) -> Place | None:
        rows = self.rows if self.parts is None else self._firsts(self.parts)
        values = rows.values_list("place_at", "place_id").first()
        return Place(*values) if values and values[0] else None

    def first_after(self, place: Place) -> Place | None:
        """Two questions, of which an index answers each: many may be submitted in one moment."""
        at_once = self.rows.filter(place_at=place.at, place_id__gt=place.delegate_id)
        later = self.rows.filter(place_at__gt=place.at)
        return replace(self, rows=at_once).first() or replace(self, rows=later).first()

    def _firsts(self, parts: QuerySet[Any]) -> QuerySet[Any]:
        """The first of each, in their order; those without one come last."""
        own = self.rows.filter(**{self.part: OuterRef("pk")})
        firsts = parts.annotate(
            place_at=Subquery(own.values("place_at")[:1]),
            place_id=Subquery(own.values("place_id")[:1]),
        )
        in_order: QuerySet[Any] = firsts.order_by(F("place_at").asc(nulls_last=True), "place_id")
        return in_order


def _queues(conference: Conference, user: User) -> list[Queue]:
    people = submitted(conference, user).annotate(place_at=F("submitted_at"), place_id=F("pk"))
    changes = proposed(conference, user)
    changes = changes.annotate(place_at=F("proposed_at"), place_id=F("delegate_id"))
    return [
        Queue(people.order_by("submitted_at", "pk"), *_parts(conference, user)),
        Queue(changes.order_by("proposed_at", "delegate_id")),
    ]


def _parts(conference: Conference, user: User) -> tuple[QuerySet[Any] | None, str]:
    """Where all scopes of the user name kinds their delegations, where all name categories these;
    nothing of somebody who decides on everybody.
    """
    if kinds := named_in_scope(user, conference, "kind"):
        return Delegation.objects.for_conference(conference).filter(kind__in=kinds), "delegation"
    if categories := named_in_scope(user, conference, "category"):
        return Category.objects.for_conference(conference).filter(pk__in=categories), "category"
    return None, ""
