"""Quotas: said, changed, deleted. Nobody loses a place by it, and what is free is offered."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from conference import audit, bell
from conference.models import User
from delegates.models import Quota
from delegates.services import kinds, registering
from delegates.services.review.waiting_list import QUEUE, WAKE


@transaction.atomic
def save(*, quota: Quota, fields: Collection[str] = (), by: User, at: dt.datetime) -> Quota:
    is_new = quota.pk is None
    # Held before quotas, as by everybody: saving needs a share of them.
    kinds.held(filter(None, [quota.kind_id]))
    registering.held_delegations(filter(None, [quota.delegation_id]))
    quota.save()
    audit.record(
        "quota.added" if is_new else "quota.changed", target=quota, by=by, at=at, fields=fields
    )
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return quota


@transaction.atomic
def delete(*, quota: Quota, by: User, at: dt.datetime) -> None:
    audit.record("quota.deleted", target=quota, by=by, at=at)
    quota.delete()
    bell.ring_on_commit(WAKE, queue=QUEUE)
