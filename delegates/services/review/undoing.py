"""A decision that is undone: as if nobody had approved, or nobody had withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import User
from delegates import shown
from delegates.choices import EXPECTED, Accreditation
from delegates.models import Delegate
from delegates.services import scopes
from delegates.services.review import admission
from delegates.services.review.held import WRITTEN, held_one

KEPT = [
    *("accreditation", "decided_at", "decided_by_id", "decision_reason", "returned_fields"),
    "place_reason",
]
NOTHING_DECIDED: dict[str, Any] = {
    "decided_at": None,
    "decided_by_id": None,
    "decision_reason": "",
    "returned_fields": "",
    "place_reason": "",
}
# What organizers alone may.
ORGANIZING = "conference.change_conference"


@transaction.atomic
def undo_approval(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """The decision is open again, as if nobody had approved: by who did or an organizer, and never
    once a badge is issued.
    """
    row = held_one(delegate)
    scopes.require_within(Delegate.with_drafts, [row.pk], by=by)
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
    row = held_one(delegate)
    scopes.require_within(Delegate.with_drafts, [row.pk], by=by)
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
    before: dict[str, Any] | None = rows.order_by("pk").values("delegation", *KEPT).last()
    if before is None:
        return {"accreditation": Accreditation.SUBMITTED} | NOTHING_DECIDED
    # Written to another delegation, it is not read by this one.
    is_of_now = before["delegation"] == delegate.delegation_id
    return before if is_of_now else before | {"decision_reason": ""}
