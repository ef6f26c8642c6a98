"""What a delegation shares is given to one of its delegates, and comes back; pins are counted."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from badges.holders.kind import held_delegation, lock_delegates, lock_delegations
from badges.holders.requirements import require_shared
from badges.holders.validity import why_not_valid
from badges.models import Badge, Generation, Handover, LapelPins
from badges.models.times import times_of
from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.models import Delegate, Delegation

MOST_PINS = 999


@transaction.atomic
def give(*, badge: Badge, to: Delegate, by: User, at: dt.datetime) -> Handover:
    """The delegate answers for the badge until it is back.

    Only to a delegate of the delegation who may have a badge: as long as none of its delegates is
    approved, nobody can receive what it shares. Of two who hand over the same badge at once one
    finds it given.
    """
    require_shared(badge)
    delegates = Delegate.objects.filter(pk=to.pk)
    lock_delegates(delegates)
    to = delegates.select_related("delegation").get()
    if to.delegation_id != badge.delegation_id:
        raise DomainError(_("%s is of another delegation.") % to)
    if not to.is_entitled_to_badge:
        raise DomainError(_("%s is not approved to attend.") % to)
    _require_live(badge, at)
    if former := badge.handovers.outside().select_related("given_to").first():
        raise DomainError(_("The badge was given to %s already.") % former.given_to)
    handover = Handover.objects.create(
        conference_id=badge.conference_id, badge=badge, given_to=to, given_at=at, given_by=by
    )
    audit.record("badge.given", target=badge, by=by, at=at, detail={"delegate": to.pk})
    return handover


@transaction.atomic
def take_back(*, badge: Badge, by: User, at: dt.datetime) -> Handover:
    """The badge is at the desk again and can be given to another delegate."""
    require_shared(badge)
    lock_delegations(Delegation.objects.filter(badges=badge))
    handover = badge.handovers.outside().first()
    if handover is None:
        raise DomainError(_("The badge was not given to anybody."))
    handover.back_at, handover.back_by = at, by
    handover.save(update_fields=["back_at", "back_by"])
    audit.record("badge.taken_back", target=badge, by=by, at=at)
    return handover


@transaction.atomic
def give_pins(*, delegation: Delegation, count: int, by: User, at: dt.datetime) -> LapelPins:
    """So many lapel pins more."""
    if not 1 <= count <= MOST_PINS:
        raise DomainError(_("Say how many lapel pins were given: 1 to %d.") % MOST_PINS)
    delegation = held_delegation(delegation)
    if delegation.is_withdrawn:
        raise DomainError(_("%s is withdrawn.") % delegation)
    pins = LapelPins.objects.create(
        conference_id=delegation.conference_id,
        delegation=delegation,
        count=count,
        given_at=at,
        given_by=by,
    )
    audit.record("delegation.pins_given", target=delegation, by=by, at=at, detail={"count": count})
    return pins


def pins_of(delegation: Delegation) -> int:
    return delegation.lapel_pins.aggregate(count=Sum("count"))["count"] or 0


def _require_live(badge: Badge, at: dt.datetime) -> None:
    """Its time may not have begun when it is handed out."""
    live = Generation.objects.live().filter(badge=badge)
    generation = live.select_related("badge__type", "badge__delegation").first()
    if generation is None:
        raise DomainError(_("The badge has not been printed, or was ended."))
    begins = times_of(generation.badge.type).starts_at
    obstacle = why_not_valid(generation, at=max(at, begins) if begins else at)
    if obstacle is not None:
        raise DomainError(_("Not valid. %s") % obstacle.label)
