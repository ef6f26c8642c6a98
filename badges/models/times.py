"""When badges of a type open: at the times of the type and, on a side where it has none, at those
of the session they are for.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from badges import occasions
from badges.choices import Obstacle
from badges.models.types import BadgeType
from badges.occasions import Occasion


@dataclass(frozen=True)
class OpeningTimes:
    """Half-open; None on a side without a bound."""

    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    takes_place: bool = True

    def obstacle(self, at: dt.datetime) -> Obstacle | None:
        """Why a badge does not open then. `BadgeTypeQuerySet.open` is the set form."""
        if not self.takes_place:
            return Obstacle.SESSION_IS_OFF
        if self.starts_at is not None and at < self.starts_at:
            return Obstacle.NOT_OPEN_YET
        if self.ends_at is not None and at >= self.ends_at:
            return Obstacle.NO_LONGER_OPEN
        return None


def times_of(badge_type: BadgeType) -> OpeningTimes:
    """One query where the type is for a session, else none."""
    return times_of_each([badge_type])[badge_type.pk]


def times_of_each(types: Iterable[BadgeType]) -> dict[int, OpeningTimes]:
    """By the ids of the types, in at most one query."""
    types = list(types)
    found = occasions.find_each({row.occasion for row in types} - {""})
    return {row.pk: times_with(row, found.get(row.occasion)) for row in types}


def times_with(badge_type: BadgeType, occasion: Occasion | None) -> OpeningTimes:
    """Where the session that the type is for is known."""
    if not badge_type.occasion:
        return OpeningTimes(badge_type.starts_at, badge_type.ends_at)
    if occasion is None:
        return OpeningTimes(badge_type.starts_at, badge_type.ends_at, takes_place=False)
    return OpeningTimes(
        badge_type.starts_at or occasion.starts_at,
        badge_type.ends_at or occasion.ends_at,
        occasion.takes_place,
    )
