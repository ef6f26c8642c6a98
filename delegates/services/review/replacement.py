"""Somebody else comes in the place of a delegate: who holds it until that person is approved."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.choices import EXPECTED, GONE, Accreditation
from delegates.models import Delegate
from delegates.services import registering, scopes
from delegates.services.delegations import OF_DRAFTS
from delegates.services.review import handing_in


@transaction.atomic
def replace(
    *, former: Delegate, delegate: Delegate, by: User, at: dt.datetime, is_draft: bool = True
) -> Delegate:
    """A draft in the former's place in the order, and in quotas from its submission on. Nothing of
    an approval passes on; the former is withdrawn when the new person is approved.

    The delegation is held.
    """
    # Whoever comes after them moves on, and may have been registered before.
    registering.hold_people_of(former.delegation)
    (held,) = registering.held_delegates([former]).values()
    scopes.require_people([held.pk], by=by)
    if held.accreditation not in EXPECTED:
        raise DomainError(
            _("%(person)s cannot be replaced: %(state)s.")
            % {"person": held, "state": held.get_accreditation_display()}
        )
    if delegate.delegation_id != held.delegation_id:
        raise DomainError(_("Whoever replaces %s is of the same delegation.") % held)
    before = Delegate.with_drafts.filter(replaces=held).first()
    if before and before.accreditation not in GONE:
        raise DomainError(_("%s is being replaced already.") % held)
    Delegate.with_drafts.filter(replaces=held).update(replaces=None)
    delegate.accreditation = Accreditation.DRAFT
    delegate.replaces = held
    added = registering.register(delegate=delegate, by=by, at=at)
    registering.place_before(delegate=added, other=held, by=by, at=at)
    detail = OF_DRAFTS if is_draft else None
    audit.record("delegate.replacement_added", target=held, by=by, at=at, detail=detail)
    return added


@transaction.atomic
def enter(*, former: Delegate, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """By an officer: submitted at once, to be decided on as anybody."""
    registering.held_delegations([former.delegation_id])
    added = replace(former=former, delegate=delegate, by=by, at=at, is_draft=False)
    return handing_in.submit(delegate=added, by=by, at=at)
