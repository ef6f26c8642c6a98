"""What quotas come to, in words: of a delegation, of whoever waits, and of each quota."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from conference.writing import dates
from delegates.models import Delegate, Delegation, Quota
from delegates.quotas import places
from delegates.quotas.places import Group, Pool, Quotas, Taken, Waiting


def against_quotas(
    delegations: Collection[Delegation], people: Collection[Group] | None = None
) -> dict[int, list[str]]:
    """By the id of each what it has of the places that are its own: in two queries, whatever their
    number, or in one where all its people are known in groups. What all delegations share is not
    said: it would say how many others come.
    """
    quotas = Quotas.of(*{row.conference_id for row in delegations})
    pools = {row.pk: quotas.pools_of_delegation(row) for row in delegations}
    if people is None:
        taken = places.taken(quotas, {pool for found in pools.values() for pool in found})
    else:
        taken = quotas.taken_in(people)
    return {
        pk: [words for pool in found for words in _of_pool(quotas.by_id[pool.quota], pool, taken)]
        for pk, found in pools.items()
    }


def _of_pool(quota: Quota, pool: Pool, taken: Taken) -> Iterator[str]:
    yield _so_many(taken.people[pool], quota.places, quota.who)
    if quota.hosted is not None:
        yield _so_many_hosted(taken.hosted[pool], quota.hosted)


def _so_many_hosted(taken: int, there: int) -> str:
    said = ngettext("%(taken)d of %(places)d hosted", "%(taken)d of %(places)d hosted", there)
    return _with_beyond(said % {"taken": taken, "places": there}, taken - there)


def too_many_hosted(delegate: Delegate) -> list[str]:
    """In a sentence for each quota that the person's being hosted goes beyond. Nothing is held up
    by that: the host says whose costs it bears.
    """
    if not delegate.is_hosted or not delegate.is_expected:
        return []
    quotas = Quotas.of(delegate.conference_id)
    pools = quotas.pools_of(places.person_of(delegate))
    taken = places.taken(quotas, pools)
    return [
        _("More are hosted than were meant: %(quota)s, %(words)s.")
        % {"quota": _named(quota), "words": _so_many_hosted(taken.hosted[pool], quota.hosted)}
        for pool in pools
        if (quota := quotas.by_id[pool.quota]).hosted is not None
        and taken.hosted[pool] > quota.hosted
    ]


def _so_many(taken: int, there: int, who: str) -> str:
    said = ngettext("%(taken)d of %(places)d place", "%(taken)d of %(places)d places", there)
    words = said % {"taken": taken, "places": there}
    if who:
        words = _("%(who)s: %(words)s") % {"who": who, "words": words}
    return _with_beyond(words, taken - there)


def _with_beyond(words: str, over: int) -> str:
    if over <= 0:
        return words
    beyond = ngettext("%d over quota", "%d over quota", over) % over
    return _("%(words)s, %(beyond)s") % {"words": words, "beyond": beyond}


@dataclass(frozen=True)
class Line:
    """For what some people wait, by their ids, and who waits for the same."""

    quotas: Quotas
    pools: Mapping[int, Sequence[Pool]]
    waiting: Sequence[Waiting]

    @cached_property
    def places(self) -> Mapping[int, int]:
        """By id, the place of each."""
        return places.places_in_line(self.quotas, self.waiting)

    @cached_property
    def full(self) -> Mapping[int, Sequence[Quota]]:
        """By id, the quotas that have no place for them: who has one is counted only for this."""
        taken = places.taken(self.quotas, {pool for found in self.pools.values() for pool in found})
        offered = (one.person for one in self.waiting if one.is_offered)
        kept = Counter(pool for person in offered for pool in self.quotas.pools_of(person))
        return {
            pk: [
                self.quotas.by_id[pool.quota]
                for pool in found
                if taken.people[pool] + kept[pool] >= self.quotas.places(pool)
            ]
            for pk, found in self.pools.items()
        }

    def of(self, delegate: Delegate) -> str:
        """Beside a name: how it stands with somebody who waits."""
        if delegate.offered_until is not None:
            there = delegate.conference.local(delegate.offered_until)
            until = f"{dates.day_and_time(there)} ({dates.utc_offset(there)})"
            return _("A place is free: to be handed in by %s") % until
        if delegate.pk not in self.places:
            return str(delegate.get_accreditation_display())
        return _("Waiting for a place: number %d") % self.places[delegate.pk]

    def why(self, delegate: Delegate) -> str:
        """In a sentence, for whoever has just tried to submit them."""
        full = self.full.get(delegate.pk, ())
        if not full:
            return _("%s waits for a place: others wait before.") % delegate
        said = ngettext(
            "%(person)s waits for a place, as number %(number)d: the only place of “%(quota)s” is"
            " taken or kept for somebody.",
            "%(person)s waits for a place, as number %(number)d: all %(places)d places of"
            " “%(quota)s” are taken or kept for somebody.",
            full[0].places,
        )
        return said % {
            "person": delegate,
            "number": self.places.get(delegate.pk, 1),
            "places": full[0].places,
            "quota": _named(full[0]),
        }


def _named(quota: Quota) -> str:
    whose = str(quota.delegation or quota.kind or _("All delegations"))
    return " · ".join(filter(None, [whose, quota.who]))


def line_for(delegates: Iterable[Delegate]) -> Line:
    """In which those of them wait who do. Two queries, however many wait; a third where it is asked
    what is full.
    """
    waiting = [row for row in delegates if row.waiting_since is not None]
    prefetch_related_objects(waiting, "delegation")
    quotas = Quotas.of(*{row.conference_id for row in waiting})
    pools = {row.pk: quotas.pools_of(places.person_of(row)) for row in waiting}
    return Line(quotas, pools, places.line_with(quotas, pools))


def why_waiting(delegates: Iterable[Delegate]) -> list[str]:
    """Of those who wait, why, in their order; they are of one conference."""
    waiting = [row for row in delegates if row.waiting_since is not None]
    if not waiting:
        return []
    line = line_for(waiting)
    return [line.why(row) for row in waiting]


@dataclass(frozen=True)
class Figures:
    """Of a quota. Where each delegation has places of its own, `left` is none: how many of them are
    full, and how many over, says more. `hosted_over` is how many more are hosted than were meant;
    where each has its own, in how many delegations.
    """

    people: int
    hosted: int
    hosted_over: int
    left: int | None
    full: int
    over: int
    waiting: int


def figures_of(rows: Sequence[Quota], conference: Conference) -> dict[int, Figures]:
    """By the id of each quota, in four queries."""
    quotas, line = Quotas.of(conference), places.line_of(conference)
    taken = places.taken(quotas, _every_pool(quotas, conference))
    by_quota: defaultdict[int, list[Pool]] = defaultdict(list)
    for pool in taken.people:
        by_quota[pool.quota].append(pool)
    waiting = Counter(pool.quota for one in line for pool in quotas.pools_of(one.person))
    return {row.pk: _figures(row, by_quota[row.pk], taken, waiting[row.pk]) for row in rows}


def _every_pool(quotas: Quotas, conference: Conference) -> set[Pool]:
    whole = {Pool(row.pk, None) for row in quotas.general if not row.is_each}
    if len(whole) == len(quotas.by_id):
        return whole
    delegations = Delegation.objects.for_conference(conference)
    own = (pool for row in delegations for pool in quotas.pools_of_delegation(row))
    return {*whole, *own}


def _figures(quota: Quota, pools: Sequence[Pool], taken: Taken, waiting: int) -> Figures:
    people = sum(taken.people[pool] for pool in pools)
    is_of_each = quota.is_each and quota.delegation_id is None
    meant = quota.hosted
    beyond = [max(taken.hosted[pool] - meant, 0) for pool in pools] if meant is not None else []
    return Figures(
        people=people,
        hosted=sum(taken.hosted[pool] for pool in pools),
        hosted_over=sum(map(bool, beyond)) if is_of_each else sum(beyond),
        left=None if is_of_each else max(quota.places - people, 0),
        full=sum(taken.people[pool] == quota.places for pool in pools),
        over=sum(taken.people[pool] > quota.places for pool in pools)
        if is_of_each
        else max(people - quota.places, 0),
        waiting=waiting,
    )
