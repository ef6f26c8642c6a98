from hypothesis import given
from hypothesis import strategies as st

from delegates.category_rules import Rule, category_for

VIP, HEAD, DELEGATE, HOST = 1, 2, 3, 4
HEAD_OF_STATE = 10
HOST_COUNTRY, STATES, MEDIA = 21, 22, 23
TABLE = [
    Rule(VIP, rank_id=HEAD_OF_STATE),
    Rule(HOST, kinds=frozenset({HOST_COUNTRY})),
    Rule(HEAD, kinds=frozenset({STATES}), is_head=True),
    Rule(DELEGATE, kinds=frozenset({STATES})),
]


def test_first_line_that_fits_decides() -> None:
    assert category_for(TABLE, kind_id=STATES, is_head=True, rank_id=HEAD_OF_STATE) == VIP
    assert category_for(TABLE, kind_id=STATES, is_head=True, rank_id=None) == HEAD
    assert category_for(TABLE, kind_id=STATES, is_head=False, rank_id=7) == DELEGATE
    assert category_for(TABLE, kind_id=HOST_COUNTRY, is_head=True, rank_id=None) == HOST


def test_nobody_fits_a_table_without_their_kind() -> None:
    assert category_for(TABLE, kind_id=MEDIA, is_head=False, rank_id=None) is None


rules = st.builds(
    Rule,
    category_id=st.integers(1, 5),
    kinds=st.sampled_from([None, frozenset({STATES}), frozenset({STATES, HOST_COUNTRY})]),
    is_head=st.sampled_from([None, True, False]),
    rank_id=st.sampled_from([None, 1, 2]),
)


@given(
    st.lists(rules),
    st.sampled_from([STATES, HOST_COUNTRY, MEDIA]),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
)
def test_a_last_line_without_conditions_gives_everybody_a_category(
    table: list[Rule], kind_id: int, is_head: bool, rank_id: int | None
) -> None:
    found = category_for([*table, Rule(99)], kind_id=kind_id, is_head=is_head, rank_id=rank_id)

    earlier = category_for(table, kind_id=kind_id, is_head=is_head, rank_id=rank_id)
    assert found == (99 if earlier is None else earlier)
