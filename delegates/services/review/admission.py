"""Who has a place: asked while the quotas are held by which it is counted."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from conference.models import Conference
from delegates.models import Delegate, Quota
from delegates.quotas import places
from delegates.quotas.places import Quotas


def have_places(delegates: Sequence[Delegate]) -> list[bool]:
    """Whether there is a place for each, once all who wait before have theirs: in this order, the
    people of one delegation in its own, see `places.as_delegations_order`.

    Their quotas are held until the commit, so that nobody else takes the place. Every service holds
    quotas last, and all that it needs at once: delegations, delegates, quotas, each by id.
    """
    return _have_places(delegates, are_held=True)


def would_have_places(delegates: Sequence[Delegate]) -> list[bool]:
    """The same as things stand, to be said beforehand: nothing is held, others may be quicker."""
    return _have_places(delegates, are_held=False)


def _have_places(delegates: Sequence[Delegate], *, are_held: bool) -> list[bool]:
    if not delegates:
        return []
    prefetch_related_objects(delegates, "delegation")
    conference = delegates[0].delegation.conference
    people = [places.person_of(row) for row in delegates]
    quotas = Quotas.of(conference)
    if not any(map(quotas.pools_of, people)):
        return [True] * len(delegates)
    if are_held:
        quotas = _held(quotas, people)
    line = places.line_about(quotas, people, conference)
    asked = {row.pk: at for at, row in enumerate(delegates) if row.pk}
    newcomers = places.as_delegations_order(
        [at for at, row in enumerate(delegates) if row.waiting_since is None],
        lambda at: places.in_order_of(delegates[at]),
    )
    in_order = [one.person for one in line] + [people[at] for at in newcomers]
    former = _former(delegates)
    replaced = {
        len(line) + number: former[delegates[at].replaces_id]
        for number, at in enumerate(newcomers)
        if delegates[at].replaces_id in former
    }
    has_place = places.with_place(quotas, in_order, replaced)
    found = [False] * len(delegates)
    for one, has in zip(line, has_place, strict=False):
        if one.pk in asked:
            found[asked[one.pk]] = has
    for at, has in zip(newcomers, has_place[len(line) :], strict=True):
        found[at] = has
    return found


def _former(delegates: Sequence[Delegate]) -> dict[int | None, places.Person]:
    """Whom some of them replace and who has a place, by id: held with the delegation."""
    ids = [row.replaces_id for row in delegates if row.replaces_id]
    if not ids:
        return {}
    rows = Delegate.objects.expected().filter(pk__in=ids).select_related("delegation")
    return {row.pk: places.person_of(row) for row in rows}


def _held(quotas: Quotas, people: Sequence[places.Person]) -> Quotas:
    """The quotas in which these people count are as they are stored, nobody else's to count by."""
    wanted = {pool.quota for person in people for pool in quotas.pools_of(person)}
    rows = Quota.objects.filter(pk__in=wanted).select_for_update(no_key=True).order_by("pk")
    held = {row.pk: row for row in rows}
    others = (row for pk, row in quotas.by_id.items() if pk not in wanted)
    return Quotas([*held.values(), *others])


def hold_all(conference: Conference) -> None:
    """For who asks again and again in one transaction: two that hold some each in other orders end
    in a deadlock.
    """
    rows = Quota.objects.for_conference(conference).select_for_update(no_key=True).order_by("pk")
    list(rows.values_list("pk"))
