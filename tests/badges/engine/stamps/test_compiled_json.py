import json

import pytest

from badges.engine.design.language import parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.stamps.compiled import Compiled, not_taken_apart
from badges.engine.stamps.compiled_json import as_json, from_json
from badges.supplies import COMPILATIONS
from tests.badges.engine.people import people, pictures


def there_and_back(value: Compiled) -> object:
    return from_json("name", json.loads(json.dumps(as_json("name", value))))


def test_compiled_design_comes_back_equal_to_the_last_bit() -> None:
    compiled = [
        COMPILATIONS.compiled(content, parse(shipped(A6_PORTRAIT)), pictures().__getitem__)
        for content in people(3)
    ]

    assert [there_and_back(each) for each in compiled] == compiled
    assert all(each.texts and each.pictures for each in compiled)


@pytest.mark.parametrize(
    "value", [not_taken_apart("why"), b"\x00\xff%PDF", (0.1, 2.0), True, False]
)
def test_what_else_is_kept_comes_back_equal(value: Compiled) -> None:
    found = there_and_back(value)

    assert (found, type(found)) == (value, type(value))


def test_value_of_one_design_is_not_taken_for_another() -> None:
    stored = as_json("one", b"art")

    with pytest.raises(ValueError, match="something else"):
        from_json("another", stored)
