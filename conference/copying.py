"""Rows that a new conference takes over from an earlier one: each app says which, and why not.

Every app has a module `copying` that names each of its models of a conference once, either as
`Copied`, in an order in which what is referred to comes first, or as `Left` with the reason. The
roof runs through them. References between the rows lead to the copies, so that the composite keys
hold (design decision 3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet

from conference.models import (
    BackgroundJob,
    Conference,
    ConferenceAlias,
    ConferenceRow,
    DeskBrowser,
    MailBatch,
    PublishedChange,
    Room,
    StaffInvitation,
    User,
    Venue,
    VenueTravel,
    Zone,
)

# Of a model, the ids of the rows in the earlier conference to those of their copies.
Keys = dict[type[ConferenceRow], dict[int, int]]


def every_row(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True)
class Copied:
    """A model whose rows are taken over.

    `which` narrows the rows; `anew` holds values that the copies do not take over, and `made_by`
    names the field that says who made the row. `afterwards` names a reference to rows that are
    copied later, and refer to these.
    """

    model: type[ConferenceRow]
    which: Callable[[QuerySet[Any]], QuerySet[Any]] = every_row
    anew: Mapping[str, object] = field(default_factory=dict)
    made_by: str = ""
    afterwards: str = ""


@dataclass(frozen=True)
class Left:
    """A model whose rows stay with their conference, and why."""

    model: type[ConferenceRow]
    why: str


def copy_rows(
    listed: Sequence[Copied | Left], *, source: Conference, target: Conference, by: User
) -> Keys:
    """The target has the rows of the models that are copied; returns which became which.

    Three queries a model, however many rows there are, and two more for what is set afterwards.
    """
    keys: Keys = {}
    for copied in listed:
        if isinstance(copied, Copied):
            keys[copied.model] = {}
            _copy(copied, source, target, by, keys)
    for copied in listed:
        if isinstance(copied, Copied) and copied.afterwards:
            _set_afterwards(copied, keys)
    return keys


def _copy(copied: Copied, source: Conference, target: Conference, by: User, keys: Keys) -> None:
    rows = copied.which(copied.model._base_manager.filter(conference=source)).order_by("pk")
    originals = list(rows)
    # Drawn beforehand, so that a row can refer to one of its own model.
    drawn = _new_ids(copied.model, len(originals))
    keys[copied.model] |= {original.pk: pk for original, pk in zip(originals, drawn, strict=True)}
    anew = {**copied.anew, "conference_id": target.pk}
    if copied.made_by:
        anew[f"{copied.made_by}_id"] = by.pk
    if copied.afterwards:
        anew[f"{copied.afterwards}_id"] = None
    model: Any = copied.model
    model._base_manager.bulk_create(
        model(pk=pk, **(_values(original, keys) | anew))
        for original, pk in zip(originals, drawn, strict=True)
    )


def _set_afterwards(copied: Copied, keys: Keys) -> None:
    """What the originals refer to has been copied by now."""
    name = copied.afterwards
    related: Any = copied.model._meta.get_field(name).related_model
    copies = keys[copied.model]
    originals = copied.model._base_manager.filter(pk__in=list(copies), **{f"{name}__isnull": False})
    model: Any = copied.model
    rows = [
        model(pk=copies[pk], **{f"{name}_id": keys[related][to]})
        for pk, to in originals.values_list("pk", name)
    ]
    model._base_manager.bulk_update(rows, [name])


def _values(original: ConferenceRow, keys: Keys) -> dict[str, object]:
    """What the original holds; a reference to a row that is copied is one to its copy."""
    return {
        column.attname: _value(original, column, keys)
        for column in original._meta.concrete_fields
        if not column.primary_key and not column.generated
    }


def _value(original: ConferenceRow, column: Field[Any, Any], keys: Keys) -> object:
    value = getattr(original, column.attname)
    related: Any = column.related_model
    if value is None or related not in keys:
        return value
    return keys[related][value]


def _new_ids(model: type[ConferenceRow], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


ROWS: tuple[Copied | Left, ...] = (
    Copied(Venue),
    # Ids of copies rise as those of the originals: the smaller one stays the first.
    Copied(VenueTravel),
    Copied(Room),
    # Numbers are given anew: those of deleted rows stay behind.
    Copied(Zone, anew={"number": None}),
    Left(ConferenceAlias, "what was sent with a former address leads to the conference it is of"),
    Left(MailBatch, "its mails were about the earlier conference"),
    Left(StaffInvitation, "whoever works for the earlier conference is invited anew"),
    Left(DeskBrowser, "unlocked for a day, at one desk"),
    Left(PublishedChange, "files that readers of the earlier conference get"),
    Left(BackgroundJob, "work that was done for the earlier conference"),
)
