"""A decision on more delegates than a page shows, made in the background.

What is decided on are the delegates that the page showed when it was confirmed. Whether the asker
may, and each delegate's state, is asked again as their turn comes; whom it leaves is named.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

import pghistory
from django.db import transaction

from conference.database.id_lists import among
from conference.leased_work import Hold, WorkKind
from conference.models import BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates.background.lane import BELL, LANE
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services.review import accreditation

KIND = "delegates.decide"
PERMISSION = "delegates.decide_delegate"
# So many are decided on in one transaction: all of them or, when the worker is killed, none.
AT_ONCE = 500
MOST_BYTES = 1 * 2**30
# A hundred thousand take minutes; whatever takes longer hangs.
MOST_SECONDS = 1800


@transaction.atomic
def ask(
    *,
    delegate_ids: Collection[int],
    conference: Conference,
    accreditation: Accreditation,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> BackgroundJob:
    """The reason may name somebody: whoever erases them holds the conference, too, and finds it."""
    if reason:
        Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    return background_jobs.ask(
        KIND,
        conference=conference,
        request={"to": accreditation.value, "reason": reason},
        ids=delegate_ids,
        by=by,
        at=at,
        bell_of=BELL,
    )


def left(job: BackgroundJob) -> list[tuple[int, str]]:
    """Ids of the delegates who were not decided on, with the accreditation that stood against it.

    "" where the asker did not see the delegate any more.
    """
    return [(pk, state) for pk, state in job.result.get("left", [])]


def decided(job: BackgroundJob) -> int:
    return job.done - len(left(job)) - put_in_line(job)


def put_in_line(job: BackgroundJob) -> int:
    """How many of those who were to be submitted wait for a place."""
    return int(job.result.get("waiting", 0))


def _do(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
    while job.done < job.total:
        hold.require()
        with transaction.atomic(), pghistory.context(user=job.asked_by_id, job=job.pk):
            _decide(job, job.ids[job.done : job.done + AT_ONCE], at=hold.clock())
    background_jobs.finish(job, at=hold.clock())


def _decide(job: BackgroundJob, ids: Collection[int], *, at: dt.datetime) -> None:
    """Committed with how far the job is: nobody is decided on twice, nor named for it.

    The lease is asked for at the end: until then the row is free for whoever stops the job.
    """
    by = background_jobs.require_permission(job, PERMISSION)
    visible = Delegate.with_drafts.for_conference(job.conference).visible_to(by)
    seen = set(visible.filter(pk__in=among(ids)).order_by().values_list("pk", flat=True))
    result = accreditation.decide_many(
        delegate_ids=seen,
        conference=job.conference,
        accreditation=Accreditation(job.request["to"]),
        by=by,
        at=at,
        reason=job.request["reason"],
    )
    job.require_lease()
    refused: list[Any] = [(row.pk, row.accreditation) for row, _why in result.refused]
    waiting = sum(row.waiting_since is not None for row in result.decided)
    job.result = {
        "left": [*left(job), *refused, *((pk, "") for pk in ids if pk not in seen)],
        "waiting": put_in_line(job) + waiting,
    }
    job.done += len(ids)
    job.save(update_fields=["done", "result"])


WORK: WorkKind[BackgroundJob] = background_jobs.work_kind(
    KIND,
    _do,
    needs=PERMISSION,
    priority=1,
    lane=LANE,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
