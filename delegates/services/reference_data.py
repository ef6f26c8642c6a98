"""States and organizations of the data files, brought into the database and kept up to date."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from conference import audit
from delegates.derived import derive_party
from delegates.models import Country, Organization
from delegates.reference import files
from delegates.reference.comparing import (
    FIELDS,
    Code,
    Party,
    ReferenceDifference,
    codes_of,
    differences,
    is_edited,
    paired,
    values_of,
)


@dataclass(frozen=True)
class Kept:
    """A row left unlike the files: somebody edited it, or `taken_by` has a code it would get."""

    party: Country | Organization
    differences: list[ReferenceDifference]
    taken_by: Country | Organization | None


@dataclass(frozen=True)
class NotAdded:
    """A line of the files without a row: a name or a code of it is that of another row."""

    line: Country | Organization
    taken_by: Country | Organization


@dataclass
class Loaded:
    """What was done, and what was left for somebody to look at."""

    version: str
    added: list[Country | Organization] = field(default_factory=list)
    renewed: list[Country | Organization] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    not_added: list[NotAdded] = field(default_factory=list)


@transaction.atomic
def load(*, at: dt.datetime) -> Loaded:
    """Every State and organization of the data files is here afterwards, as the files have it.

    A row that somebody edited stays as it is, and so does one whose new code is another row's:
    both are returned, and the trail names them once for each version of the files. Delegations
    own the names that they copied and keep them.
    """
    loaded = Loaded(files.version())
    _load(Country, loaded, at)
    _load(Organization, loaded, at)
    if loaded.added:
        countries = sum(isinstance(party, Country) for party in loaded.added)
        detail = {"countries": countries, "organizations": len(loaded.added) - countries}
        audit.record("reference_data.added", target=None, by=None, at=at, detail=detail)
    return loaded


def _load(model: type[Party], loaded: Loaded, at: dt.datetime) -> None:
    # Held to the end: what an administrator saves meanwhile is compared, never written over.
    rows = list(model._default_manager.select_for_update(no_key=True).order_by("pk"))
    pairing = paired(rows, files.lines_of(model))
    holders: dict[Code, Party] = {code: row for row in rows for code in codes_of(row)}
    for row, line in pairing.pairs:
        _bring_up_to_date(row, line, holders, loaded, at)
    for line in pairing.new:
        derive_party(line)
        line.loaded_as, line.reference_version = values_of(line), loaded.version
    loaded.added += model._default_manager.bulk_create(pairing.new)
    loaded.not_added += [NotAdded(line, row) for line, row in pairing.blocked]


def _bring_up_to_date(
    row: Party, line: Party, holders: dict[Code, Party], loaded: Loaded, at: dt.datetime
) -> None:
    found = differences(row, line)
    is_ours = bool(row.loaded_as) and not is_edited(row)
    taken_by = _taken_by(row, line, holders) if is_ours else None
    before = row.loaded_as, row.reference_version
    noun, event = row._meta.model_name, _event(row, found, loaded, at)
    if found and is_ours and not taken_by:
        _renew(row, line, holders)
        loaded.renewed.append(row)
        audit.record(f"{noun}.renewed", **event)
    elif found:
        loaded.kept.append(Kept(row, found, taken_by))
        if row.reference_version != loaded.version:
            audit.record(f"{noun}.kept", **event)
    if not found or not row.loaded_as:
        row.loaded_as = values_of(line)
    row.reference_version = loaded.version
    if (row.loaded_as, row.reference_version) != before:
        row.save(update_fields=["loaded_as", "reference_version"])


def _taken_by(row: Party, line: Party, holders: dict[Code, Party]) -> Party | None:
    """Who has a code that the row would get."""
    others = (holders[code] for code in codes_of(line) if holders.get(code, row) != row)
    return next(others, None)


def _renew(row: Party, line: Party, holders: dict[Code, Party]) -> None:
    for code in codes_of(row):
        del holders[code]
    for name in FIELDS[type(row)]:
        setattr(row, name, getattr(line, name))
    for code in codes_of(row):
        holders[code] = row
    derive_party(row)
    row.loaded_as = values_of(line)
    row.save(update_fields=[*FIELDS[type(row)], "sort_keys"])


def _event(
    row: Country | Organization, found: list[ReferenceDifference], loaded: Loaded, at: dt.datetime
) -> dict[str, Any]:
    fields = {each.field for each in found}
    detail = {"version": loaded.version}
    return {"target": row, "by": None, "at": at, "fields": fields, "detail": detail}
