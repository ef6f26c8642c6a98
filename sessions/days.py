"""Programme days: which day of the conference an instant belongs to. Pure."""

import datetime as dt

DAY_ENDS_AT = dt.timedelta(hours=4)
"""At 04:00 in the morning: a late reception belongs to its evening."""


REHEARSALS = dt.timedelta(days=1)
"""People rehearse, and are registered, on the day before the first."""


def is_within_days(day: dt.date, first: dt.date, last: dt.date) -> bool:
    """Whether a conference of these days holds sessions on that one."""
    return first - REHEARSALS <= day <= last


def programme_day(local: dt.datetime) -> dt.date:
    """The programme day of an instant in the conference's zone."""
    return (local.replace(tzinfo=None) - DAY_ENDS_AT).date()
