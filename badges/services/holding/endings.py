"""A badge ends without another in its place: it was lost, or is needed no more."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from badges.choices import ENDING, GenerationState, Reason
from badges.models import Badge
from badges.services.printing import generations
from conference import audit
from conference.errors import DomainError
from conference.models import User


@transaction.atomic
def end(*, badge: Badge, reason: str, by: User, at: dt.datetime) -> Badge:
    """Its live generation opens nothing from now on. The next one has the serial and another code.

    Nothing is published meanwhile.
    """
    if reason not in ENDING:
        raise DomainError(_("Say why the badge ends."))
    generations.lock_counter(badge.conference)
    live = badge.generations.filter(state=GenerationState.LIVE)
    if not live.update(state=GenerationState.ENDED, ended_at=at, end_reason=Reason(reason)):
        raise DomainError(_("Badge %s has not been printed, or was ended.") % badge)
    audit.record("badge.invalidated", target=badge, by=by, at=at, detail={"reason": reason})
    return badge
