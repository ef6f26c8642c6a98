"""Who is to be decided on, the oldest first: submitted delegates, and changes that are proposed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegateQuerySet, Proposal, ReviewLease

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
    """To be decided on by the user. Whoever stays away with the delegation is not."""
    seen = Delegate.objects.for_conference(conference).visible_to(user).attending()
    return seen.filter(accreditation=Accreditation.SUBMITTED)


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
    count = sum(rows[: MOST_COUNTED + 1].count() for rows in queues)
    places = list(filter(None, map(first, queues)))
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
    for rows in _queues(conference, user):
        taken: Any = held.filter(delegate=OuterRef("place_id"))
        free = rows.filter(~Exists(taken)).exclude(place_id__in=without)
        if place := (first_after(free, after) if after else first(free)):
            found.append(place)
    if found:
        return min(found)
    return next_place(conference, user, at=at, without=without) if after else None


def _queues(conference: Conference, user: User) -> list[QuerySet[Any]]:
    """Each in the order of an index: since when, and whom."""
    people = submitted(conference, user).annotate(place_at=F("submitted_at"), place_id=F("pk"))
    changes = proposed(conference, user)
    changes = changes.annotate(place_at=F("proposed_at"), place_id=F("delegate_id"))
    return [people.order_by("submitted_at", "pk"), changes.order_by("proposed_at", "delegate_id")]


def first(rows: QuerySet[Any]) -> Place | None:
    values = rows.values_list("place_at", "place_id").first()
    return Place(*values) if values else None


def first_after(rows: QuerySet[Any], place: Place) -> Place | None:
    """Two questions, of which an index answers each: many may be submitted in one moment."""
    at_once = rows.filter(place_at=place.at, place_id__gt=place.delegate_id)
    return first(at_once) or first(rows.filter(place_at__gt=place.at))
