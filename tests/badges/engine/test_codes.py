import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.engine import codes


@given(st.binary(min_size=10, max_size=10))
def test_code_is_sixteen_crockford_characters_and_loses_no_bit(raw: bytes) -> None:
    code = codes.encode_code(raw)

    number = sum(codes.ALPHABET.index(digit) << (5 * n) for n, digit in enumerate(reversed(code)))
    assert (len(code), number.to_bytes(10, "big")) == (16, raw)


def test_alphabet_leaves_out_what_is_misread() -> None:
    left_out = set(string.digits + string.ascii_uppercase) - set(codes.ALPHABET)

    assert left_out == set("ILOU")


@pytest.mark.parametrize("length", [0, 9, 11])
def test_code_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        codes.encode_code(b"x" * length)


@pytest.mark.parametrize("code", ["", "0123456789ABCDE", "0123456789ABCDEL", "0123456789abcdef"])
def test_payload_of_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a badge's code"):
        codes.payload(code)


def test_new_codes_differ() -> None:
    assert len({codes.new_code() for _ in range(100)}) == 100
