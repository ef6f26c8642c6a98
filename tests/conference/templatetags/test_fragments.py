"""Parts of pages that are made once for many of them."""

from typing import Any

import pytest
from django.template import Context, Template, VariableDoesNotExist
from django.test import RequestFactory

from conference.templatetags.fragments import Fragments, keep_fragments

PART = Template("{% load fragments %}{% kept place.key %}{{ place.name }} {{ word }}{% endkept %}")


def written(fragments: Fragments, **values: Any) -> str:
    request = RequestFactory().get("/")
    keep_fragments(request, fragments)
    return PART.render(Context({"request": request, **values}))


def test_part_is_made_once_for_each_value_of_its_keys() -> None:
    fragments: Fragments = {}
    hall, room = {"key": 1, "name": "Hall"}, {"key": 2, "name": "Room"}

    told = [
        written(fragments, place=place, word=word) for word, place in enumerate([hall, room, hall])
    ]

    assert told == ["Hall 0", "Room 1", "Hall 0"]


def test_key_that_there_is_not_is_an_error() -> None:
    """All pages would have the first one's part."""
    with pytest.raises(VariableDoesNotExist):
        written({}, place={"name": "Hall"}, word=0)
