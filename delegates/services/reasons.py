"""Why something was decided, as it was typed: kept with what was decided on and in its history,
and never on the audit trail, which nothing leaves. Whom it names may be somebody else.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, QuerySet

from delegates.models import Delegate, Delegation, Proposal

if TYPE_CHECKING:
    from delegates.services.erasure import Person

OF_PERSON, OF_DELEGATION = "decision_reason", "withdrawal_reason"


def naming(rows: QuerySet[Any], column: str, person: "Person") -> QuerySet[Any]:
    """Those of the person's conference whose reason names them. One reason is that of many."""
    said = rows.filter(conference=person.conference).exclude(**{column: ""}).order_by()
    texts = said.values_list(column, flat=True).distinct()
    named = [text for text in texts if person.is_named_in(text)]
    return rows.filter(conference=person.conference, **{f"{column}__in": named})


def naming_with_history(model: type[Model], column: str, person: "Person") -> list[QuerySet[Any]]:
    history = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return [naming(each._base_manager.all(), column, person) for each in (model, history)]


def of_others(person: "Person") -> tuple[set[int], set[int]]:
    """Ids of the delegations and the delegates whose reasons name the person: held with them."""
    delegations = naming(Delegation.objects.all(), OF_DELEGATION, person)
    people = naming(Delegate.with_drafts.filter(erased_at=None), OF_PERSON, person)
    return set(delegations.values_list("pk", flat=True)), set(people.values_list("pk", flat=True))


def empty(person: "Person") -> None:
    """In records of others too. That there was a reason is known no more."""
    for rows, column in _all_naming(person):
        rows.update(**{column: ""})


def _all_naming(person: "Person") -> Iterator[tuple[QuerySet[Any], str]]:
    for model, column in ((Delegation, OF_DELEGATION), (Delegate, OF_PERSON)):
        for rows in naming_with_history(model, column, person):
            yield rows, column
    yield naming(Proposal.objects.all(), OF_PERSON, person), OF_PERSON
