"""Clocks are read by the pinned database of time zones."""

import datetime as dt
import zoneinfo
from importlib import resources

import pytest

from conference.time_zones import time_zones

HOURS = [dt.datetime(year, month, 15, 12) for year in range(2020, 2040) for month in range(1, 13)]


@pytest.mark.parametrize("name", ["Africa/Casablanca", "America/Asuncion", "Asia/Dushanbe"])
def test_hosts_own_database_is_not_asked(name: str) -> None:
    """Morocco's rules are others in each year's edition."""
    with resources.files("tzdata.zoneinfo").joinpath(name).open("rb") as file:
        pinned = zoneinfo.ZoneInfo.from_file(file)
    zone = zoneinfo.ZoneInfo(name)

    assert [zone.utcoffset(hour) for hour in HOURS] == [pinned.utcoffset(hour) for hour in HOURS]


def test_files_that_are_no_zones_are_none() -> None:
    assert {"localtime", "Factory", "posixrules"}.isdisjoint(time_zones())
    assert {"Asia/Dushanbe", "UTC", "Portugal"} <= time_zones()
