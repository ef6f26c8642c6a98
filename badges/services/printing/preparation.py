"""A large order becomes a job's entries: the first step of such a job, done by a worker."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext as _

from badges.choices import Obstacle, Purpose
from badges.models import PrintJob, PrintPreparation
from badges.services.printing import entries, generations, job_steps
from badges.services.printing.entries import Filling
from badges.services.printing.jobs import PRINTING, QUEUE, WAKE, NobodyToPrintError
from badges.standing.print_plan import PrintPlan, make_plan
from conference import audit, bell
from conference.choices import WorkState
from conference.errors import DomainError


def prepare(
    *, preparation: PrintPreparation, at: dt.datetime, look: Callable[[], None] = lambda: None
) -> None:
    """The job prints whoever may be printed now of those who might when it was sent.

    What the badges show is written first, and asks `look` every now and then whether it is still
    wanted; only then does nobody else print in the conference until all is reserved. Whom the job
    leaves is kept with the preparation. Raises DomainError when nobody is left, and when whoever
    sent the job may print no more.
    """
    before = _plan(preparation, preparation.holders)
    drafts = entries.drafts_for(preparation.job, before.printable, look)
    with transaction.atomic():
        job = job_steps.lock_job(preparation)
        _require_permission(job)
        counter = generations.lock_counter(job.conference)
        # Somebody may have left for the desk since the preparation was taken up.
        preparation.refresh_from_db(fields=["holders"])
        staying = set(preparation.holders)
        now = _plan(preparation, [pk for pk in before.printable if pk in staying])
        left_out = [pair for pair in before.refused if pair[0] in staying] + now.refused
        left_out += _deleted(preparation, [*now.printable, *dict(left_out)])
        if not now.printable:
            raise NobodyToPrintError(_nobody(left_out))
        entries.fill(job, Filling(now.printable, drafts, counter, at))
        preparation.left_out = left_out
        preparation.state = WorkState.DONE
        preparation.error = ""
        preparation.save(update_fields=["left_out", "state", "error"])
        audit.record(
            "print_job.prepared",
            target=job,
            by=job.created_by,
            at=at,
            detail={"badges": len(now.printable), "left_out": len(left_out)},
        )
        bell.ring_on_commit(WAKE, queue=QUEUE)


def _plan(preparation: PrintPreparation, holder_ids: Collection[int]) -> PrintPlan:
    job = preparation.job
    return make_plan(
        job.conference,
        holder_ids=holder_ids,
        purpose=Purpose(job.purpose),
        type_id=job.type_id,
        to_prepare=job,
    )


def _require_permission(job: PrintJob) -> None:
    """A role may have been lost since the job was sent."""
    if not job.created_by.has_perm(PRINTING, job.conference):
        raise DomainError(
            _(
                "%s may no longer print badges for this conference. Ask somebody who may to"
                " send them."
            )
            % job.created_by
        )


def _deleted(preparation: PrintPreparation, found: Collection[int]) -> list[tuple[int, Obstacle]]:
    gone = set(preparation.holders).difference(found)
    return [(pk, Obstacle.DELETED) for pk in sorted(gone)]


def _nobody(left_out: list[tuple[int, Obstacle]]) -> str:
    obstacle, count = Counter(why for _pk, why in left_out).most_common(1)[0]
    return _(
        "No badge in this job can still be printed. Most frequent reason, for"
        " %(count)d of %(all)d: %(reason)s."
    ) % {"all": len(left_out), "count": count, "reason": obstacle.label}
