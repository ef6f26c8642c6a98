"""From draft to decision: every change of what is known of somebody's accreditation."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.database.id_lists import among
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates import own_words
from delegates.choices import EXPECTED, NEEDS_REASON, RESTORABLE, Accreditation
from delegates.models import Delegate
from delegates.outstanding.asking import to_correct_in_words
from delegates.services import scopes
from delegates.services.review import return_mails, waiting_list
from delegates.services.review.handing_in import admitted
from delegates.services.review.held import WRITTEN, held, require

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
# These free a place.
LEAVING = {Accreditation.REJECTED, Accreditation.WITHDRAWN}


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
    handed in is not decided on: see `handing_in.submit`. The reason stays with the people and goes
    with them: it is not on the trail, which nothing leaves.
    """
    reason = reason.strip()
    if accreditation in NEEDS_REASON and not reason:
        raise DomainError(_("Give a reason: it stays with the decision."))
    if fields and not to_correct_in_words(conference).keys() >= set(fields):
        raise DomainError(_("Choose the fields to correct from the list."))
    result = Decisions()
    asked = list(delegate_ids)
    if accreditation == Accreditation.APPROVED:
        hold_with_replaced(conference, asked)
    rows = held(conference, asked)
    # A delegation withdraws its own people; officers alone decide all else.
    is_own = accreditation == Accreditation.WITHDRAWN
    beyond = _replacing_beyond(asked, by) if accreditation == Accreditation.APPROVED else set()
    for row in scopes.in_reach(rows, by) if is_own else rows.in_scope_of(by):
        try:
            row.require_transition_to(accreditation)
            require(row, DECIDED_FROM.get(accreditation, ()), to=accreditation)
            _require_reached(row, beyond)
        except DomainError as error:
            result.refused.append((row, str(error)))
            continue
        result.decided.append(row)
    done = result.decided
    if accreditation == Accreditation.SUBMITTED:
        done = admitted(result.decided, by=by, at=at)
    else:
        for row in done:
            row.set_accreditation(accreditation, by=by, at=at, reason=reason, fields=fields)
        update_rows(done, WRITTEN)
    audit.record_many(
        ACTIONS[accreditation],
        targets=[(row, ["accreditation"]) for row in done],
        by=by,
        at=at,
        detail=_detail(accreditation, fields),
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


def hold_with_replaced(conference: Conference, ids: Sequence[int]) -> None:
    """Whom some of these are to replace is held with them, all in one order."""
    if former := replaced_by(ids):
        list(held(conference, [*ids, *former]))


def replaced_by(ids: Sequence[int]) -> list[int]:
    """Whom these are to replace: whoever approves somebody withdraws them."""
    rows = Delegate.with_drafts.filter(replaced_by__in=among(ids)).order_by()
    return list(rows.values_list("pk", flat=True))


def _replacing_beyond(ids: Sequence[int], by: User) -> set[int]:
    """Whom this officer does not approve: somebody beyond their scope would be withdrawn."""
    rows = Delegate.with_drafts.filter(pk__in=among(ids)).replacing_beyond(by)
    return set(rows.order_by().values_list("pk", flat=True))


def _require_reached(row: Delegate, beyond: Collection[int]) -> None:
    if row.pk in beyond:
        raise DomainError(
            _(
                "%s replaces somebody whom your staff role is not for: it is left to an officer"
                " whose role is for both."
            )
            % row
        )


def _withdraw_replaced(
    conference: Conference, approved: Sequence[Delegate], *, by: User, at: dt.datetime
) -> None:
    """Whoever held the place for one of these does not attend from now on; a badge ends with it."""
    new = {row.replaces_id: row for row in approved if row.replaces_id}
    if not new:
        return
    expected = held(conference, [pk for pk in new if pk]).filter(accreditation__in=EXPECTED)
    rows = list(expected.select_related("delegation"))
    for row in rows:
        # Kept, and read by the delegation.
        own_language = row.delegation.correspondence_language or conference.principal_language
        with translation.override(own_language):
            words = _("Replaced by %s.") % new[row.pk].reference
        row.set_accreditation(Accreditation.WITHDRAWN, by=by, at=at, reason=words)
    update_rows(rows, WRITTEN)
    targets = [(row, ["accreditation"]) for row in rows]
    audit.record_many("delegate.replaced", targets=targets, by=by, at=at)
    bell.ring_on_commit(waiting_list.WAKE, queue=waiting_list.QUEUE)


def _detail(accreditation: Accreditation, fields: Sequence[str]) -> dict[str, Any] | None:
    """What is to be corrected is about the person: why stays with them, and goes with them."""
    if accreditation != Accreditation.RETURNED:
        return None
    own = [name for name in fields if name.startswith(own_words.PREFIX)]
    detail: dict[str, Any] = {"fields": [name for name in fields if name not in own]}
    detail["own_fields"] = [int(name.removeprefix(own_words.PREFIX)) for name in own]
    return {name: named for name, named in detail.items() if named} or None


def approve(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Grant the right to attend."""
    return _decide_one(delegate, Accreditation.APPROVED, by=by, at=at)


def reject(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    return _decide_one(delegate, Accreditation.REJECTED, by=by, at=at, reason=reason)


def withdraw(
    *,
    delegate: Delegate,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Delegate:
    """The delegate does not attend after all; a live badge is no longer valid."""
    return _decide_one(
        delegate,
        Accreditation.WITHDRAWN,
        by=by,
        at=at,
        reason=reason,
    )


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
