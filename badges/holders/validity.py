"""Whether a badge opens anything now: asked, never stored (design decision 13)."""

import datetime as dt

from django.db.models import Q

from badges import holders
from badges.choices import GenerationState, Obstacle
from badges.models import BadgeType, Generation


def why_not_valid(generation: Generation, *, at: dt.datetime) -> Obstacle | None:
    """None where it is live, its type opens then, and its holder is entitled to it."""
    if generation.state != GenerationState.LIVE:
        return Obstacle.NO_LONGER_LIVE
    return holders.why_closed(generation.badge) or outside_its_time(generation.badge.type, at)


def outside_its_time(badge_type: BadgeType, at: dt.datetime) -> Obstacle | None:
    """Blank on a side it has no bound there."""
    if badge_type.starts_at is not None and at < badge_type.starts_at:
        return Obstacle.NOT_OPEN_YET
    if badge_type.ends_at is not None and at >= badge_type.ends_at:
        return Obstacle.NO_LONGER_OPEN
    return None


def valid(at: dt.datetime) -> Q:
    """The set form, of generations: those of which there is nothing to say why not."""
    begun = Q(badge__type__starts_at__isnull=True) | Q(badge__type__starts_at__lte=at)
    not_over = Q(badge__type__ends_at__isnull=True) | Q(badge__type__ends_at__gt=at)
    return Q(state=GenerationState.LIVE) & begun & not_over & holders.opens("badge__")
