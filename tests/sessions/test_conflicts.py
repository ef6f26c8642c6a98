import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sessions.conflicts import Span, first_clash

MIDNIGHT = dt.datetime(2018, 5, 3, tzinfo=dt.UTC)


def booking(key: int, start: int, end: int, room_id: int = 1) -> Span:
    hour = dt.timedelta(hours=1)
    return Span(key, room_id, MIDNIGHT + start * hour, MIDNIGHT + end * hour)


programmes = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.integers(1, 3)), max_size=8
).map(
    lambda spans: [
        booking(number, start, start + length, room)
        for number, (start, length, room) in enumerate(spans)
    ]
)


def test_one_after_the_other_is_no_clash() -> None:
    assert first_clash([booking(1, 9, 10), booking(2, 10, 11)]) is None


def test_overlap_in_one_room_is_a_clash() -> None:
    long, short = booking(1, 9, 12), booking(2, 10, 11)

    assert first_clash([short, long]) == (long, short)


def test_overlap_in_two_rooms_is_no_clash() -> None:
    assert first_clash([booking(1, 9, 12), booking(2, 10, 11, room_id=2)]) is None


def test_session_does_not_clash_with_itself() -> None:
    assert not booking(1, 9, 10).clashes_with(booking(1, 9, 10))


@given(programmes)
def test_sweep_finds_a_clash_where_comparing_all_pairs_does(bookings: list[Span]) -> None:
    pairs = [(one, other) for one in bookings for other in bookings if one.clashes_with(other)]

    found = first_clash(bookings)

    assert (found is not None) == bool(pairs)
    assert found is None or found in pairs


@given(programmes)
def test_clashing_is_mutual(bookings: list[Span]) -> None:
    assert all(
        one.clashes_with(other) == other.clashes_with(one) for one in bookings for other in bookings
    )
