"""What has been built on an import since: as long as it stands, the import is not taken back.

Ids and names of fields only: whoever may see the rows is told who they are, and nobody else.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import models
from django.db.models import QuerySet

from conference.database.id_lists import among
from delegates.models import Delegate, Delegation, ImportedDelegate, ImportRun, Organization
from delegates.services.importing.history import ImportHistory
from delegates.shown import printed_since

DECISION = "accreditation"


@dataclass(slots=True)
class BuiltOn:
    """A delegate, delegation or organization, and what stands against taking the import back.

    `fields` are not as the import left them; `imports` are later ones that stand on the row.
    """

    model: str
    pk: int
    fields: list[str] = field(default_factory=list)
    is_decided: bool = False
    is_printed: bool = False
    is_used: bool = False
    imports: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "pk": self.pk,
            "fields": self.fields,
            "is_decided": self.is_decided,
            "is_printed": self.is_printed,
            "is_used": self.is_used,
            "imports": self.imports,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


def built_on(
    run: ImportRun, held: Mapping[int, Delegate], new: Sequence[int], history: ImportHistory
) -> list[BuiltOn]:
    """Everything that stands against it: people, then delegations, then organizations."""
    return [
        *_on_people(run, held, new, history),
        *_on_delegations(run, held, history),
        *_on_organizations(run, history),
    ]


def people_with_badges(run: ImportRun) -> QuerySet[ImportedDelegate]:
    """Those of its people of whom a badge was printed since: it is never taken back any more.

    A serial is never given again, and nothing but a badge stays for ever.
    """
    if run.applied_at is None:
        return ImportedDelegate.objects.none()
    printed = printed_since(run.conference, run.applied_at, of="delegate")
    return ImportedDelegate.objects.filter(printed, run=run)


def _on_people(
    run: ImportRun, held: Mapping[int, Delegate], new: Sequence[int], history: ImportHistory
) -> list[BuiltOn]:
    changed = history.delegates_changed_since(held)
    printed = _printed(run, held)
    used = _used(new)
    later = history.later_imports(history.delegates, changed)
    return [
        BuiltOn(
            str(Delegate._meta.model_name),
            pk,
            fields=[name for name in changed.get(pk, ()) if name != DECISION],
            is_decided=DECISION in changed.get(pk, ()),
            is_printed=pk in printed,
            is_used=pk in used,
            imports=[later[pk]] if pk in later else [],
        )
        for pk in held
        if pk in changed or pk in printed or pk in used
    ]


def _printed(run: ImportRun, ids: Collection[int]) -> set[int]:
    assert run.applied_at is not None
    printed = printed_since(run.conference, run.applied_at, of="pk")
    people = Delegate.objects.filter(printed, pk__in=among(ids))
    return set(people.values_list("pk", flat=True))


def _on_delegations(
    run: ImportRun, held: Mapping[int, Delegate], history: ImportHistory
) -> list[BuiltOn]:
    """Changed since, or taken up by later imports, which brought people into them."""
    changed = history.delegations_changed_since()
    later = history.later_imports(history.delegations, changed)
    imports: defaultdict[int, set[int]] = defaultdict(set)
    for pk, import_run in later.items():
        imports[pk].add(import_run)
    others = (
        ImportedDelegate.objects.filter(
            delegate__delegation__in=among(history.registered_delegations()),
            run__taken_back_at=None,
        )
        .exclude(run=run)
        .exclude(delegate__in=among(held))
    )
    for pk, import_run in others.values_list("delegate__delegation", "run").distinct():
        imports[pk].add(import_run)
    return [
        BuiltOn(
            str(Delegation._meta.model_name),
            pk,
            fields=changed.get(pk, []),
            imports=sorted(imports[pk]),
        )
        for pk in sorted({*changed, *imports})
    ]


def _on_organizations(run: ImportRun, history: ImportHistory) -> list[BuiltOn]:
    """Those for which a later import registered a delegation."""
    own = set(history.registered_delegations())
    theirs = Delegation.objects.filter(organization__in=run.summary.get("organizations", []))
    further = dict(theirs.exclude(pk__in=own).values_list("pk", "organization"))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, import_run in _registering(history, further).items():
        found[further[pk]].append(import_run)
    return [
        BuiltOn(str(Organization._meta.model_name), pk, imports=sorted(set(imports)))
        for pk, imports in sorted(found.items())
    ]


def _registering(history: ImportHistory, ids: Collection[int]) -> dict[int, int]:
    """Delegation to the import that registered it, of those that an import did."""
    rows = history.delegations.objects.filter(pgh_obj_id__in=among(ids), pgh_label="insert")
    named = rows.values_list("pgh_obj_id", "pgh_context__metadata__import_run")
    return {pk: import_run for pk, import_run in named if import_run is not None}


def _used(new: Sequence[int]) -> set[int]:
    """Those to whom a row of a higher app refers: a badge, a part in a session."""
    found: set[int] = set()
    for relation in Delegate._meta.related_objects:
        if relation.related_model is Delegation or relation.on_delete is not models.PROTECT:
            continue
        rows: QuerySet[Any] = relation.related_model._default_manager.all()
        name = relation.field.attname
        found.update(rows.filter(**{f"{name}__in": among(new)}).values_list(name, flat=True))
    return found
