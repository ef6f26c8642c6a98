"""When the code of a badge says that it opens, whatever times its type and conference are given."""

import datetime as dt

import pytest

from badges.services.openings import BEFORE, window_of
from conference.models import Conference
from tests.factories import BadgeTypeFactory


def at(year: int, month: int = 1) -> dt.datetime:
    return dt.datetime(year, month, 1, tzinfo=dt.UTC)


def test_badge_for_building_up_or_taking_down_has_more_than_a_quarter_of_an_hour(
    conference: Conference,
) -> None:
    before = BadgeTypeFactory(conference=conference, ends_at=at(2018, 2))
    after = BadgeTypeFactory(conference=conference, starts_at=at(2018, 9))

    assert window_of(before, conference).start == at(2018, 2) - BEFORE
    assert window_of(before, conference).end == at(2018, 2)
    assert window_of(after, conference).start == at(2018, 9)
    assert window_of(after, conference).end == at(2018, 9) + BEFORE


@pytest.mark.parametrize("year", [1, 1990, 2477, 2600, 9999])
def test_times_that_no_code_can_say_stop_no_job(conference: Conference, year: int) -> None:
    begins = BadgeTypeFactory(conference=conference, starts_at=at(year, 12))
    ends = BadgeTypeFactory(conference=conference, ends_at=at(year, 2))

    for one in (begins, ends):
        window = window_of(one, conference)
        assert at(2000) <= window.start < window.end < at(2479)
