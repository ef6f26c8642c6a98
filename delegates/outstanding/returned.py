"""What became of a return for correction: when and why it was, and what is as it was then."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from delegates.choices import Accreditation
from delegates.columns import COLUMNS, PHOTO
from delegates.models import Delegate


@dataclass(frozen=True)
class Return:
    """`unchanged` are the columns that were to be corrected and hold what they held; answers to
    own fields have a history of their own and are not compared.
    """

    at: dt.datetime
    reason: str
    unchanged: frozenset[str]


COMPARED = {column.name for column in COLUMNS} & {
    field.name for field in Delegate._meta.concrete_fields
} | {PHOTO.name}


def last_returns(people: Sequence[Delegate]) -> dict[int, Return]:
    """By id, of whoever was ever returned; by the history, in one query."""
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    events = history.filter(
        pgh_obj_id__in=[row.pk for row in people],
        accreditation=Accreditation.RETURNED,
        decided_at__isnull=False,
    )
    # The first of the last return: as the record was before anything was corrected.
    then: dict[int, Any] = {}
    for event in events.order_by("pk"):
        known = then.get(event.pgh_obj_id)
        if known is None or known.decided_at != event.decided_at:
            then[event.pgh_obj_id] = event
    return {row.pk: _of(row, then[row.pk]) for row in people if row.pk in then}


def _of(row: Delegate, then: Any) -> Return:
    asked = [name for name in then.returned_fields.split() if name in COMPARED]
    return Return(
        at=then.decided_at,
        reason=then.decision_reason,
        unchanged=frozenset(name for name in asked if _value(then, name) == _value(row, name)),
    )


def _value(row: Any, name: str) -> Any:
    """A reference by its key; a file by its name."""
    stored = getattr(row, Delegate._meta.get_field(name).attname)  # type: ignore[union-attr]
    return str(stored) if name == PHOTO.name else stored
