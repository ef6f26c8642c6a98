"""What stands around a session, beside what is found by looking at every other one."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sessions.entries import Entry, here
from sessions.neighbours import Neighbours, Programme

START = dt.datetime(2026, 5, 25, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@st.composite
def programmes(draw: st.DrawFn) -> list[Entry]:
    """Few hours and long sessions: most of them overlap, begin or end together."""
    told = draw(
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(1, 4), st.sampled_from(KINDS)),
            min_size=1,
            max_size=8,
        )
    )
    return [
        Entry(
            code=f"S{number}",
            title=here(f"S{number}"),
            starts_at=START + begins * HOUR,
            ends_at=START + (begins + lasts) * HOUR,
            place=None,
            sequence=0,
            changed_at=START,
            **kind,
        )
        for number, (begins, lasts, kind) in enumerate(sorted(told, key=lambda one: one[0]))
    ]


PLAIN = {"is_closed": False, "is_cancelled": False, "is_quiet": False}
KINDS = [PLAIN, PLAIN, *({**PLAIN, name: True} for name in PLAIN)]


def looked_for_everywhere(entries: list[Entry], one: Entry) -> Neighbours[Entry]:
    others = [
        other
        for other in entries
        if other.code != one.code and not other.is_cancelled and not other.is_quiet
    ]
    beside = [o for o in others if o.starts_at < one.ends_at and one.starts_at < o.ends_at]
    before = [o for o in others if not o.is_closed and o.ends_at <= one.starts_at]
    after = [o for o in others if not o.is_closed and o.starts_at >= one.ends_at]
    return Neighbours(
        () if one.is_cancelled else tuple(beside),
        before[-1] if before else None,
        after[0] if after else None,
    )


@given(programmes())
def test_same_is_found_around_each_session_as_by_looking_at_all(entries: list[Entry]) -> None:
    programme = Programme(entries)

    for one in entries:
        assert programme.around(one) == looked_for_everywhere(entries, one)
