"""Generations of badges: reserved with a job, issued with its file, released without one."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max

from badges.choices import GenerationState, Outcome, Purpose
from badges.engine import qr
from badges.models import Badge, Generation, PrintEntry, PrintJob, SerialCounter
from badges.print_plan import Designs
from badges.snapshot import Snapshots
from conference import audit
from conference.models import Conference, User
from delegates.models import Delegate


def lock_counter(conference: Conference) -> SerialCounter:
    """Holds the conference's printing still: two jobs are neither sent nor published at once."""
    SerialCounter.objects.get_or_create(conference=conference)
    return SerialCounter.objects.select_for_update().get(conference=conference)


@dataclass(frozen=True)
class Reservation:
    """For whom, and whom it is asked of: everything a new generation needs beside the delegate."""

    conference: Conference
    counter: SerialCounter
    snapshots: Snapshots
    by: User


def reserve_many(delegates: Sequence[Delegate], reservation: Reservation) -> list[Generation]:
    """The next generation of each delegate's badge, reserved, with what it will show.

    Call with the counter locked. A badge once numbered keeps its serial.
    """
    badges = _badges_of(delegates, reservation)
    last = _last_numbers([badge.pk for badge in badges.values()])
    designs = Designs(reservation.conference)
    rows = []
    for delegate in delegates:
        badge = badges[delegate.pk]
        version = designs.for_category(delegate.category_id)
        assert version is not None
        code = qr.new_code()
        content = reservation.snapshots.content(delegate, serial=badge.serial, code=code)
        rows.append(
            Generation(
                conference=reservation.conference,
                badge=badge,
                number=last.get(badge.pk, 0) + 1,
                code=code,
                content=content.as_snapshot(),
                design_version=version,
                reserved_by=reservation.by,
            )
        )
    return Generation.objects.bulk_create(rows, batch_size=1000)


def _badges_of(delegates: Sequence[Delegate], reservation: Reservation) -> dict[int, Badge]:
    """Delegate id to badge; whoever has none gets the next serial, in the given order."""
    found = {
        badge.delegate_id: badge
        for badge in Badge.objects.filter(delegate_id__in=[row.pk for row in delegates])
    }
    without = [row for row in delegates if row.pk not in found]
    counter = reservation.counter
    new = [
        Badge(conference=reservation.conference, delegate=row, serial=counter.next_serial + place)
        for place, row in enumerate(without)
    ]
    counter.next_serial += len(new)
    counter.save(update_fields=["next_serial"])
    return found | {
        badge.delegate_id: badge for badge in Badge.objects.bulk_create(new, batch_size=1000)
    }


def _last_numbers(badge_ids: Collection[int]) -> dict[int, int]:
    return dict(
        Generation.objects.filter(badge_id__in=badge_ids)
        .order_by()
        .values_list("badge_id")
        .annotate(last=Max("number"))
    )


def live_of(delegates: Sequence[Delegate]) -> list[Generation]:
    """The live generation of each delegate's badge, in the order of the delegates."""
    found = {
        row.badge.delegate_id: row
        for row in Generation.objects.live()
        .of([delegate.pk for delegate in delegates])
        .select_related("badge")
    }
    return [found[delegate.pk] for delegate in delegates]


def issue_of_job(job: PrintJob, *, at: dt.datetime) -> None:
    """What was printed is live and ends the generation before; what was left out is released.

    A copy issues nothing: its generation stays what it is.
    """
    if job.purpose == Purpose.AGAIN:
        return
    printed = Generation.objects.filter(entries__job=job, entries__outcome=Outcome.PRINTED)
    Generation.objects.live().filter(
        badge__in=list(printed.values_list("badge", flat=True))
    ).update(state=GenerationState.ENDED, ended_at=at, end_reason=job.reason)
    Generation.objects.filter(pk__in=list(printed.values_list("pk", flat=True))).update(
        state=GenerationState.LIVE, issued_at=at
    )
    release_of_job(job)


def release_of_job(job: PrintJob) -> None:
    """No generation is reserved for the job any more."""
    Generation.objects.filter(
        pk__in=PrintEntry.objects.filter(job=job).values("generation"),
        state=GenerationState.RESERVED,
    ).update(state=GenerationState.RELEASED)


def record_issued(job: PrintJob, *, at: dt.datetime) -> None:
    """One audit event per badge that left the printer, by whoever sent the job."""
    printed = Badge.objects.filter(
        generations__entries__job=job, generations__entries__outcome=Outcome.PRINTED
    )
    audit.record_many(
        "badge.copied" if job.purpose == Purpose.AGAIN else "badge.issued",
        targets=[(badge, []) for badge in printed],
        by=job.created_by,
        at=at,
        detail={"job": job.pk, "reason": job.reason} if job.reason else {"job": job.pk},
    )
