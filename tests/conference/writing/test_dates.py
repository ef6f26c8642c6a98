import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone, translation

from conference.writing import dates

THIRD = dt.date(2018, 5, 3)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "3–4 May 2018"),
        ("fr", "3–4 mai 2018"),
        ("es", "3–4 de mayo de 2018"),
        ("ru", "3–4 мая 2018 г."),
        ("ar", "3–4 مايو 2018"),
        ("zh-hans", "2018年5月3日–4日"),
        ("tg", "3–4 майи соли 2018"),
    ],
)
def test_days_of_one_month(language: str, expected: str) -> None:
    with translation.override(language):
        assert dates.days(THIRD, dt.date(2018, 5, 4)) == expected


def test_every_language_of_the_interface_has_its_formats() -> None:
    assert set(dates.FORMATS) == {language for language, _ in settings.LANGUAGES}


def test_days_say_once_what_both_have() -> None:
    assert dates.days(THIRD, THIRD) == "3 May 2018"
    assert dates.days(dt.date(2018, 4, 30), THIRD) == "30 April – 3 May 2018"
    assert dates.days(dt.date(2017, 12, 31), THIRD) == "31 December 2017 – 3 May 2018"


def test_span_says_once_what_both_ends_have() -> None:
    first = dt.datetime.combine(THIRD, dt.time(18, 30))
    late, next_day = first.replace(hour=23, minute=0), first + dt.timedelta(days=1)

    assert dates.span(first, late) == "3 May 2018, 18:30–23:00"
    assert dates.span(first, next_day) == "3 May 2018, 18:30 – 4 May 2018, 18:30"


def test_chinese_days_across_months() -> None:
    with translation.override("zh-hans"):
        assert dates.days(dt.date(2018, 4, 30), THIRD) == "2018年4月30日 – 5月3日"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Thursday 3 May"),
        ("fr", "Jeudi 3 mai"),
        ("es", "Jueves 3 de mayo"),
        ("ru", "Четверг, 3 мая"),
        ("ar", "الخميس، 3 مايو"),
        ("zh-hans", "5月3日 星期四"),
        ("tg", "Панҷшанбе, 3 май"),
    ],
)
def test_weekday(language: str, expected: str) -> None:
    with translation.override(language):
        assert dates.weekday(THIRD) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "3 May 2018, 08:00"), ("ar", "3 مايو 2018، 08:00"), ("ru", "3 мая 2018 г., 08:00")],
)
def test_time_follows_its_day_after_the_comma_of_the_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert dates.day_and_time(dt.datetime.combine(THIRD, dt.time(8))) == expected


def test_tajik_months_take_the_ezafe_before_the_year_only() -> None:
    months = [
        *("январ", "феврал", "март", "апрел", "май", "июн"),
        *("июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    ]
    firsts = [dt.date(2018, month, 1) for month in range(1, 13)]

    with translation.override("tg"):
        assert [dates.day(first) for first in firsts] == [f"1 {m}и соли 2018" for m in months]
        assert [dates.weekday(first).split(", ")[1] for first in firsts] == [
            f"1 {month}" for month in months
        ]
        assert dates.days(dt.date(2018, 4, 30), THIRD) == "30 апрел – 3 майи соли 2018"


def test_tajik_weekdays() -> None:
    week = [dt.date(2018, 4, 30) + dt.timedelta(days=n) for n in range(7)]

    with translation.override("tg"):
        assert [dates.weekday(day).split(", ")[0] for day in week] == [
            "Душанбе",
            "Сешанбе",
            "Чоршанбе",
            "Панҷшанбе",
            "Ҷумъа",
            "Шанбе",
            "Якшанбе",
        ]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Dushanbe", "UTC+5"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC−2:30"),
        ("UTC", "UTC"),
    ],
)
def test_utc_offset(zone: str, expected: str) -> None:
    assert dates.utc_offset(dt.datetime(2018, 5, 3, tzinfo=ZoneInfo(zone))) == expected


def test_moment_is_written_by_day_month_and_year_in_arabic_too() -> None:
    instant = dt.datetime(2018, 5, 3, 14, 0, tzinfo=dt.UTC)

    with timezone.override(dt.UTC), translation.override("ar"):
        assert dates.moment(instant) == "3 مايو 2018, 14:00"
