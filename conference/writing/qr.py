"""An address as a square that a phone reads, small enough to stand in the page itself. Pure."""

import re
from dataclasses import dataclass

import zxingcpp
from PIL import Image

QUIET_MODULES = 4
"""White on each side (ISO/IEC 18004, 6.3.8): without it readers do not find the square."""
DARK = re.compile(b"\x00+")
PAPER_OR_SCREEN = {"ec_level": "L"}
"""Nothing of it is worn or covered, and fewer modules are larger ones."""


@dataclass(frozen=True)
class Square:
    """`size` in modules, its quiet zone included; `path` strokes the dark ones, one unit wide."""

    size: int
    path: str


def square(address: str) -> Square:
    barcode = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, **PAPER_OR_SCREEN)
    # One byte for each module.
    modules = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    whole = Image.fromarray(modules).convert("L")
    width, dots = whole.width, whole.tobytes()
    path = [
        f"M{found.start() - row * width + QUIET_MODULES} {row + QUIET_MODULES}"
        f".5h{found.end() - found.start()}"
        for row in range(width)
        for found in DARK.finditer(dots, row * width, (row + 1) * width)
    ]
    return Square(width + 2 * QUIET_MODULES, "".join(path))
