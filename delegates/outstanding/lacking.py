"""What the people of several delegations still have to bring, counted for each delegation."""

from collections import Counter
from collections.abc import Collection

from delegates.choices import PREPARED
from delegates.models import Delegate, Delegation
from delegates.outstanding.asking import asked_in, know_answers


def lacking_in(delegations: Collection[Delegation]) -> dict[int, Counter[str]]:
    """By the delegation's id, in words, of how many: see `Asking.to_bring`.

    As many queries for one delegation as for several, of several conferences too; these are loaded.
    """
    of_id = {row.pk: row for row in delegations}
    people = list(
        Delegate.with_drafts.filter(delegation__in=of_id, accreditation__in=PREPARED)
        .select_related("rank", "spouse_of__rank")
        .order_by("delegation_id", "order", "pk")
    )
    askings = asked_in({row.conference for row in delegations})
    know_answers(askings.values(), people)
    found = {pk: Counter[str]() for pk in of_id}
    for row in people:
        row.delegation = of_id[row.delegation_id]
        found[row.delegation_id].update(askings[row.delegation.conference_id].to_bring(row))
    return found
