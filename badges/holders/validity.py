"""Whether a badge opens anything now: asked, never stored (design decision 13)."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Case, Q, When

from badges import holders
from badges.choices import GenerationState, Obstacle
from badges.models import Badge, BadgeType, Generation
from badges.models.badges import BadgeQuerySet, GenerationQuerySet
from badges.models.times import OpeningTimes, times_of_each


def why_not_valid(generation: Generation, *, at: dt.datetime) -> Obstacle | None:
    """None where it is live, its type opens then, its holder is entitled to it, and it is carried
    beside a valid personal badge where its type wants that.
    """
    return why_each_is_not_valid([generation], at=at).get(generation.pk)


def why_each_is_not_valid(
    generations: Collection[Generation], *, at: dt.datetime
) -> dict[int, Obstacle]:
    """The same of a few, by their ids, in as many queries."""
    beside = [row.badge_id for row in generations if row.badge.type.is_beside_personal]
    alone = without_personal(Badge.objects.filter(pk__in=beside), at=at) if beside else set()
    times = times_of_each(row.badge.type for row in generations)
    reasons = {row.pk: _why_not(row, alone, times, at) for row in generations}
    return {pk: obstacle for pk, obstacle in reasons.items() if obstacle}


def _why_not(
    generation: Generation,
    alone: Collection[int],
    times: Mapping[int, OpeningTimes],
    at: dt.datetime,
) -> Obstacle | None:
    if generation.state != GenerationState.LIVE:
        return Obstacle.NO_LONGER_LIVE
    badge = generation.badge
    return (
        holders.why_closed(badge)
        or times[badge.type_id].obstacle(at)
        or (Obstacle.NO_PERSONAL_BADGE if badge.pk in alone else None)
    )


def without_personal(badges: BadgeQuerySet, *, at: dt.datetime) -> set[int]:
    """Ids of those that open only together with a valid personal badge, and nobody who carries
    them has one then.
    """
    is_beside_one = Case(When(_beside_personal(at), then=True), default=False)
    alone = badges.filter(type__is_beside_personal=True).annotate(is_beside_one=is_beside_one)
    return set(alone.filter(is_beside_one=False).order_by().values_list("pk", flat=True))


def valid_personal(at: dt.datetime) -> GenerationQuerySet:
    """The set form, of personal badges: delegates hold them, and none needs another beside it."""
    of_delegates = holders.DELEGATES.entitled("badge__delegate__")
    return Generation.objects.personal().filter(_live(at) & of_delegates)


def _live(at: dt.datetime) -> Q:
    """Of generations: live, and in the time of their type."""
    return Q(state=GenerationState.LIVE, badge__type__in=BadgeType.objects.open(at))


def _beside_personal(at: dt.datetime, path: str = "") -> Q:
    return holders.beside(valid_personal(at), path)
