"""What the history says of an import: which rows it wrote, how it left them, what they were before.

A row is as the import left it while what people say of it is: whatever was done meanwhile and
undone again, by hand or by a later import that was taken back, leaves nothing behind.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps

from conference.database.id_lists import among
from delegates.models import Delegate, Delegation, ImportRun

AT_ONCE = 2000
# Nobody's statement: the place among the others, a category that follows, when a decision was made.
NOT_COMPARED = frozenset(
    {
        *("id", "conference_id", "created_at", "order", "category_id"),
        *("decided_at", "decided_by_id", "decision_reason", "place_reason"),
    }
)


class ImportHistory:
    def __init__(self, run: ImportRun) -> None:
        self.delegates = apps.get_model("delegates", "DelegateEvent")
        self.delegations = apps.get_model("delegates", "DelegationEvent")
        contexts = apps.get_model("pghistory", "Context").objects
        self.contexts = frozenset(
            contexts.filter(metadata__import_run=run.pk).values_list("pk", flat=True)
        )

    def delegates_changed_since(self, held: Mapping[int, Delegate]) -> dict[int, list[str]]:
        """Delegate to the fields that are not as the import left them."""
        return self._changed_since(self.delegates, held)

    def delegations_changed_since(self) -> dict[int, list[str]]:
        """The same of the delegations that the import wrote to."""
        there = Delegation.objects.in_bulk(list(self.written_delegations()))
        return self._changed_since(self.delegations, there)

    def written_delegations(self) -> set[int]:
        return set(self._own(self.delegations).values_list("pgh_obj_id", flat=True))

    def registered_delegations(self) -> list[int]:
        own = self._own(self.delegations).filter(pgh_label="insert")
        return list(own.values_list("pgh_obj_id", flat=True))

    def before(self, events: Any, ids: Iterable[int]) -> dict[int, Any]:
        """The history row of each as it was before the import wrote to it first."""
        found = {}
        first: dict[int, int] = {}
        own = self._own(events).filter(pgh_obj_id__in=among(ids))
        for pk, event in own.values_list("pgh_obj_id", "pgh_id"):
            first[pk] = min(event, first.get(pk, event))
        rows = events.objects.filter(pgh_obj_id__in=among(first)).order_by("pgh_obj_id", "pgh_id")
        for row in rows.iterator(chunk_size=AT_ONCE):
            if row.pgh_id < first[row.pgh_obj_id]:
                found[row.pgh_obj_id] = row
        return found

    def former_heads(self, registered: Sequence[int]) -> dict[int, int | None]:
        """Delegation to who led it before, of those whose head the import changed."""
        written = self.written_delegations()
        before = self.before(self.delegations, written)
        there = Delegation.objects.in_bulk(list(written))
        heads: dict[int, int | None] = {
            pk: row.head_id
            for pk, row in before.items()
            if pk in there and there[pk].head_id != row.head_id
        }
        return heads | dict.fromkeys(
            pk for pk in registered if pk in there and there[pk].head_id is not None
        )

    def later_imports(self, events: Any, ids: Collection[int]) -> dict[int, int]:
        """Row to the import that wrote to it last, of those that an import wrote to last."""
        latest = (
            events.objects.filter(pgh_obj_id__in=among(ids))
            .order_by("pgh_obj_id", "-pgh_id")
            .distinct("pgh_obj_id")
            .values_list("pgh_obj_id", "pgh_context__metadata__import_run")
        )
        return {pk: run for pk, run in latest if run is not None}

    def _own(self, events: Any) -> Any:
        return events.objects.filter(pgh_context_id__in=self.contexts)

    def _changed_since(self, events: Any, held: Mapping[int, Any]) -> dict[int, list[str]]:
        """Only what was written to since is compared: mostly nothing."""
        of_these = events.objects.filter(pgh_obj_id__in=among(held))
        latest = of_these.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        written = [
            pk
            for pk, context in latest.values_list("pgh_obj_id", "pgh_context_id")
            if context not in self.contexts
        ]
        left = self._own(events).filter(pgh_obj_id__in=among(written))
        left = left.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        found = {}
        for row in left.iterator(chunk_size=AT_ONCE):
            if names := _differing(held[row.pgh_obj_id], row):
                found[row.pgh_obj_id] = names
        return found


def _differing(row: Any, event: Any) -> list[str]:
    """Names of the fields that somebody states, in the order of the model."""
    compared = {field.attname for field in event._meta.concrete_fields} - NOT_COMPARED
    if isinstance(row, Delegate) and row.is_category_set_by_hand:
        compared.add("category_id")
    return [
        field.name
        for field in row._meta.concrete_fields
        if field.attname in compared
        and getattr(row, field.attname) != getattr(event, field.attname)
    ]
