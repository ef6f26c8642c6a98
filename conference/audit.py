"""The audit trail: one call per decision, written in the same transaction as the change."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.db import models

from conference.database.row_inserts import insert_rows
from conference.models import AuditEvent, Conference, User

client_address: ContextVar[str | None] = ContextVar("client_address", default=None)
"""Set by the request middleware; background work has none."""


def record(
    action: str,
    *,
    target: models.Model | None,
    by: User | None,
    at: dt.datetime,
    conference_id: int | None = None,
    fields: Iterable[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one event. `detail` holds ids, codes, counts, states and reasons that are codes: no
    personal value, and nothing that somebody typed, who may have named a person.
    """
    record_many(
        action,
        targets=[(target, list(fields))],
        by=by,
        at=at,
        conference_id=conference_id,
        detail=detail,
    )


def record_many(
    action: str,
    *,
    targets: Iterable[tuple[models.Model | None, list[str]]],
    by: User | None,
    at: dt.datetime,
    conference_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    detail_of: Callable[[Any], Mapping[str, Any]] | None = None,
) -> None:
    """One event per target with the names of its changed fields, in one statement per 1,000.

    `detail` is that of all, `detail_of` says it of each.
    """
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                at=at,
                by=by,
                conference_id=conference_id or _conference_of(target),
                action=action,
                target_type=target._meta.label_lower if target else "",
                target_id=target.pk if target else None,
                fields=sorted(fields),
                detail=dict(detail_of(target) if detail_of else detail or {}),
                ip_address=client_address.get(),
            )
            for target, fields in targets
        ],
        batch_size=1000,
    )


def record_alike(
    action: str,
    *,
    targets: models.QuerySet[Any],
    conference: Conference,
    by: User,
    at: dt.datetime,
    detail: Mapping[str, Any],
) -> None:
    """One event per record of the conference, alike but for the record they are about."""
    insert_rows(
        AuditEvent,
        ["at", "by", "conference", "action", "target_type", "target_id", "detail", "ip_address"],
        (
            (
                at,
                by.pk,
                conference.pk,
                action,
                targets.model._meta.label_lower,
                pk,
                json.dumps(detail),
                client_address.get(),
            )
            for pk in targets.values_list("pk", flat=True)
        ),
    )


def _conference_of(target: models.Model | None) -> int | None:
    """Whose trail the event belongs to: the record's conference, or the conference itself."""
    return target.pk if isinstance(target, Conference) else getattr(target, "conference_id", None)
