"""Moving what a TOML file tells in time: what it says of a fixed day becomes so today."""

import datetime as dt
import zoneinfo
from typing import Any

from conference.site.demonstration.tables import Table

DAY = dt.timedelta(days=1)


def opening_tomorrow(told: Table, now: dt.datetime) -> Table:
    """As many days later or earlier as make the opening tomorrow, where the conference is.

    An instant, which has a zone, does not come after `now`; a time of the clocks has none.
    """
    today = now.astimezone(zoneinfo.ZoneInfo(told["time_zone"])).date()
    moved: Table = _moved(told, today + DAY - told["starts_on"], now)
    return moved


def _moved(told: Any, by: dt.timedelta, now: dt.datetime) -> Any:
    match told:
        case dict():
            return {name: _moved(each, by, now) for name, each in told.items()}
        case list():
            return [_moved(each, by, now) for each in told]
        case dt.datetime(tzinfo=dt.tzinfo()):
            return min(told + by, now)
        case dt.date():
            return told + by
    return told
