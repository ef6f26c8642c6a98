"""Of whom a field of the registration form is asked: a column, or one of the conference's own."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.models import (
    Category,
    DelegationKind,
    OwnField,
    Rank,
    RegistrationField,
)

NAMED = {"kind": DelegationKind, "category": Category, "rank": Rank}


@transaction.atomic
def ask_of(
    *,
    field: RegistrationField | OwnField,
    kinds: Iterable[DelegationKind] = (),
    categories: Iterable[Category] = (),
    ranks: Iterable[Rank] = (),
    by: User,
    at: dt.datetime,
) -> None:
    """The field is asked of delegates of these and of no others; without any, of everybody."""
    # Held: of two who tick different kinds the second replaces the first, and neither adds.
    row: Any = type(field)._default_manager.select_for_update(no_key=True).get(pk=field.pk)
    chosen: list[tuple[str, Any]] = [
        *(("kind", row) for row in kinds),
        *(("category", row) for row in categories),
        *(("rank", row) for row in ranks),
    ]
    wanted = {(name, row.pk) for name, row in chosen}
    held = {
        (name, getattr(line, f"{name}_id")): line
        for line in row.lines.all()
        for name in NAMED
        if getattr(line, f"{name}_id")
    }
    if wanted == held.keys():
        return
    gone = [line.pk for key, line in held.items() if key not in wanted]
    row.lines.filter(pk__in=gone).delete()
    line_of = row.lines.model
    line_of._default_manager.bulk_create(
        line_of(conference_id=row.conference_id, field=row, **{f"{name}_id": pk})
        for name, pk in sorted(wanted - held.keys())
    )
    audit.record(
        f"{row._meta.model_name}.asked_of_changed",
        target=row,
        by=by,
        at=at,
        detail={name: sorted(pk for what, pk in wanted if what == name) for name in NAMED},
    )
