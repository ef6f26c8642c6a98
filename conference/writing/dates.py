"""Days and offsets written as each language writes them. Pure functions.

The names of months and days are Django's; its own formats are not used because they have no
ranges, write English as in the United States and Tajik without the ezafe, which a month takes
only before its year.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format
from django.utils.translation import get_language

TO = "–"


@dataclass(frozen=True)
class DayFormats:
    """Formats of django.utils.dateformat; `first_*` are for the first day of a range."""

    full: str = "j E Y"
    first_in_month: str = "j"
    first_in_year: str = "j E"
    last_in_month: str = ""
    last_in_year: str = ""
    weekday: str = "l, j E"
    before_time: str = ", "


FORMATS = {
    "en": DayFormats(weekday="l j F"),
    "fr": DayFormats(full="j F Y", first_in_year="j F", weekday="l j F"),
    "es": DayFormats(full=r"j \d\e F \d\e Y", first_in_year=r"j \d\e F", weekday=r"l j \d\e F"),
    "ru": DayFormats(full="j E Y г."),
    "ar": DayFormats(weekday="l، j E", before_time="، "),
    "zh-hans": DayFormats(
        full="Y年n月j日",
        first_in_month="Y年n月j日",
        first_in_year="Y年n月j日",
        last_in_month="j日",
        last_in_year="n月j日",
        weekday="n月j日 l",
    ),
    "tg": DayFormats(full="j Eи соли Y"),
}


def day(value: dt.date) -> str:
    """`3 May 2018`."""
    return formatted(value, _formats().full)


def weekday(value: dt.date) -> str:
    """`Thursday 3 May`."""
    text = formatted(value, _formats().weekday)
    return text[:1].upper() + text[1:]


def days(first: dt.date, last: dt.date) -> str:
    """`3–4 May 2018`, `30 April – 2 May 2018`; what is said twice is said once."""
    formats = _formats()
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        end = formatted(last, formats.last_in_month or formats.full)
        return f"{formatted(first, formats.first_in_month)}{TO}{end}"
    if first.year == last.year:
        end = formatted(last, formats.last_in_year or formats.full)
        return f"{formatted(first, formats.first_in_year)} {TO} {end}"
    return f"{day(first)} {TO} {day(last)}"


def day_and_time(local: dt.datetime) -> str:
    """`3 May 2018, 08:00` on the clock that the instant is on."""
    return f"{day(local.date())}{_formats().before_time}{local:%H:%M}"


def weekday_and_time(local: dt.datetime) -> str:
    """`Thursday 3 May, 09:00` on the clock that the instant is on."""
    return f"{weekday(local.date())}{_formats().before_time}{local:%H:%M}"


def ends_on_another_day(first: dt.datetime, last: dt.datetime) -> bool:
    """After the midnight that follows the start: the clock of the end alone would not say when."""
    return (last - dt.timedelta.resolution).date() != first.date()


def clocks(first: dt.datetime, last: dt.datetime) -> str:
    """`09:00–10:30`, `22:00 – Friday 4 May, 01:00`: for where the day of the start is known."""
    if ends_on_another_day(first, last):
        return f"{first:%H:%M} {TO} {weekday_and_time(last)}"
    return f"{first:%H:%M}{TO}{last:%H:%M}"


def weekday_span(first: dt.datetime, last: dt.datetime) -> str:
    """`Thursday 3 May, 09:00–10:30`; the days are those that the clocks are on, at night too."""
    return f"{weekday(first.date())}, {clocks(first, last)}"


def span(first: dt.datetime, last: dt.datetime) -> str:
    """`3 May 2018, 08:00–18:00`; both ends are on one clock."""
    if first.date() == last.date():
        return f"{day_and_time(first)}{TO}{last:%H:%M}"
    return f"{day_and_time(first)} {TO} {day_and_time(last)}"


def moment_in_full(instant: dt.datetime) -> str:
    """`29 November 2026, 18:09`, where one is working: in what is said of one thing."""
    return day_and_time(timezone.localtime(instant))


def day_there(instant: dt.datetime) -> str:
    """`29 November 2026` of an instant, where one is working."""
    return day(timezone.localtime(instant).date())


def moment(instant: dt.datetime) -> str:
    """`29 Nov 2026, 18:09`, where one is working: in tables and lists, under each other."""
    return date_format(timezone.localtime(instant), "SHORT_DATETIME_FORMAT")


def lately(instant: dt.datetime) -> str:
    """`14:00` of today, else the moment: on a list of the last few an hour alone is of today."""
    there = timezone.localtime(instant)
    return f"{there:%H:%M}" if there.date() == timezone.localdate() else moment(instant)


def utc_offset(instant: dt.datetime) -> str:
    """`UTC+5`, `UTC−3:30` with a real minus sign, `UTC`. The instant must know its zone."""
    offset = instant.utcoffset()
    assert offset is not None
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def _formats() -> DayFormats:
    return FORMATS.get(get_language() or "en", FORMATS["en"])
