"""From draft to decision: every change of what is known of somebody's accreditation."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.database.id_lists import among
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates import own_words, shown
from delegates.asking import to_correct_in_words
from delegates.choices import EXPECTED, NEEDS_REASON, RESTORABLE, Accreditation
from delegates.models import Delegate, DelegateQuerySet
from delegates.services.review import admission, return_mails, waiting_list

ACTIONS = {
    Accreditation.APPROVED: "delegate.approved",
    Accreditation.REJECTED: "delegate.rejected",
    Accreditation.WITHDRAWN: "delegate.withdrawn",
    Accreditation.RETURNED: "delegate.returned",
    Accreditation.SUBMITTED: "delegate.restored",
}
# From which a decision leads there: whoever hands somebody in or takes them back decides nothing.
DECIDED_FROM = {state: set(Accreditation) for state in ACTIONS} | {
    Accreditation.SUBMITTED: RESTORABLE
}
WRITTEN = [
    *("accreditation", "decided_at", "decided_by", "decision_reason", "returned_fields"),
    *("waiting_since", "offered_until", "submitted_at"),
]
KEPT = ["accreditation", "decided_at", "decided_by_id", "decision_reason", "returned_fields"]
# Known to its delegation and to organizers, as a draft is.
OF_ITS_DELEGATION = {
    *("leads", "events", "submitted_in", "form_drafts", "proposals", "own_values", "needs"),
    *("review_lease", "replaced_by"),
}
NOTHING_DECIDED: dict[str, Any] = {
    "decided_at": None,
    "decided_by_id": None,
    "decision_reason": "",
    "returned_fields": "",
}
# These free a place.
LEAVING = {Accreditation.REJECTED, Accreditation.WITHDRAWN}
# What organizers alone may.
ORGANIZING = "conference.change_conference"


@dataclass
class Decisions:
    """What a decision on many delegates did: those decided, and those refused with the reason."""

    decided: list[Delegate] = field(default_factory=list)
    refused: list[tuple[Delegate, str]] = field(default_factory=list)


@transaction.atomic
def decide_many(
    *,
    delegate_ids: Iterable[int],
    conference: Conference,
    accreditation: Accreditation,
    by: User,
    at: dt.datetime,
    reason: str = "",
    fields: Sequence[str] = (),
) -> Decisions:
    """Decide on each delegate whose state allows it; the others are named with why not.

    `fields` are the columns and own fields that a delegation is to correct in whoever is returned
    to it. Back to submitted is restored, or on the waiting list where no place is left; whoever is
    handed in is not decided on: see `submit`.
    """
    reason = reason.strip()
    if accreditation in NEEDS_REASON and not reason:
        raise DomainError(_("Give a reason: it stays with the decision."))
    if fields and not to_correct_in_words(conference).keys() >= set(fields):
        raise DomainError(_("Choose the fields to correct from the list."))
    result = Decisions()
    asked = list(delegate_ids)
    if accreditation == Accreditation.APPROVED:
        _hold_with_replaced(conference, asked)
    for row in _held(conference, asked).in_scope_of(by):
        try:
            row.require_transition_to(accreditation)
            _require(row, DECIDED_FROM.get(accreditation, ()), to=accreditation)
        except DomainError as error:
            result.refused.append((row, str(error)))
            continue
        result.decided.append(row)
    done = result.decided
    if accreditation == Accreditation.SUBMITTED:
        done = _admitted(result.decided, by=by, at=at)
    else:
        for row in done:
            row.set_accreditation(accreditation, by=by, at=at, reason=reason, fields=fields)
        update_rows(done, WRITTEN)
    audit.record_many(
        ACTIONS[accreditation],
        targets=[(row, ["accreditation"]) for row in done],
        by=by,
        at=at,
        detail=_detail(accreditation, reason, fields),
    )
    _follow(accreditation, done, conference, by=by, at=at)
    return result


def _follow(
    accreditation: Accreditation,
    done: Sequence[Delegate],
    conference: Conference,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """What comes of decisions, beside the states."""
    if accreditation == Accreditation.RETURNED:
        return_mails.tell(done, at=at)
    if accreditation == Accreditation.APPROVED:
        _withdraw_replaced(conference, done, by=by, at=at)
    if accreditation in LEAVING:
        bell.ring_on_commit(waiting_list.WAKE, queue=waiting_list.QUEUE)


def _hold_with_replaced(conference: Conference, ids: Sequence[int]) -> None:
    """Whom some of these are to replace is held with them, all in one order."""
    rows = Delegate.with_drafts.filter(replaced_by__in=among(ids)).order_by()
    if former := list(rows.values_list("pk", flat=True)):
        list(_held(conference, [*ids, *former]))


def _withdraw_replaced(
    conference: Conference, approved: Sequence[Delegate], *, by: User, at: dt.datetime
) -> None:
    """Whoever held the place for one of these does not attend from now on; a badge ends with it."""
    new = {row.replaces_id: row for row in approved if row.replaces_id}
    if not new:
        return
    rows = list(_held(conference, [pk for pk in new if pk]).filter(accreditation__in=EXPECTED))
    for row in rows:
        words = _("Replaced by %s.") % new[row.pk].reference
        row.set_accreditation(Accreditation.WITHDRAWN, by=by, at=at, reason=words)
    update_rows(rows, WRITTEN)
    targets = [(row, ["accreditation"]) for row in rows]
    audit.record_many("delegate.replaced", targets=targets, by=by, at=at)
    bell.ring_on_commit(waiting_list.WAKE, queue=waiting_list.QUEUE)


def _detail(
    accreditation: Accreditation, reason: str, fields: Sequence[str]
) -> dict[str, Any] | None:
    """What is to be corrected is about the person: why stays with them, and goes with them."""
    if accreditation == Accreditation.RETURNED:
        own = [name for name in fields if name.startswith(own_words.PREFIX)]
        detail: dict[str, Any] = {"fields": [name for name in fields if name not in own]}
        detail["own_fields"] = [int(name.removeprefix(own_words.PREFIX)) for name in own]
        return {name: named for name, named in detail.items() if named} or None
    return {"reason": reason} if reason else None


def approve(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Grant the right to attend."""
    return _decide_one(delegate, Accreditation.APPROVED, by=by, at=at)


