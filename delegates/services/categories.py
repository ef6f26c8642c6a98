"""What a category opens; and that categories follow from the conference's rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction

from conference import audit
from conference.models import Conference, User, Zone
from delegates.category_rules import category_for
from delegates.derived import rules_of
from delegates.models import Category, CategoryRule, CategoryZone, Delegate

BATCH = 5000


@transaction.atomic
def open_zones(*, category: Category, zones: Iterable[Zone], by: User, at: dt.datetime) -> None:
    """The category opens these zones and no other, however many people set them at once."""
    # Held: of two who tick different zones the second replaces the first, and neither adds.
    category = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    wanted = {zone.pk: zone for zone in zones}
    held = set(category.category_zones.values_list("zone_id", flat=True))
    opened, closed = sorted(wanted.keys() - held), sorted(held - wanted.keys())
    if not opened and not closed:
        return
    category.category_zones.filter(zone_id__in=closed).delete()
    CategoryZone.objects.bulk_create(
        CategoryZone(conference_id=category.conference_id, category=category, zone=wanted[pk])
        for pk in opened
    )
    audit.record(
        "category.zones_changed",
        target=category,
        by=by,
        at=at,
        detail={"opened": opened, "closed": closed},
    )


@transaction.atomic
def save_rule(
    *, rule: CategoryRule, fields: Collection[str] = (), by: User, at: dt.datetime
) -> CategoryRule:
    """The rule stands in the table, and every category that follows from the table follows it."""
    is_new = rule.pk is None
    rule.save()
    audit.record(
        "categoryrule.added" if is_new else "categoryrule.changed",
        target=rule,
        by=by,
        at=at,
        fields=fields,
    )
    apply_rules(conference=rule.conference, by=by, at=at)
    return rule


@transaction.atomic
def delete_rule(*, rule: CategoryRule, by: User, at: dt.datetime) -> None:
    audit.record("categoryrule.deleted", target=rule, by=by, at=at)
    rule.delete()
    apply_rules(conference=rule.conference, by=by, at=at)


@transaction.atomic
def apply_rules(*, conference: Conference, by: User, at: dt.datetime) -> int:
    """Give every delegate the category of the rules as they stand; returns how many changed.

    A category set by hand stays. Of two who change a rule each at once, the second applies both.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    rules = rules_of(conference)
    delegates = Delegate.with_drafts.for_conference(conference)
    # Held before they are read: a category set by hand, or a head appointed, in the meantime
    # would be overwritten.
    list(
        delegates.select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    moved: dict[int | None, list[int]] = defaultdict(list)
    by_rules = delegates.filter(is_category_set_by_hand=False)
    for pk, kind_id, leads, rank_id, current in by_rules.values_list(
        "pk", "delegation__kind_id", "leads", "rank_id", "category_id"
    ):
        due = category_for(rules, kind_id=kind_id, is_head=leads is not None, rank_id=rank_id)
        if due != current:
            moved[due].append(pk)
    for category_id, pks in moved.items():
        for start in range(0, len(pks), BATCH):
            Delegate.with_drafts.filter(pk__in=pks[start : start + BATCH]).update(
                category=category_id
            )
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
