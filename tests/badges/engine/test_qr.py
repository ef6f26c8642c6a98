import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from badges.engine import qr


@given(st.binary(min_size=10, max_size=10))
def test_code_is_sixteen_crockford_characters_and_loses_no_bit(raw: bytes) -> None:
    code = qr.encode_code(raw)

    number = sum(qr.ALPHABET.index(digit) << (5 * n) for n, digit in enumerate(reversed(code)))
    assert (len(code), number.to_bytes(10, "big")) == (16, raw)


def test_alphabet_leaves_out_what_is_misread() -> None:
    left_out = set(string.digits + string.ascii_uppercase) - set(qr.ALPHABET)

    assert left_out == set("ILOU")


@pytest.mark.parametrize("length", [0, 9, 11])
def test_code_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        qr.encode_code(b"x" * length)


@pytest.mark.parametrize("code", ["", "0123456789ABCDE", "0123456789ABCDEL", "0123456789abcdef"])
def test_payload_of_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a badge's code"):
        qr.payload(code)


def test_new_codes_differ() -> None:
    assert len({qr.new_code() for _ in range(100)}) == 100


def test_image_is_one_bit_per_module_and_reads_back() -> None:
    text = qr.payload("0123456789ABCDEF")

    picture = Image.open(io.BytesIO(qr.image(text)))

    assert (picture.mode, picture.size) == ("1", (25, 25))
    enlarged = picture.resize((250, 250), Image.Resampling.NEAREST)
    framed = Image.new("1", (330, 330), 1)
    framed.paste(enlarged, (40, 40))
    assert qr.read_back(framed.convert("L")) == "DAIS1:0123456789ABCDEF"


def test_nothing_is_read_back_from_an_empty_page() -> None:
    assert qr.read_back(Image.new("L", (200, 200), 255)) == ""


def test_square_of_modules_is_read_however_it_lies_in_its_picture() -> None:
    """Straight and alone, as our own files have it, and where a reader has to look for it."""
    square = qr.modules(qr.payload("0123456789ABCDEF"))
    among_others = Image.new("1", (40, 40), 1)
    among_others.paste(square, (7, 7))
    among_others.putpixel((0, 0), 0)

    assert qr.read_back(among_others.convert("L"), is_pure=True) == ""
    assert [qr.read_modules(square), qr.read_modules(among_others)] == [
        "DAIS1:0123456789ABCDEF"
    ] * 2
    assert qr.read_modules(Image.new("1", (25, 25), 1)) == ""