def reject(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    return _decide_one(delegate, Accreditation.REJECTED, by=by, at=at, reason=reason)


def withdraw(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    """The delegate does not attend after all; a live badge is no longer valid."""
    return _decide_one(delegate, Accreditation.WITHDRAWN, by=by, at=at, reason=reason)


def restore(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Submitted again, to be decided on, after a rejection or a withdrawal."""
    return _decide_one(delegate, Accreditation.SUBMITTED, by=by, at=at)


def return_(
    *, delegate: Delegate, fields: Sequence[str], reason: str, by: User, at: dt.datetime
) -> Delegate:
    """The delegation is to correct these fields, or what the reason says, and submit again. Its
    focal points are told by mail.
    """
    return _decide_one(delegate, Accreditation.RETURNED, by=by, at=at, reason=reason, fields=fields)


def submit(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    return submit_many(delegates=[delegate], by=by, at=at)[0]


@transaction.atomic
def submit_many(*, delegates: Sequence[Delegate], by: User, at: dt.datetime) -> list[Delegate]:
    """To be decided on, as far as there are places: drafts, whoever waits for a place or is offered
    one, and whoever was corrected, who has theirs. The others are on the waiting list from now on,
    in this order, or stay there.

    All at once: two that submit several, one after another, in other orders end in a deadlock.
    """
    if not delegates:
        return []
    held = {row.pk: row for row in _held(delegates[0].conference, [row.pk for row in delegates])}
    rows = [held[row.pk] for row in delegates]
    for row in rows:
        row.require_transition_to(Accreditation.SUBMITTED)
        _require(row, set(Accreditation) - RESTORABLE, to=Accreditation.SUBMITTED)
    submitted = _admitted(rows, by=by, at=at)
    audit.record_many(
        "delegate.submitted",
        targets=[(row, ["accreditation"]) for row in submitted],
        by=by,
        at=at,
    )
    return rows


def _admitted(rows: Sequence[Delegate], *, by: User, at: dt.datetime) -> list[Delegate]:
    """Held already: those whom there is a place for are submitted, the others wait for one."""
    asking = [row for row in rows if row.accreditation not in EXPECTED]
    have_place = dict(zip(asking, admission.have_places(asking), strict=True))
    submitted = [row for row in rows if have_place.get(row, True)]
    put_in_line = [row for row in asking if not have_place[row] and row.waiting_since is None]
    for row in submitted:
        row.set_accreditation(Accreditation.SUBMITTED, by=by, at=at)
    for row in put_in_line:
        row.set_accreditation(Accreditation.WAITING, by=by, at=at)
    update_rows([*submitted, *put_in_line], WRITTEN)
    audit.record_many(
        "delegate.put_on_waiting_list",
        targets=[(row, ["accreditation"]) for row in put_in_line],
        by=by,
        at=at,
    )
    return submitted


@transaction.atomic
def give_place(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    """Whoever waits is submitted, though no place is left: beyond the quota, and said why."""
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why there is a place beyond the quota."))
    row = _held_one(delegate)
    _require(row, {Accreditation.WAITING}, to=Accreditation.SUBMITTED)
    _move(row, Accreditation.SUBMITTED, by=by, at=at)
    audit.record(
        "delegate.given_place",
        target=row,
        by=by,
        at=at,
        fields=["accreditation"],
        detail={"reason": reason},
    )
    return row


@transaction.atomic
def take_back(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """A draft again, which nobody but the delegation and organizers sees.

    Only whoever waits for a place: officers are at work on what is submitted, and answer it. Nor
    whom something names already, which would name a draft from then on.
    """
    row = _held_one(delegate)
    if row.accreditation == Accreditation.WAITING and is_named(row):
        raise DomainError(_("%s is named elsewhere already: withdraw instead.") % row)
    _move(row, Accreditation.DRAFT, by=by, at=at)
    audit.record("delegate.made_draft", target=row, by=by, at=at, fields=["accreditation"])
    return row


def _move(row: Delegate, to: Accreditation, *, by: User, at: dt.datetime) -> None:
    row.require_transition_to(to)
    row.set_accreditation(to, by=by, at=at)
    update_rows([row], WRITTEN)


def _held(conference: Conference, ids: Iterable[int]) -> DelegateQuerySet:
    """Locked in one order, drafts included."""
    rows = Delegate.with_drafts.for_conference(conference).filter(pk__in=among(ids))
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def _held_one(delegate: Delegate) -> Delegate:
    rows = _held(delegate.conference, [delegate.pk])
    return rows.select_related("conference").get()


def is_named(row: Delegate) -> bool:
    """By whatever is not its delegation's own: a session, a badge, an answer."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()
        for relation in Delegate._meta.related_objects
        if relation.get_accessor_name() not in OF_ITS_DELEGATION
    )


def _require(row: Delegate, states: Collection[str], *, to: Accreditation) -> None:
    """Of one state two ways lead to the same: they are asked for by different people."""
    if row.accreditation not in states:
        row.refuse_transition_to(to)


@transaction.atomic
def undo_approval(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """The decision is open again, as if nobody had approved: by who did or an organizer, and never
    once a badge is issued.
    """
    row = _held_one(delegate)
    why_not = why_not_undone(row, by=by)
    if why_not:
        raise DomainError(why_not)
    row.set_accreditation(Accreditation.SUBMITTED, by=by, at=at)
    update_rows([row], WRITTEN)
    audit.record("delegate.approval_undone", target=row, by=by, at=at, fields=["accreditation"])
    return row


def why_not_undone(delegate: Delegate, *, by: User) -> str:
    """Why this user cannot take the approval back, in words; "" where they can."""
    if delegate.accreditation != Accreditation.APPROVED:
        return _("%s is no longer approved.") % delegate
    if delegate.decided_by_id != by.pk and not by.has_perm(ORGANIZING, delegate):
        return _("Only the person who approved %s or an organizer can undo it.") % delegate
    if Delegate.objects.filter(
        replaced_by=delegate.pk, accreditation=Accreditation.WITHDRAWN
    ).exists():
        return _("%s has replaced somebody, who is withdrawn: withdraw or reject instead.") % (
            delegate
        )
    if shown.holders_of_live_badges(delegate.conference, [delegate.pk]):
        return _("%s has a badge already: withdraw or reject instead.") % delegate
    return ""


@transaction.atomic
def undo_withdrawal(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """The delegate is again what was decided before, as if nobody had withdrawn them: by who did or
    an organizer. A badge that was not ended since is valid again.

    Whose place somebody else has by now waits for one; who waited before is last in line.
    """
    row = _held_one(delegate)
    why_not = why_withdrawal_stays(row, by=by)
    if why_not:
        raise DomainError(why_not)
    before = _before_withdrawal(row)
    if before["accreditation"] in EXPECTED and not all(admission.have_places([row])):
        before = {"accreditation": Accreditation.WAITING} | NOTHING_DECIDED
    for name in KEPT:
        setattr(row, name, before[name])
    if row.accreditation == Accreditation.WAITING:
        row.waiting_since = at
    update_rows([row], [*KEPT, "waiting_since"])
    audit.record("delegate.withdrawal_undone", target=row, by=by, at=at, fields=["accreditation"])
    return row


def why_withdrawal_stays(delegate: Delegate, *, by: User) -> str:
    """Why this user cannot take the withdrawal back, in words; "" where they can."""
    if delegate.erased_at:
        return _("This person is erased.")
    if delegate.accreditation != Accreditation.WITHDRAWN:
        return _("%s is no longer withdrawn.") % delegate
    if delegate.decided_by_id != by.pk and not by.has_perm(ORGANIZING, delegate):
        return _("Only the person who withdrew %s or an organizer can undo it.") % delegate
    return ""


def was_approved_before(delegate: Delegate) -> bool:
    """Whether an undone withdrawal leaves an approval."""
    return bool(_before_withdrawal(delegate)["accreditation"] == Accreditation.APPROVED)


def _before_withdrawal(delegate: Delegate) -> Mapping[str, Any]:
    """By the history; whoever has none from before is to be decided on."""
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    rows = history.filter(pgh_obj_id=delegate.pk).exclude(accreditation=Accreditation.WITHDRAWN)
    before: Mapping[str, Any] | None = rows.order_by("pk").values(*KEPT).last()
    return before or {"accreditation": Accreditation.SUBMITTED} | NOTHING_DECIDED


def _decide_one(
    delegate: Delegate,
    accreditation: Accreditation,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
    fields: Sequence[str] = (),
) -> Delegate:
    result = decide_many(
        delegate_ids=[delegate.pk],
        conference=delegate.conference,
        accreditation=accreditation,
        by=by,
        at=at,
        reason=reason,
        fields=fields,
    )
    if result.refused:
        raise DomainError(result.refused[0][1])
    if not result.decided:
        raise DomainError(_("%s is beyond what your staff role is for.") % delegate)
    return result.decided[0]


def has_decisions(delegate: Delegate) -> bool:
    """Whether anything was ever decided on the delegate, taken back or not."""
    return AuditEvent.objects.filter(
        target_type=Delegate._meta.label_lower, target_id=delegate.pk, action__in=ACTIONS.values()
    ).exists()
