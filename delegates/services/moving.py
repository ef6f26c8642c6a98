"""A delegate who belongs to another delegation from here on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.models import User
from delegates.models import Delegate, Delegation
from delegates.services import delegations, registering


@transaction.atomic
def move(*, delegate: Delegate, delegation: Delegation, by: User, at: dt.datetime) -> Delegate:
    """The delegate comes last there. Whoever led the former delegation leads it no more."""
    held = registering.held_delegations({delegate.delegation_id, delegation.pk})
    stored = registering.held_delegates([delegate])[delegate.pk]
    if stored.delegation_id != delegate.delegation_id:
        raise DomainError(_("%s has been moved by somebody else in the meantime.") % delegate)
    if stored.delegation_id == delegation.pk:
        raise DomainError(
            _("%(person)s is in %(delegation)s already.")
            % {"person": delegate, "delegation": delegation}
        )
    former = held[delegate.delegation_id]
    if former.head_id == delegate.pk:
        delegations.appoint_head(delegation=former, delegate=None, by=by, at=at)
    return registering.change(delegate=delegate, fields={"delegation": delegation}, by=by, at=at)
