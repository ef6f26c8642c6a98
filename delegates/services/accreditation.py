"""The decision that a delegate may attend, and its reversal."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.database.id_lists import among
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates import shown
from delegates.choices import NEEDS_REASON, Accreditation
from delegates.models import Delegate

ACTIONS = {
    Accreditation.APPROVED: "delegate.approved",
    Accreditation.REJECTED: "delegate.rejected",
    Accreditation.WITHDRAWN: "delegate.withdrawn",
    Accreditation.PENDING: "delegate.restored",
}
DECIDED = ["accreditation", "decided_at", "decided_by_id", "decision_reason"]
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
) -> Decisions:
    """Decide on each delegate whose state allows it; the others are named with why not."""
    reason = reason.strip()
    if accreditation in NEEDS_REASON and not reason:
        raise DomainError(_("Give a reason: it stays with the decision."))
    rows = (
        Delegate.objects.for_conference(conference)
        .filter(pk__in=among(delegate_ids))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    result = Decisions()
    for row in rows:
        try:
            row.require_transition_to(accreditation)
        except DomainError as error:
            result.refused.append((row, str(error)))
            continue
        row.set_decision(accreditation, by=by, at=at, reason=reason)
        result.decided.append(row)
    update_rows(result.decided, ["accreditation", "decided_at", "decided_by", "decision_reason"])
    audit.record_many(
        ACTIONS[accreditation],
        targets=[(row, ["accreditation"]) for row in result.decided],
        by=by,
        at=at,
        detail={"reason": reason} if reason else None,
    )
    return result


def approve(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Grant the right to attend."""
    return _decide_one(delegate, Accreditation.APPROVED, by=by, at=at)


def reject(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    return _decide_one(delegate, Accreditation.REJECTED, by=by, at=at, reason=reason)


def withdraw(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    """The delegate does not attend after all; a live badge is no longer valid."""
    return _decide_one(delegate, Accreditation.WITHDRAWN, by=by, at=at, reason=reason)


def restore(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Back to a pending decision after a rejection or a withdrawal."""
    return _decide_one(delegate, Accreditation.PENDING, by=by, at=at)


@transaction.atomic
def undo_approval(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """The decision is open again, as if nobody had approved: by who did or an organizer, and never
    once a badge is issued.
    """
    row = (
        Delegate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference")
        .get(pk=delegate.pk)
    )
    why_not = why_not_undone(row, by=by)
    if why_not:
        raise DomainError(why_not)
    row.set_decision(Accreditation.PENDING, by=by, at=at)
    update_rows([row], ["accreditation", "decided_at", "decided_by", "decision_reason"])
    audit.record("delegate.approval_undone", target=row, by=by, at=at, fields=["accreditation"])
    return row


def why_not_undone(delegate: Delegate, *, by: User) -> str:
    """Why this user cannot take the approval back, in words; "" where they can."""
    if delegate.accreditation != Accreditation.APPROVED:
        return _("%s is no longer approved.") % delegate
    if delegate.decided_by_id != by.pk and not by.has_perm(ORGANIZING, delegate):
        return _("Only the person who approved %s or an organizer can undo it.") % delegate
    if shown.holders_of_live_badges(delegate.conference, [delegate.pk]):
        return _("%s has a badge already: withdraw or reject instead.") % delegate
    return ""


@transaction.atomic
def undo_withdrawal(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """The delegate is again what was decided before, as if nobody had withdrawn them: by who did or
    an organizer. A badge that was not ended since is valid again.
    """
    row = (
        Delegate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference")
        .get(pk=delegate.pk)
    )
    why_not = why_withdrawal_stays(row, by=by)
    if why_not:
        raise DomainError(why_not)
    before = _before_withdrawal(row)
    for name in DECIDED:
        setattr(row, name, before[name])
    update_rows([row], DECIDED)
    audit.record("delegate.withdrawal_undone", target=row, by=by, at=at, fields=["accreditation"])
    return row


def why_withdrawal_stays(delegate: Delegate, *, by: User) -> str:
    """Why this user cannot take the withdrawal back, in words; "" where they can."""
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
    before: Mapping[str, Any] | None = rows.order_by("pk").values(*DECIDED).last()
    return before or {
        "accreditation": Accreditation.PENDING,
        "decided_at": None,
        "decided_by_id": None,
        "decision_reason": "",
    }


def _decide_one(
    delegate: Delegate,
    accreditation: Accreditation,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> Delegate:
    result = decide_many(
        delegate_ids=[delegate.pk],
        conference=delegate.conference,
        accreditation=accreditation,
        by=by,
        at=at,
        reason=reason,
    )
    if result.refused:
        raise DomainError(result.refused[0][1])
    return result.decided[0]


def has_decisions(delegate: Delegate) -> bool:
    """Whether anything was ever decided on the delegate, taken back or not."""
    return AuditEvent.objects.filter(
        target_type=Delegate._meta.label_lower, target_id=delegate.pk, action__in=ACTIONS.values()
    ).exists()
