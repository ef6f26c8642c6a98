"""The columns and the page that explains them to people say the same."""

from pathlib import Path

from django.conf import settings

from delegates.columns import COLUMNS, heading_of


def test_documentation_names_every_column_in_its_words() -> None:
    lines = (Path(settings.ROOT) / "docs/import.md").read_text().splitlines()

    table = [line for line in lines if line.startswith("|")][2:]

    assert table == [f"| {column.label} | {column.explanation} |" for column in COLUMNS]


def test_no_two_columns_share_a_heading() -> None:
    texts = [text for column in COLUMNS for text in (column.name, str(column.label), *column.also)]

    for column in COLUMNS:
        for text in (column.name, str(column.label), *column.also):
            assert heading_of([text]).places == {column.name: 0}
    assert heading_of(texts).unknown == ()
