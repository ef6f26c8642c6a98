"""The square of an address, read back as a phone reads it."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from conference.writing.qr import QUIET_MODULES, square

SHORT = "http://localhost:8000/en/a/agenda/abcdefg/"
LONG = f"https://{'conference.' * 6}example/zh-hans/{'dushanbe-' * 5}2018/agenda/abcdefg/"
A_MODULE = 8


def drawn(path: str, size: int) -> Image.Image:
    picture = Image.new("L", (size * A_MODULE, size * A_MODULE), 255)
    for x, row, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        left, top = int(x) * A_MODULE, int(row) * A_MODULE
        right, bottom = left + int(width) * A_MODULE - 1, top + A_MODULE - 1
        ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill=0)
    return picture


@pytest.mark.parametrize("address", [SHORT, LONG])
def test_square_is_read_as_the_address_and_stands_in_white(address: str) -> None:
    found = square(address)

    picture = drawn(found.path, found.size)
    read = zxingcpp.read_barcode(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert read is not None
    assert read.text == address
    edge = QUIET_MODULES * A_MODULE
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert dark == (edge, edge, picture.width - edge, picture.height - edge)


def test_square_of_an_address_is_small() -> None:
    """It stands in the page of each session in each language."""
    assert len(square(SHORT).path) < 3000
