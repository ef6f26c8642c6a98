"""What the code of a badge says that it opens: zones by their numbers, and when."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from badges.engine.tokens import FIRST_QUARTER, LAST_QUARTER, QUARTER, Window
from badges.models import BadgeType
from badges.models.times import times_of
from conference.models import Conference, Zone
from delegates.models import Category

# Where its type does not say it, a badge opens from so long before the first day, for those who
# come to prepare, until the morning of the second day after the last, for those who take down.
BEFORE = dt.timedelta(days=14)
AFTER = dt.timedelta(days=2, hours=4)
# What a code says of a badge that is of no category: they are counted from one.
NO_CATEGORY = 0
# As long as a token can say.
LONGEST = dt.timedelta(days=682)


class Opening(NamedTuple):
    """`zones` has a bit for each."""

    badge_type: int
    category: int
    zones: int
    window: Window


class Openings:
    """Of badges of one type, worked out once for each category, and for none.

    The zones are those of the type, where it has any, else those of the category; the categories
    come with theirs.
    """

    def __init__(
        self,
        badge_type: BadgeType,
        conference: Conference,
        categories: Mapping[int, Category],
    ) -> None:
        self.badge_type = badge_type
        self.categories = categories
        own = badge_type.type_zones.select_related("zone")
        self.own_zones = _bits(row.zone for row in own)
        self.window = window_of(badge_type, conference)
        self.known: dict[int | None, Opening] = {}

    def of(self, category_id: int | None) -> Opening:
        if category_id not in self.known:
            category = self.categories[category_id] if category_id else None
            opened = category.category_zones.all() if category else ()
            self.known[category_id] = Opening(
                self.badge_type.number,
                category.number if category else NO_CATEGORY,
                self.own_zones or _bits(row.zone for row in opened),
                self.window,
            )
        return self.known[category_id]


def _bits(zones: Iterable[Zone]) -> int:
    return sum(1 << zone.number for zone in zones)


def window_of(badge_type: BadgeType, conference: Conference) -> Window:
    """Never empty, whatever dates the conference is given, and no longer than a token can say."""
    midnight = dt.time(tzinfo=conference.zone)
    first = dt.datetime.combine(conference.starts_on, midnight)
    last = dt.datetime.combine(conference.ends_on, midnight)
    times = times_of(badge_type)
    starts_at, ends_at = times.starts_at, times.ends_at
    # A badge for those who build up may end before the usual time begins; one for those who take
    # down may begin after it is over.
    starts_at = starts_at or min(first - BEFORE, ends_at - BEFORE if ends_at else first)
    ends_at = ends_at or max(last + AFTER, starts_at + BEFORE)
    starts_at = min(max(starts_at, FIRST_QUARTER), LAST_QUARTER - QUARTER)
    ends_at = min(max(ends_at, starts_at + QUARTER), starts_at + LONGEST, LAST_QUARTER)
    return Window.between(starts_at, ends_at)
