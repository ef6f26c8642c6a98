"""What a delegation and the officers said to each other of somebody who moves to another one."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.apps import apps

from conference import audit
from conference.database.id_lists import among
from conference.models import User
from delegates.models import Delegate, Proposal
from delegates.models.review.proposals import LEFT


def leave_behind(
    former: Mapping[int, int], then: Mapping[int, int], *, by: User, at: dt.datetime
) -> None:
    """Changes that were proposed of these people, by id with the delegation that each leaves: the
    other delegation has not proposed them and does not read why one was refused. What is open is
    decided: it may name people of the former delegation. Officers read all of it still.

    What the delegation that somebody comes to (`then`) has proposed of them itself is its own
    again; what a move has dropped stays dropped. The people are held.
    """
    proposed = Proposal.objects.filter(delegate__in=list(former)).select_related("delegate")
    rows = list(proposed.order_by("pk"))
    dropped = [row for row in rows if row.is_open]
    for row in dropped:
        row.decided_at, row.decided_by = at, by
    for row in rows:
        left = row.values.setdefault(LEFT, former[row.delegate_id])
        if left == then[row.delegate_id] and not row.is_dropped:
            del row.values[LEFT]
    Proposal.objects.bulk_update(rows, ["values", "decided_at", "decided_by"])
    audit.record_many(
        "delegate.proposal_dropped",
        targets=[(row.delegate, []) for row in dropped],
        by=by,
        at=at,
    )


def reasons_there(rows: Sequence[Delegate], then: Mapping[int, int]) -> dict[int, str]:
    """Why each was decided on, as the delegation that they come to (`then`) was told before they
    left it: by the history, and of the decision that stands.
    """
    decided = {row.pk: row.decided_at for row in rows if row.decided_at}
    if not decided:
        return {}
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    told = history.filter(
        pgh_obj_id__in=among(decided),
        delegation__in=among({then[pk] for pk in decided}),
        decided_at__isnull=False,
    )
    known = ("pgh_obj_id", "delegation_id", "decided_at")
    last = told.order_by(*known, "-pgh_id").distinct(*known)
    return {
        pk: reason
        for pk, delegation, decided_at, reason in last.values_list(*known, "decision_reason")
        if (delegation, decided_at) == (then[pk], decided[pk])
    }
