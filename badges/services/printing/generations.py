"""Generations of badges: reserved with a job, issued with its file, released without one."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from django.db.models import Max

from badges.choices import GenerationState, Outcome, Purpose
from badges.engine import codes
from badges.engine.content import as_stored
from badges.engine.tokens import Token
from badges.holders import KindOfHolder, kind_of
from badges.models import Badge, BadgeType, Generation, PrintEntry, PrintJob, SerialCounter
from badges.services.openings import Opening, Openings
from badges.services.signing import Signer
from badges.snapshot import SharedContents, parts_of_badge
from badges.standing.print_plan import Designs
from conference import audit
from conference.database.id_lists import among
from conference.database.row_inserts import insert_rows, new_ids
from conference.models import Conference
from delegates.models import Delegation

DRAFTED_AT_ONCE = 1_000


def lock_counter(conference: Conference) -> SerialCounter:
    """Holds the conference's printing still: two jobs are neither sent nor published at once.

    Behind a job, delegations and delegates, before badges: whoever locks otherwise stands still
    with somebody who has locked so.
    """
    SerialCounter.objects.get_or_create(conference=conference)
    return SerialCounter.objects.select_for_update().get(conference=conference)


class Draft(NamedTuple):
    """What a holder's next badge will show, but for what it is given when it is reserved.

    `shared` and `own` are what stands between the braces of a JSON object. Thousands of drafts are
    held at once: what their badges share is one value, and text takes half the room as bytes.
    """

    delegation_id: int | None
    design_version_id: int
    opening: Opening
    shared: bytes
    own: bytes


class Chosen(NamedTuple):
    """What a job prints for a holder, and with whose badges."""

    generation_id: int
    delegation_id: int | None


def drafts(job: PrintJob, holder_ids: Sequence[int], look: Callable[[], None]) -> dict[int, Draft]:
    """By holder; who has no category or no design has none. Asks `look` every now and then."""
    found: dict[int, Draft] = {}
    writer = _DraftWriter(job)
    for start in range(0, len(holder_ids), DRAFTED_AT_ONCE):
        look()
        found.update(writer.drafts(holder_ids[start : start + DRAFTED_AT_ONCE]))
    return found


class _DraftWriter:
    def __init__(self, job: PrintJob) -> None:
        self.kind = kind_of(job.type)
        self.language = job.language
        self.designs = Designs(job.conference, job.type_id)
        delegations = Delegation.objects.for_conference(job.conference)
        self.contents = SharedContents(job.conference, delegations, job.type_id)
        self.openings = Openings(job.type, job.conference, self.contents.categories)
        self.shared: dict[tuple[int | None, int | None], bytes] = {}

    def drafts(self, holder_ids: Sequence[int]) -> Iterator[tuple[int, Draft]]:
        kind = self.kind
        for row in kind.values(kind.rows().filter(pk__in=among(holder_ids))):
            version = self.designs.for_category(row.category_id)
            if version is not None and (row.category_id or not kind.is_of_category):
                shared = self.shared_by(row.category_id, row.delegation_id)
                own = _members(as_stored(kind.parts(row, self.contents.conference)))
                opening = self.openings.of(row.category_id)
                yield row.pk, Draft(row.delegation_id, version.pk, opening, shared, own)

    def shared_by(self, category_id: int | None, delegation_id: int | None) -> bytes:
        key = (category_id, delegation_id)
        if key not in self.shared:
            self.shared[key] = _members(self.contents.of(self.language, *key))
        return self.shared[key]


def _members(parts: Mapping[str, Any]) -> bytes:
    """What stands between the braces of a JSON object."""
    return json.dumps(parts, ensure_ascii=False)[1:-1].encode()


@dataclass(frozen=True)
class Reservation:
    """Of which type and so of what holds it, in whose name, when, signed by which key and from
    which numbers.

    Call with the counter locked.
    """

    counter: SerialCounter
    signer: Signer
    type_id: int
    kind: KindOfHolder[Any]
    by_id: int
    at: dt.datetime


def reserve(drafts: Mapping[int, Draft], reservation: Reservation) -> list[Chosen]:
    """The next generation of each holder's badge, reserved, with what it will show.

    In the order of the drafts. A badge once numbered keeps its serial.
    """
    badges = _badges_of(drafts, reservation)
    ids = new_ids(Generation, len(drafts))
    conference_id = reservation.counter.conference_id
    insert_rows(
        Generation,
        ["id", "conference", "badge", "number", "code", "content", "design_version", "reserved_by"],
        (
            (
                pk,
                conference_id,
                badge.pk,
                badge.last_number + 1,
                code,
                _completed(draft, badge, code, reservation.signer),
                draft.design_version_id,
                reservation.by_id,
            )
            for pk, (holder_id, draft) in zip(ids, drafts.items(), strict=True)
            for badge, code in [(badges[holder_id], codes.new_code())]
        ),
    )
    return [Chosen(pk, draft.delegation_id) for pk, draft in zip(ids, drafts.values(), strict=True)]


def _completed(draft: Draft, badge: "_Numbered", code: str, signer: Signer) -> str:
    token = Token(
        signer.fingerprint,
        badge.serial,
        badge.last_number + 1,
        draft.opening.badge_type,
        draft.opening.category,
        draft.opening.zones,
        draft.opening.window,
        codes.decode_code(code),
    )
    parts = [
        draft.shared,
        draft.own,
        _members(parts_of_badge(badge.serial, code, token.signed(signer.sign))),
    ]
    return f"{{{b', '.join(filter(None, parts)).decode()}}}"


class _Numbered(NamedTuple):
    """A badge, with the number of its last generation."""

    pk: int
    serial: int
    last_number: int


def _badges_of(holder_ids: Collection[int], reservation: Reservation) -> dict[int, _Numbered]:
    """By holder; whoever has none gets the next serial, in the given order."""
    key = reservation.kind.key
    found = {
        holder_id: _Numbered(pk, serial, last or 0)
        for holder_id, pk, serial, last in Badge.objects.filter(
            type=reservation.type_id, **{f"{key}__in": among(holder_ids)}
        )
        .order_by()
        .values_list(key, "pk", "serial")
        .annotate(last=Max("generations__number"))
    }
    without = [pk for pk in holder_ids if pk not in found]
    return found | _new_badges(without, reservation) if without else found


def _new_badges(holder_ids: Sequence[int], reservation: Reservation) -> dict[int, _Numbered]:
    counter, kind = reservation.counter, reservation.kind
    new = {
        holder_id: _Numbered(pk, serial, 0)
        for holder_id, pk, serial in zip(
            holder_ids, new_ids(Badge, len(holder_ids)), count(counter.next_serial), strict=False
        )
    }
    insert_rows(
        Badge,
        ["id", "conference", "type", "holder", kind.key, "serial", "created_at"],
        (
            (
                badge.pk,
                counter.conference_id,
                reservation.type_id,
                kind.holder,
                holder_id,
                badge.serial,
                reservation.at,
            )
            for holder_id, badge in new.items()
        ),
    )
    counter.next_serial += len(new)
    counter.save(update_fields=["next_serial"])
    return new


def live_of(holder_ids: Sequence[int], badge_type: BadgeType) -> list[Chosen]:
    """The live generation of each holder's badge of the type, in the order of the holders."""
    kind = kind_of(badge_type)
    live = Generation.objects.of_type(badge_type.pk).live()
    found = {
        holder_id: Chosen(pk, delegation_id)
        for holder_id, delegation_id, pk in live.filter(
            **{f"badge__{kind.key}__in": among(holder_ids)}
        ).values_list(f"badge__{kind.key}", f"badge__{kind.delegation}", "pk")
    }
    return [found[pk] for pk in holder_ids]


def issue_of_job(job: PrintJob, *, at: dt.datetime) -> None:
    """What was printed is live and ends the generation before; what was left out is released.

    A copy issues nothing: its generation stays what it is.
    """
    if job.purpose == Purpose.AGAIN:
        return
    printed = Generation.objects.filter(entries__job=job, entries__outcome=Outcome.PRINTED)
    badges = dict(printed.values_list("badge", "pk"))
    Generation.objects.live().filter(badge__in=among(badges.keys())).update(
        state=GenerationState.ENDED, ended_at=at, end_reason=job.reason
    )
    Generation.objects.filter(pk__in=among(badges.values())).update(
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
    audit.record_alike(
        "badge.copied" if job.purpose == Purpose.AGAIN else "badge.issued",
        targets=printed,
        conference=job.conference,
        by=job.created_by,
        at=at,
        detail={"job": job.pk, "reason": job.reason} if job.reason else {"job": job.pk},
    )
