"""The partials of a delegation's sheet know no door: what may be done, and where, comes with it."""

import re
from pathlib import Path

import pytest

from conference import embedded

PARTIALS = sorted((embedded.ROOT / "templates/delegates/sheet").glob("*.html"))
OF_A_DOOR = re.compile(
    r"is_staff|is_superuser|\bperms\b|\brequest\b|\buser\b|\bopts\b|admin|{%-?\s*url\b"
)


def test_there_are_partials() -> None:
    assert len(PARTIALS) > 5


@pytest.mark.parametrize("partial", PARTIALS, ids=lambda path: path.name)
def test_partial_asks_nobody_who_they_are_and_names_no_address(partial: Path) -> None:
    assert OF_A_DOOR.findall(partial.read_text()) == []


@pytest.mark.parametrize(
    "words",
    [
        "{% if user.is_staff %}",
        "{% load admin_urls %}",
        "{% url 'admin:index' %}",
        "{{ opts.app }}",
    ],
)
def test_what_belongs_to_a_door_is_found(words: str) -> None:
    assert OF_A_DOOR.search(words)
