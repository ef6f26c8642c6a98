"""What focal points do to the delegation that they register, within what is theirs to do.

The rules are asked here, of rows that are held: registration may have closed, somebody may have
been accredited or the focal point's access ended, since the page was shown.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.models import User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, FocalPoint, is_open_for
from delegates.services import delegations, registration


@transaction.atomic
def place_before(*, delegate: Delegate, other: Delegate | None, by: User, at: dt.datetime) -> None:
    """See `registration.place_before`. The order is theirs, whatever was decided on people."""
    _held(delegate.delegation, by, at)
    registration.place_before(delegate=delegate, other=other, by=by, at=at)


@transaction.atomic
def name_head(
    *, delegation: Delegation, delegate: Delegate | None, by: User, at: dt.datetime
) -> Delegation:
    """Who leads stands on the badge of whoever is accredited: then it is the secretariat's."""
    held = _held(delegation, by, at)
    _require_undecided([row for row in (held.head, delegate) if row is not None])
    return delegations.appoint_head(delegation=held, delegate=delegate, by=by, at=at)


def _held(delegation: Delegation, by: User, at: dt.datetime) -> Delegation:
    held = registration.held_delegations([delegation.pk])[delegation.pk]
    if not FocalPoint.objects.standing().filter(delegation=held, user=by).exists():
        raise DomainError(_("You are no longer a focal point of this delegation."))
    if not is_open_for(held, at):
        raise DomainError(_("Registration is closed. Ask the secretariat of the conference."))
    return held


def _require_undecided(people: Sequence[Delegate]) -> None:
    for person in registration.held_delegates(people).values():
        if person.accreditation == Accreditation.APPROVED:
            raise DomainError(
                _("%s is accredited already: ask the secretariat to change who leads.") % person
            )
