"""The code on a badge, and the square that a scanner reads.

The code is 80 random bits and says nothing about a person; what it opens is asked of the system.
Prefix and code stay within QR's alphanumeric characters (ISO/IEC 18004), so that the square has
25 modules a side at a quarter of redundancy (level Q).
"""

import io

import zxingcpp
from PIL import Image, ImageOps

from conference import randomness

PREFIX = "DAIS1:"
CODE_BYTES = 10
CODE_LENGTH = 16
QUIET_MODULES = 4
# Enough pixels a module for a reader that has to look for the square.
SCALE = 8

# Douglas Crockford's base 32: no I, L, O or U to be misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def encode_code(raw: bytes) -> str:
    """Ten bytes as sixteen characters. Raises ValueError for any other length."""
    if len(raw) != CODE_BYTES:
        raise ValueError(f"a code has {CODE_BYTES} bytes, not {len(raw)}")
    number = int.from_bytes(raw, "big")
    digits = (ALPHABET[number >> (5 * place) & 31] for place in range(CODE_LENGTH))
    return "".join(digits)[::-1]


def new_code() -> str:
    return encode_code(randomness.octets(CODE_BYTES))


def payload(code: str) -> str:
    """What the square says. Raises ValueError for what is not a code."""
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise ValueError("not a badge's code")
    return PREFIX + code


def image(text: str) -> bytes:
    """A PNG of one bit per pixel and one pixel per module, without its quiet zone.

    Four modules of white belong around it (`QUIET_MODULES`): the design keeps them free. One bit
    per module stays exact at every resolution and costs a third of drawing an SVG.
    """
    out = io.BytesIO()
    modules(text).save(out, "PNG")
    return out.getvalue()


def modules(text: str) -> Image.Image:
    """One bit and one pixel for each module of the square."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    square = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    return Image.fromarray(square).convert("1")


def read_back(picture: Image.Image, *, is_pure: bool = False) -> str:
    """The text of the one QR code in a picture, "" when there is none that can be read.

    `is_pure`: there is nothing else in it, and it stands straight.
    """
    found = zxingcpp.read_barcode(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        is_pure=is_pure,
    )
    return found.text if found else ""


def read_modules(square: Image.Image) -> str:
    """The same of a square as `modules` gives it; whatever else it is, it is looked for in it."""
    framed = ImageOps.expand(square.convert("L"), QUIET_MODULES, fill=255)
    size = (framed.width * SCALE, framed.height * SCALE)
    return read_back(framed, is_pure=True) or read_back(
        framed.resize(size, Image.Resampling.NEAREST)
    )
