"""What the people of several delegations still have to bring, counted for each delegation."""

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from delegates import own_words
from delegates.choices import PREPARED, AnswerKind
from delegates.columns import PHOTO, asked_of_delegations
from delegates.field_rules import FieldRule
from delegates.models import Delegate, Delegation, OwnValue
from delegates.models.delegate_queryset import is_photo_needed, photo_to_come
from delegates.outstanding.asking import Asking, asked_in
from delegates.outstanding.lacks import names_of_which_one_is_enough


class Lacking(NamedTuple):
    """What it is, and of how many."""

    label: str
    people: int


def lacking_in(delegations: Collection[Delegation]) -> dict[int, list[Lacking]]:
    """By the delegation's id, in the order of the form: the set form of `Lacks.to_bring`.

    Counted by the database, in as many queries for several conferences as for one: somebody may
    register thousands. Conferences are loaded.
    """
    labels: list[str] = []
    counts: dict[str, Count] = {}
    for asking in asked_in({row.conference for row in delegations}).values():
        here = Q(conference=asking.conference)
        for label, lacks in _kinds_of_lack(asking):
            counts[f"lack_{len(labels)}"] = Count("pk", filter=here & lacks)
            labels.append(label)
    found: dict[int, list[Lacking]] = {row.pk: [] for row in delegations}
    people = Delegate.with_drafts.filter(delegation__in=list(found), accreditation__in=PREPARED)
    rows: Any = people.order_by().values("delegation_id").annotate(**counts)
    for pk, *numbers in rows.values_list("delegation_id", *counts):
        pairs = zip(labels, numbers, strict=True)
        found[pk] = [Lacking(label, number) for label, number in pairs if number]
    return found


def _kinds_of_lack(asking: Asking) -> Iterator[tuple[str, Q]]:
    """In words, and as a condition on delegates. The photo is for the badge, asked or not."""
    for column in asked_of_delegations():
        if column.name == PHOTO.name:
            yield str(column.label), photo_to_come()
            continue
        needing = [
            _fitting(rule)
            for rule in asking.rules
            if rule.column == column.name and rule.is_required
        ]
        if needing and not column.is_known_late:
            # One that fits all is an empty condition, which OR would leave out.
            of_whom = reduce(or_, needing) if all(needing) else Q()
            yield str(column.label), of_whom & _is_empty(column.name)
    for own, rule in asking.own_rules:
        if own.is_required:
            given = OwnValue.objects.filter(delegate=OuterRef("pk"), field=own)
            answered = Exists(given.exclude(text="", choice=None, file=""))
            lacks = _fitting(rule) & ~Q(answered)
            if own.answer == AnswerKind.FILE:
                lacks &= is_photo_needed() & ~Q(rank__are_documents_needed=False)
            yield own_words.label_of(own), lacks


def _fitting(rule: FieldRule) -> Q:
    """See `FieldRule.fits`."""
    fits = Q()
    for name, ids in (
        ("delegation__kind", rule.kinds),
        ("category", rule.categories),
        ("rank", rule.ranks),
    ):
        if ids:
            fits &= Q(**{f"{name}__in": sorted(ids)})
    return fits


def _is_empty(column: str) -> Q:
    empty = Q()
    for name in names_of_which_one_is_enough(column):
        field: Any = Delegate._meta.get_field(name)
        empty &= Q(**({f"{name}__isnull": True} if field.null else {name: ""}))
    return empty
