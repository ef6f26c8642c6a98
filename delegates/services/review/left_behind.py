"""What a delegation and the officers said to each other of somebody who moves to another one."""

import datetime as dt
from collections.abc import Mapping

from conference import audit
from conference.models import User
from delegates.models import Proposal
from delegates.models.review.proposals import LEFT


def leave_behind(former: Mapping[int, int], *, by: User, at: dt.datetime) -> None:
    """Changes that were proposed of these people, by id with the delegation that each leaves: the
    other delegation has not proposed them and does not read why one was refused. What is open is
    decided: it may name people of the former delegation. Officers read all of it still.

    The people are held.
    """
    proposed = Proposal.objects.filter(delegate__in=list(former)).select_related("delegate")
    rows = list(proposed.order_by("pk"))
    dropped = [row for row in rows if row.is_open]
    for row in rows:
        row.values.setdefault(LEFT, former[row.delegate_id])
    for row in dropped:
        row.decided_at, row.decided_by = at, by
    Proposal.objects.bulk_update(rows, ["values", "decided_at", "decided_by"])
    audit.record_many(
        "delegate.proposal_dropped",
        targets=[(row.delegate, []) for row in dropped],
        by=by,
        at=at,
    )
