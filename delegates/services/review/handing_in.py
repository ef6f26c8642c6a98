"""Handed in: submitted as far as there are places, and in line for one beyond that."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import User
from delegates.choices import EXPECTED, RESTORABLE, Accreditation
from delegates.models import Delegate
from delegates.services import scopes
from delegates.services.review import admission
from delegates.services.review.held import WRITTEN, held, held_one, require

# Known to its delegation and to organizers, as a draft is.
OF_ITS_DELEGATION = {
    *("leads", "events", "submitted_in", "form_drafts", "proposals", "own_values", "needs"),
    *("review_lease", "replaced_by"),
}


def submit(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    return submit_many(delegates=[delegate], by=by, at=at)[0]


@transaction.atomic
def submit_many(*, delegates: Sequence[Delegate], by: User, at: dt.datetime) -> list[Delegate]:
    """To be decided on, as far as there are places: drafts, whoever waits for a place or is offered
    one, and whoever was corrected, who has theirs. The others are on the waiting list from now on,
    or stay there. Whoever comes first in the delegation's order has a place first.

    All at once: two that submit several, one after another, in other orders end in a deadlock.
    """
    if not delegates:
        return []
    locked = {row.pk: row for row in held(delegates[0].conference, [row.pk for row in delegates])}
    rows = [locked[row.pk] for row in delegates]
    scopes.require_people_within(list(locked), by=by)
    for row in rows:
        row.require_transition_to(Accreditation.SUBMITTED)
        require(row, set(Accreditation) - RESTORABLE, to=Accreditation.SUBMITTED)
    submitted = admitted(rows, by=by, at=at)
    audit.record_many(
        "delegate.submitted",
        targets=[(row, ["accreditation"]) for row in submitted],
        by=by,
        at=at,
    )
    return rows


def admitted(rows: Sequence[Delegate], *, by: User, at: dt.datetime) -> list[Delegate]:
    """Held already: those whom there is a place for are submitted, the others wait for one."""
    asking = _ask_for_a_place(rows)
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


def who_would_wait(rows: Sequence[Delegate]) -> list[Delegate]:
    """Of these, submitted as things stand. What becomes of them is said then."""
    asking = _ask_for_a_place(rows)
    have_place = admission.would_have_places(asking)
    return [row for row, has in zip(asking, have_place, strict=True) if not has]


def _ask_for_a_place(rows: Sequence[Delegate]) -> list[Delegate]:
    """Whoever was returned has one."""
    return [row for row in rows if row.accreditation not in EXPECTED]


@transaction.atomic
def give_place(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    """Whoever waits is submitted, though no place is left: beyond the quota, and said why."""
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why there is a place beyond the quota."))
    row = held_one(delegate)
    scopes.require_within(Delegate.with_drafts, [row.pk], by=by)
    require(row, {Accreditation.WAITING}, to=Accreditation.SUBMITTED)
    row.set_accreditation(Accreditation.SUBMITTED, by=by, at=at)
    row.place_reason = reason
    update_rows([row], WRITTEN)
    audit.record(
        "delegate.given_place",
        target=row,
        by=by,
        at=at,
        fields=["accreditation"],
    )
    return row


def is_named(row: Delegate) -> bool:
    """By whatever is not its delegation's own: a session, a badge, an answer."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()
        for relation in Delegate._meta.related_objects
        if relation.get_accessor_name() not in OF_ITS_DELEGATION
    )
