"""Days and times in templates, as each language writes them."""

import datetime as dt

from django import template

from conference.writing import dates

register = template.Library()
register.filter(dates.day)
register.filter(dates.day_and_time)
register.filter(dates.day_there)
register.filter(dates.moment)
register.filter(dates.moment_in_full)
register.filter(dates.weekday)
register.filter(dates.utc_offset)
register.filter(dates.clocks)
register.filter(dates.lately)


@register.filter
def clock(value: dt.datetime) -> str:
    """`09:00` on the clock of the value's own zone, which Django's filters would convert from."""
    return f"{value:%H:%M}"


@register.filter
def iso(value: dt.datetime) -> str:
    """For `datetime` attributes: `2018-05-03T09:00:00+05:00`."""
    return value.isoformat()
