"""When an event begins and how long it takes, from how frab, pretalx and older programs say it.

A day of a schedule goes on after midnight: its small hours belong to it, up to `day_change`.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.time_zones import time_zones
from sessions.days import DAY_ENDS_AT

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
# `1:06:00` is a day and six hours to pretalx, and `01:06:00` to others an hour and six minutes.
WITH_DAYS = re.compile(r"(\d):(\d{2}):(\d{2})")
WITH_SECONDS = re.compile(r"(\d{2,3}):(\d{2})(?::\d{2})?|(\d):(\d{2})")
Day = TypeVar("Day", bound=dt.date)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class ScheduleClock:
    """What the file says of its times: those without an offset are of `zone`."""

    zone: zoneinfo.ZoneInfo
    day_change: dt.time

    @classmethod
    def of(cls, about: Mapping[str, str], zone: zoneinfo.ZoneInfo) -> "ScheduleClock":
        """`zone` where the file names none that exists."""
        named = about.get("time_zone_name", "")
        if named in time_zones():
            zone = zoneinfo.ZoneInfo(named)
        usual = dt.time(DAY_ENDS_AT.seconds // 3600)
        return cls(zone, clock_time(about.get("day_change", "")) or usual)

    def start(self, date: str, start: str, day: str) -> dt.datetime:
        """In UTC. `date` and `start` are the event's, `day` is the date of the day it lies in.

        Raises DomainError, in words.
        """
        if not (date or start):
            raise DomainError(_("It has no start."))
        if len(date) > len("2018-05-03"):
            return self._instant(_moment(date))
        if not start:
            raise DomainError(_("It has a date and no time at which it starts."))
        time = clock_time(start)
        if time is None:
            raise DomainError(_("“%s” is no time: its start must be like 09:30.") % _short(start))
        if not (date or day):
            raise DomainError(_("It has no date, and the day that it is in has none."))
        on = _within_reason(_day(date or day))
        if time < self.day_change and (not date or date == day[: len(date)]):
            on += dt.timedelta(days=1)
        return self._instant(dt.datetime.combine(on, time))

    def _instant(self, moment: dt.datetime) -> dt.datetime:
        _within_reason(moment)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(dt.UTC)


def clock_time(text: str) -> dt.time | None:
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2])
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def duration(text: str) -> dt.timedelta:
    """Raises DomainError, in words."""
    if not text:
        raise DomainError(_("It has no duration: nobody can say when it ends."))
    if text.startswith("-"):
        raise DomainError(_("It would end before it starts: its duration is “%s”.") % _short(text))
    days, hours, minutes = 0, 0, 60
    if found := WITH_DAYS.fullmatch(text):
        days, hours, minutes = (int(part) for part in found.groups())
    elif found := WITH_SECONDS.fullmatch(text):
        hours, minutes = (int(part) for part in found.groups() if part is not None)
    length = dt.timedelta(days=days, hours=hours, minutes=minutes)
    if minutes >= 60:
        raise DomainError(_("“%s” is no duration: it must be like 01:30.") % _short(text))
    if not length:
        raise DomainError(_("It would end when it starts: its duration is “%s”.") % _short(text))
    return length


def _within_reason(day: Day) -> Day:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise DomainError(_("It would be in the year %d.") % day.year)
    return day


def _moment(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        words = _("“%s” is no date and time: it must be like 2018-05-03T09:30:00+05:00.")
        raise DomainError(words % _short(text)) from None


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[: len("2018-05-03")])
    except ValueError:
        words = _("“%s” is no date: it must be like 2018-05-03.")
        raise DomainError(words % _short(text)) from None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
