"""How far work is, and how long it takes as soon as that can be known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.admin.progress import Progress, Reading, left_in_words, seconds_left
from tests.factories import AT

INSTANTS = st.datetimes(min_value=dt.datetime(2000, 1, 1), max_value=dt.datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=dt.UTC)
)


def at(seconds: float) -> dt.datetime:
    return AT + dt.timedelta(seconds=seconds)


def drawing(done: int | None, *, is_last: bool = True) -> Progress:
    return Progress("Drawing.", "Then.", done, 500, is_last=is_last)


@given(INSTANTS, st.integers(0, 10**9))
def test_reading_comes_back_from_an_address(instant: dt.datetime, done: int) -> None:
    assert Reading.parse(str(Reading(instant, done))) == Reading(instant, done)


@pytest.mark.parametrize("forged", ["", "-", "1-", "x-1", "1-x", "9" * 18 + "-1", "1--1", "²-1"])
def test_reading_that_nobody_made_is_none(forged: str) -> None:
    assert Reading.parse(forged) is None


@pytest.mark.parametrize(
    ("progress", "since", "now"),
    [
        (drawing(100), None, at(60)),
        (drawing(None), Reading(at(0), 50), at(60)),
        # The first badge may have waited for a worker, or for a design to be compiled.
        (drawing(100), Reading(at(0), 0), at(60)),
        (drawing(50), Reading(at(0), 50), at(60)),
        (drawing(40), Reading(at(0), 50), at(60)),
        (drawing(100), Reading(at(0), 50), at(3.9)),
        # Something else, at another pace, comes afterwards.
        (drawing(100, is_last=False), Reading(at(0), 50), at(60)),
    ],
)
def test_time_left_is_not_said_before_it_can_be_known(
    progress: Progress, since: Reading | None, now: dt.datetime
) -> None:
    assert seconds_left(progress, since, now) is None


@given(st.integers(1, 499), st.integers(1, 499), st.integers(4, 100_000))
def test_time_left_is_that_of_the_pace_and_not_much_more(
    before: int, gained: int, passed: int
) -> None:
    done = min(before + gained, 500)
    if done == before:
        return
    exact = passed * (500 - done) / (done - before)

    left = seconds_left(drawing(done), Reading(at(0), before), at(passed))

    assert left is not None
    assert exact <= left + 1e-6
    assert left - exact < (5 if exact <= 60 else 60)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (5, "about 5 seconds"),
        (60, "about 60 seconds"),
        (120, "about 2 minutes"),
        (3600, "about 60 minutes"),
    ],
)
def test_time_left_in_words(seconds: int | None, words: str) -> None:
    assert left_in_words(seconds) == words
