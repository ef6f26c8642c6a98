"""Of whom a field of the registration form is asked."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.models import (
    Category,
    DelegationKind,
    Rank,
    RegistrationField,
    RegistrationFieldLine,
)

NAMED = {"kind": DelegationKind, "category": Category, "rank": Rank}


@transaction.atomic
def ask_of(
    *,
    field: RegistrationField,
    kinds: Iterable[DelegationKind] = (),
    categories: Iterable[Category] = (),
    ranks: Iterable[Rank] = (),
    by: User,
    at: dt.datetime,
) -> None:
    """The field is asked of delegates of these and of no others; without any, of everybody."""
    # Held: of two who tick different kinds the second replaces the first, and neither adds.
    field = RegistrationField.objects.select_for_update(no_key=True).get(pk=field.pk)
    chosen: list[tuple[str, Any]] = [
        *(("kind", row) for row in kinds),
        *(("category", row) for row in categories),
        *(("rank", row) for row in ranks),
    ]
    wanted = {(name, row.pk) for name, row in chosen}
    held = {
        (name, getattr(line, f"{name}_id")): line
        for line in field.lines.all()
        for name in NAMED
        if getattr(line, f"{name}_id")
    }
    if wanted == held.keys():
        return
    gone = [line.pk for key, line in held.items() if key not in wanted]
    field.lines.filter(pk__in=gone).delete()
    RegistrationFieldLine.objects.bulk_create(
        RegistrationFieldLine(conference_id=field.conference_id, field=field, **{f"{name}_id": pk})
        for name, pk in sorted(wanted - held.keys())
    )
    audit.record(
        "registrationfield.asked_of_changed",
        target=field,
        by=by,
        at=at,
        detail={name: sorted(pk for what, pk in wanted if what == name) for name in NAMED},
    )
