"""A serial with its check digit is found, and one that was misread is not taken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import serials

SERIALS = st.integers(1, 999_999_999)


def test_check_digit_is_that_of_its_source() -> None:
    """The example of the thesis that describes it."""
    assert serials.check_digit("572") == "4"


@given(SERIALS)
def test_printed_serial_is_read(serial: int) -> None:
    assert serials.read(serials.printed(serial)) == serial


@given(SERIALS, st.data())
def test_one_wrong_digit_is_noticed(serial: int, data: st.DataObject) -> None:
    text = serials.printed(serial)
    places = [at for at, character in enumerate(text) if character != "-"]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[at]]))

    assert serials.read(text[:at] + other + text[at + 1 :]) is None


@given(SERIALS, st.data())
def test_two_exchanged_digits_are_noticed(serial: int, data: st.DataObject) -> None:
    digits, _, check = serials.printed(serial).partition("-")
    whole = digits + check
    at = data.draw(st.integers(0, len(whole) - 2))
    exchanged = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]

    found = serials.read(f"{exchanged[:-1]}-{exchanged[-1]}")

    assert found == (serial if exchanged == whole else None)


@pytest.mark.parametrize("text", ["", "00260", "00260-", "-4", "00260-44", "00260 4", "0026O-4"])
def test_what_is_no_printed_serial_is_none(text: str) -> None:
    assert serials.read(text) is None
