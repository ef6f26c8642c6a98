"""The square of a badge's code: drawn, and read back as a scanner reads it."""

import io

import zxingcpp
from PIL import Image, ImageOps

from badges.engine import codes

QUIET_MODULES = 4
# Without the small kinds of QR code: the reader takes a corner of a whole one for a Micro QR code
# now and then, at 150 dots an inch of one badge in some thousands.
FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
# Enough pixels a module for a reader that has to look for the square.
SCALE = 8


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
    # A token is as large whatever it says: the design's place for it is measured for that.
    size = {"ec_level": "Q"} if text.startswith(codes.PREFIX) else {"ec_level": "M", "version": 6}
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, **size)
    square = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    return Image.fromarray(square).convert("1")


def read_back(picture: Image.Image, *, is_pure: bool = False) -> str:
    """The text of the one QR code in a picture, "" when there is none that can be read.

    `is_pure`: there is nothing else in it, and it stands straight.
    """
    found = zxingcpp.read_barcode(
        picture,
        formats=FORMATS,
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
