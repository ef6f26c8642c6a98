"""When a session ends whose day was not typed: it follows from its start."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy

from sessions.days import DAY_ENDS_AT

# Until when a night belongs to the evening before.
NIGHT_ENDS_AT = dt.time(DAY_ENDS_AT.seconds // 3600)


def after(starts_at: dt.datetime, time: dt.time) -> dt.datetime:
    """The instant of an end whose day was left blank: on the day of the start.

    What ends in the small hours ends in the night that follows.
    """
    start = timezone.localtime(starts_at)
    day = start.date()
    if time <= start.time() and time <= NIGHT_ENDS_AT:
        day += dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, time))


SAME_DAY = gettext_lazy("Blank: the day of the start.")
