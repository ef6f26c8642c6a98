"""The columns of import and export, and what the documentation says of them."""

import re

from django.conf import settings

from delegates.columns import COLUMNS

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_documentation_explains_exactly_the_columns() -> None:
    text = (settings.ROOT / "docs" / "import.md").read_text(encoding="utf-8")

    documented = ROW.findall(text)[1:]

    assert documented == [(str(column.label), str(column.explanation)) for column in COLUMNS]
