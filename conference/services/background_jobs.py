"""Jobs in the background: asked for, cancelled, finished, expired. A worker does them.

An app that has a kind of them declares it with `work_kind` among what its worker's turn takes, and
says with `contribute(BackgroundJob, JobWords(…))` what its page shows.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from conference import audit, bell, leased_work
from conference.choices import UNFINISHED, WorkState
from conference.errors import DomainError
from conference.leased_work import Hold, Lane, Tell, WorkKind
from conference.models import BackgroundJob, Conference, User

KEPT = dt.timedelta(days=7)
# Of one asker: nobody means to ask for more at once.
MOST_UNFINISHED = 20

Do = Callable[[BackgroundJob, Hold[BackgroundJob]], None]


@transaction.atomic
def ask(
    kind: str,
    *,
    conference: Conference,
    request: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    bell_of: tuple[str, str],
    ids: Collection[int] = (),
    total: int | None = None,
    states: Collection[WorkState] = tuple(UNFINISHED),
) -> BackgroundJob:
    """It will be done in the asker's name. `bell_of`: the task that does this kind, its queue.

    `total` is what there is to do, where it is not the ids. Whoever asks for the same again, by a
    second click, gets the job that is there in one of the `states`. Raises DomainError for whoever
    has asked for too much.
    """
    _one_at_a_time(by)
    own = BackgroundJob.objects.filter(asked_by=by)
    same = own.for_conference(conference).of_kind(kind).filter(request=request, ids=_as_stored(ids))
    for there in same.filter(state__in=states, expires_at__gt=at):
        if not there.has_lost_its_file:
            return there
    if own.filter(state__in=UNFINISHED).count() >= MOST_UNFINISHED:
        raise DomainError(
            _("%d of your background jobs have not finished. Wait for them, or stop some.")
            % MOST_UNFINISHED
        )
    job = BackgroundJob.objects.create(
        conference=conference,
        kind=kind,
        ids=list(ids),
        request=dict(request),
        total=len(ids) if total is None else total,
        asked_by=by,
        asked_at=at,
        expires_at=at + KEPT,
    )
    detail = {"kind": kind, "rows": job.total}
    audit.record("background_job.asked", target=job, by=by, at=at, detail=detail)
    task, queue = bell_of
    bell.ring_on_commit(task, queue=queue)
    return job


def _as_stored(ids: Collection[int]) -> Value:
    """As one parameter: of a list Django makes each id an expression of its own."""
    return Value(list(ids), output_field=BackgroundJob._meta.get_field("ids"))


def _one_at_a_time(by: User) -> None:
    """Until the end of the transaction: two clicks at once would both find nothing there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"background jobs {by.pk}"])


@transaction.atomic
def cancel(*, job: BackgroundJob, by: User, at: dt.datetime) -> BackgroundJob:
    """What is not done yet is not done any more; whoever is at it finds the lease gone."""
    job = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if not job.is_unfinished:
        raise DomainError(_("This has ended already: %s.") % job.get_state_display())
    job.state = WorkState.CANCELLED
    job.lease = None
    job.finished_at = at
    job.save(update_fields=["state", "lease", "finished_at"])
    detail = {"kind": job.kind, "done": job.done, "rows": job.total}
    audit.record("background_job.cancelled", target=job, by=by, at=at, detail=detail)
    return job


@transaction.atomic
def finish(
    job: BackgroundJob,
    *,
    at: dt.datetime,
    result: Mapping[str, Any] | None = None,
    file: IO[bytes] | None = None,
) -> None:
    """The holder of the lease has done it; `file` is kept with it under a random name."""
    job.require_lease()
    job.state = WorkState.DONE
    job.error = ""
    job.finished_at = at
    job.done = job.total
    if result is not None:
        job.result = dict(result)
    if file is not None:
        job.file.save("file", File(file), save=False)
    job.save(update_fields=["state", "error", "finished_at", "done", "result", "file"])


@transaction.atomic
def fail(job: BackgroundJob, reason: str, at: dt.datetime) -> None:
    job.require_lease()
    job.state = WorkState.FAILED
    job.error = reason
    job.finished_at = at
    job.save(update_fields=["state", "error", "finished_at"])


def telling(job: BackgroundJob, hold: Hold[BackgroundJob]) -> Tell:
    """See `leased_work.telling`: the job's row says it."""

    def say(done: int) -> None:
        BackgroundJob.objects.under(job).update(done=done)

    return leased_work.telling(hold, say)


@transaction.atomic
def expire(*, at: dt.datetime) -> int:
    """What is as old as that is gone with its file. Returns how many.

    What came of it stays where it belongs: decisions with the delegates, events in the trail.
    """
    old = BackgroundJob.objects.filter(expires_at__lte=at)
    jobs = list(old.select_for_update(skip_locked=True).order_by("pk"))
    for job in jobs:
        if job.file:
            delete = partial(job.file.storage.delete, str(job.file.name))
            transaction.on_commit(delete, robust=True)
    BackgroundJob.objects.filter(pk__in=[job.pk for job in jobs]).delete()
    return len(jobs)


def require_permission(job: BackgroundJob, permission: str) -> User:
    """The asker as they are now. Raises DomainError: it may be a while since they asked."""
    by = User.objects.get(pk=job.asked_by_id)
    if not by.has_perm(permission, job.conference):
        raise DomainError(_("%s may no longer do this.") % by)
    return by


def work_kind(
    kind: str, do: Do, *, needs: str, priority: int, lane: Lane, memory: int, seconds: int
) -> WorkKind[BackgroundJob]:
    """For the runner, see `conference.leased_work.WorkKind`.

    `do` ends with `finish`. The permission that the asker `needs` is asked again before it.
    """

    def allowed(job: BackgroundJob, hold: Hold[BackgroundJob]) -> None:
        require_permission(job, needs)
        do(job, hold)

    return WorkKind(
        name=kind,
        rows=lambda: BackgroundJob.objects.of_kind(kind),
        do=allowed,
        fail=fail,
        language=lambda job: job.asked_by.language,
        lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
        most_attempts=3,
        wait=dt.timedelta(seconds=5),
        priority=priority,
        lane=lane,
        memory=memory,
        seconds=seconds,
    )
