import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from conference.writing.languages import Localized
from sessions.entries import Entry
from sessions.reading.schedule import Day, common_offset, days, moment

DUSHANBE = ZoneInfo("Asia/Dushanbe")


def entry(
    start: dt.datetime, minutes: int = 60, title: str = "", zone: ZoneInfo = DUSHANBE
) -> Entry:
    start = start.replace(tzinfo=zone)
    return Entry(
        code="a",
        title=Localized(title, "en"),
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=minutes),
        place=None,
        is_closed=False,
        is_cancelled=False,
        sequence=0,
        changed_at=start,
    )


def titles(entries: tuple[Entry, ...]) -> list[str]:
    return [one.title.text for one in entries]


def test_days_of_nothing_are_none() -> None:
    assert days([]) == ()


def test_what_begins_together_shares_a_slot_in_the_order_it_came() -> None:
    nine, ten = dt.datetime(2018, 5, 3, 9), dt.datetime(2018, 5, 3, 10)

    (day,) = days([entry(ten, title="c"), entry(nine, title="b"), entry(nine, title="a")])

    assert [titles(slot.entries) for slot in day.slots] == [["b", "a"], ["c"]]


def test_day_ends_at_four_in_the_morning() -> None:
    late = dt.datetime(2018, 5, 4, 3, 59)
    early = dt.datetime(2018, 5, 4, 4, 0)

    programme = days([entry(late), entry(early)])

    assert [day.date for day in programme] == [dt.date(2018, 5, 3), dt.date(2018, 5, 4)]


def test_session_across_midnight_stays_on_its_evening() -> None:
    reception = entry(dt.datetime(2018, 5, 3, 20), minutes=5 * 60)

    (day,) = days([reception])

    assert day.date == dt.date(2018, 5, 3)


@pytest.mark.parametrize(("hours", "says_so"), [(3, False), (4, False), (5, True), (27, True)])
def test_session_that_ends_after_midnight_says_so(hours: int, says_so: bool) -> None:
    reception = entry(dt.datetime(2018, 5, 3, 20), minutes=hours * 60)

    assert reception.ends_on_another_day is says_so


# Where it is at an instant


@pytest.fixture
def programme() -> tuple[Day, ...]:
    """Thursday from nine until after midnight, Saturday from nine to eleven; Friday has nothing."""
    starts = [(3, 9, 60), (3, 10, 60), (3, 20, 300), (5, 9, 60), (5, 9, 120)]
    return days([entry(dt.datetime(2018, 5, d, hour), length) for d, hour, length in starts])


@pytest.mark.parametrize(
    ("now", "day", "begun"),
    [
        ("2018-05-03T03:59", None, None),
        ("2018-05-03T04:00", 3, None),
        ("2018-05-03T08:59", 3, None),
        ("2018-05-03T09:00", 3, 9),
        ("2018-05-03T15:00", 3, 10),
        ("2018-05-04T00:30", 3, 20),
        ("2018-05-04T01:00", 3, None),
        ("2018-05-04T12:00", 5, None),
        ("2018-05-05T10:30", 5, 9),
        ("2018-05-05T11:00", 5, None),
        ("2018-05-06T04:00", None, None),
    ],
)
def test_moment_is_the_day_it_is_and_what_has_begun_last(
    programme: tuple[Day, ...], now: str, day: int | None, begun: int | None
) -> None:
    found = moment(programme, dt.datetime.fromisoformat(now).replace(tzinfo=DUSHANBE))

    assert (found.day.date.day if found else None) == day
    assert (found.slot.starts_at.hour if found and found.slot else None) == begun


@pytest.mark.parametrize(
    ("now", "day", "begun"),
    [
        ("2018-05-02T12:00", None, None),
        ("2018-05-03T09:30", 3, 9),
        ("2018-05-03T11:30", 3, 9),
        ("2018-05-03T12:00", 3, None),
        ("2018-05-04T09:30", 5, None),
        ("2018-05-06T09:30", None, None),
    ],
)
def test_cancelled_session_is_no_part_of_where_it_is(
    now: str, day: int | None, begun: int | None
) -> None:
    """Whole days before, between and after, and one that would have begun last and ended last."""
    held = [entry(dt.datetime(2018, 5, d, 9), minutes=180) for d in (3, 5)]
    starts = [dt.datetime(2018, 5, d, hour) for d, hour in [(2, 9), (3, 11), (4, 9), (6, 9)]]
    cancelled = [replace(entry(start, minutes=180), is_cancelled=True) for start in starts]
    programme = days([*held, *cancelled])

    found = moment(programme, dt.datetime.fromisoformat(now).replace(tzinfo=DUSHANBE))

    assert (found.day.date.day if found else None) == day
    assert (found.slot.starts_at.hour if found and found.slot else None) == begun


def test_nothing_has_no_moment() -> None:
    assert moment((), dt.datetime(2018, 5, 3, tzinfo=DUSHANBE)) is None


def test_slot_has_an_end_only_when_all_its_entries_end_then() -> None:
    nine = dt.datetime(2018, 5, 3, 9)

    (together,) = days([entry(nine, 60), entry(nine, 60)])[0].slots
    (apart,) = days([entry(nine, 60), entry(nine, 90)])[0].slots

    assert together.ends_at == entry(nine).ends_at
    assert apart.ends_at is None


def test_offset_is_common_only_where_clocks_do_not_change() -> None:
    lisbon = ZoneInfo("Europe/Lisbon")
    before = entry(dt.datetime(2018, 3, 24, 9), zone=lisbon)
    after = entry(dt.datetime(2018, 3, 25, 9), zone=lisbon)

    assert common_offset(days([before])) == "UTC"
    assert common_offset(days([before, after])) == ""
    assert [day.utc_offset for day in days([before, after])] == ["UTC", "UTC+1"]
