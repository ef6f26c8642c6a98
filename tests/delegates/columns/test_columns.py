"""No heading of a file means two columns."""

from delegates.columns import COLUMNS, heading_of


def test_no_two_columns_share_a_heading() -> None:
    texts = [text for column in COLUMNS for text in (column.name, str(column.label), *column.also)]

    for column in COLUMNS:
        for text in (column.name, str(column.label), *column.also):
            assert heading_of([text]).places == {column.name: 0}
    assert heading_of(texts).unknown == ()
