"""An instant as people and files write it: on the clocks of the venue, to the minute. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

AS_WRITTEN = "%Y-%m-%d %H:%M"


def written(instant: dt.datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime(AS_WRITTEN)


def instant_of(text: str, zone: ZoneInfo) -> dt.datetime:
    """Of an hour that comes twice, when clocks go back, the first."""
    return dt.datetime.strptime(text, AS_WRITTEN).replace(tzinfo=zone)
