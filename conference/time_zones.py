"""Which names of the IANA database name a time zone."""

import zoneinfo
from functools import cache

# Files beside the zones: of no place, of the machine that answers, of the program's own rules.
NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def time_zones() -> frozenset[str]:
    """The same on every machine that has the same database. Former names are among them."""
    return frozenset(zoneinfo.available_timezones() - NO_ZONES)
