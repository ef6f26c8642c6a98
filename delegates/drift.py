"""Finding rows whose derived columns are not what the functions of `delegates.derived` say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Model

from conference.contributions import Derived, contributed
from conference.models import Conference
from delegates.derived import (
    DERIVED_DELEGATE_FIELDS,
    DERIVED_DELEGATION_FIELDS,
    derive_alias,
    derive_delegates,
    derive_delegation,
    derive_party,
    searched_answers,
)
from delegates.models import Country, Delegate, Delegation, Organization, PartyAlias

BATCH = 2000
# A row's category is compared by its id: nothing is read for it.
DELEGATE_COLUMNS = [
    Delegate._meta.get_field(name).attname  # type: ignore[union-attr]
    for name in (*DERIVED_DELEGATE_FIELDS, "own_answers")
]


@dataclass(frozen=True)
class Drift:
    """One row and the names of its columns that are out of date."""

    model: str
    pk: int
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.model} {self.pk}: {', '.join(self.columns)}"


def drifted() -> Iterator[Drift]:
    """Every drifted row of the installation."""
    for model in (Country, Organization):
        for party in model._default_manager.order_by("pk"):
            before = snapshot(party, ["sort_keys"])
            derive_party(party)
            yield from difference(party, before)
    for alias in PartyAlias.objects.order_by("pk"):
        before = snapshot(alias, ["key"])
        derive_alias(alias)
        yield from difference(alias, before)
    for conference in Conference.objects.order_by("pk"):
        yield from drifted_delegations(conference)
        yield from drifted_delegates(conference)
    for further in apps.get_models():
        for derived in contributed(further, Derived):
            yield from drifted_rows(further, derived)


def drifted_rows(model: type[Model], derived: Derived) -> Iterator[Drift]:
    """Of a higher app."""
    for row in model._default_manager.order_by("pk").iterator(chunk_size=BATCH):
        before = snapshot(row, [*derived.columns])
        derived.derive(row)
        yield from difference(row, before)


def drifted_delegations(conference: Conference) -> Iterator[Drift]:
    rows = Delegation.objects.for_conference(conference).select_related("kind")
    for delegation in rows.order_by("pk"):
        before = snapshot(delegation, list(DERIVED_DELEGATION_FIELDS))
        derive_delegation(delegation, conference)
        yield from difference(delegation, before)


def drifted_delegates(conference: Conference) -> Iterator[Drift]:
    rows = (
        Delegate.with_drafts.for_conference(conference).select_related("delegation").order_by("pk")
    )
    for batch in batches(rows.iterator(chunk_size=BATCH)):
        before = [snapshot(row, DELEGATE_COLUMNS) for row in batch]
        texts = searched_answers([row.pk for row in batch])
        for row in batch:
            row.own_answers = texts.get(row.pk, "")
        derive_delegates(batch, conference)
        for row, values in zip(batch, before, strict=True):
            yield from difference(row, values)


def batches(rows: Iterable[Delegate]) -> Iterator[list[Delegate]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def snapshot(row: Model, columns: list[str]) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}


def difference(row: Model, before: dict[str, Any]) -> Iterator[Drift]:
    columns = tuple(name for name, value in before.items() if getattr(row, name) != value)
    if columns:
        yield Drift(str(row._meta.verbose_name), row.pk, columns)
