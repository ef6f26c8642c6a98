import datetime as dt
from zoneinfo import ZoneInfo

from conference.writing.languages import Localized
from sessions.reading.entries import Entry
from sessions.reading.schedule import common_offset, days

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
    assert not reception.ends_on_another_day


def test_session_until_the_next_programme_day_says_so() -> None:
    exhibition = entry(dt.datetime(2018, 5, 3, 14), minutes=27 * 60)

    assert exhibition.ends_on_another_day


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
