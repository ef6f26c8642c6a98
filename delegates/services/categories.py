"""Categories follow from the conference's rules; when the rules change, so do they."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from conference import audit
from conference.models import Conference, User
from delegates.category_rules import category_for
from delegates.derived import rules_of
from delegates.models import Delegate

BATCH = 5000


@transaction.atomic
def apply_rules(*, conference: Conference, by: User, at: dt.datetime) -> int:
    """Give every delegate the category of the rules as they stand; returns how many changed.

    A category set by hand stays.
    """
    rules = rules_of(conference)
    by_rules = Delegate.objects.for_conference(conference).filter(is_category_set_by_hand=False)
    moved: dict[int | None, list[int]] = defaultdict(list)
    # Locked: a category set by hand in the meantime would be overwritten.
    locked = by_rules.select_for_update(of=("self",)).order_by("pk")
    for pk, kind, leads, rank_id, current in locked.values_list(
        "pk", "delegation__kind", "leads", "rank_id", "category_id"
    ):
        due = category_for(rules, kind=kind, is_head=leads is not None, rank_id=rank_id)
        if due != current:
            moved[due].append(pk)
    for category_id, pks in moved.items():
        for start in range(0, len(pks), BATCH):
            Delegate.objects.filter(pk__in=pks[start : start + BATCH]).update(category=category_id)
    count = sum(map(len, moved.values()))
    if count:
        audit.record(
            "conference.categories_applied",
            target=conference,
            by=by,
            at=at,
            detail={"delegates": count},
        )
    return count
