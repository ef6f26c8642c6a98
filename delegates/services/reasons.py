"""Why something was decided, as it was typed: kept with what was decided on and in its history,
and never on the audit trail, which nothing leaves. Whom it names may be somebody else.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from delegates.models import Delegate, Delegation, Proposal

if TYPE_CHECKING:
    from delegates.services.erasure import Person

OF_PERSON, OF_DELEGATION = ("decision_reason", "place_reason"), ("withdrawal_reason",)


def naming(rows: QuerySet[Any], columns: Sequence[str], person: "Person") -> dict[str, list[str]]:
    """Of each column the reasons of the person's conference that name them. One is that of many,
    and all are read at once: a history is long.
    """
    some = reduce(or_, (~Q(**{column: ""}) for column in columns))
    said = rows.filter(some, conference=person.conference).order_by()
    found: dict[str, set[str]] = {column: set() for column in columns}
    for texts in said.values_list(*columns).distinct():
        for column, text in zip(columns, texts, strict=True):
            found[column].add(text)
    return {column: list(filter(person.is_named_in, texts)) for column, texts in found.items()}


def empty_in(rows: QuerySet[Any], columns: Sequence[str], person: "Person") -> None:
    own = rows.filter(conference=person.conference)
    for column, texts in naming(rows, columns, person).items():
        if texts:
            own.filter(**{f"{column}__in": texts}).update(**{column: ""})


def empty_with_history(model: type[Model], columns: Sequence[str], person: "Person") -> None:
    history = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    for each in (model, history):
        empty_in(each._base_manager.all(), columns, person)


def of_others(person: "Person") -> tuple[set[int], set[int]]:
    """Ids of the delegations and the delegates whose reasons name the person: held with them."""
    people = Delegate.with_drafts.filter(erased_at=None)
    return (
        _ids_naming(Delegation.objects.all(), OF_DELEGATION, person),
        _ids_naming(people, OF_PERSON, person),
    )


def _ids_naming(rows: QuerySet[Any], columns: Sequence[str], person: "Person") -> set[int]:
    named = naming(rows, columns, person)
    some = reduce(or_, (Q(**{f"{column}__in": texts}) for column, texts in named.items()))
    return set(rows.filter(some, conference=person.conference).values_list("pk", flat=True))


def empty(person: "Person") -> None:
    """In records of others too. That there was a reason is known no more."""
    empty_with_history(Delegation, OF_DELEGATION, person)
    empty_with_history(Delegate, OF_PERSON, person)
    empty_in(Proposal.objects.all(), ("decision_reason",), person)
