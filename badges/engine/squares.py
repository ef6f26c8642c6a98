"""How large the code of a drawn badge is, and how much white is around it.

A camera at a door needs modules of 0.45 mm, which is 18.5 mm for the 41 of a token, and four of
them white on every side (ISO/IEC 18004, quiet zone).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw

from badges.engine import tokens
from badges.engine.qr import QUIET_MODULES, modules
from conference.pdf.marks import Rectangle

LEAST_MILLIMETRES = 18.5
SIDE = modules(tokens.NO_TOKEN).width
POINTS_PER_MILLIMETRE = 72 / 25.4
DPI = 300
PIXELS_PER_POINT = DPI / 72
# The edge of a picture may fall within a pixel.
EDGE = 2
# Of a channel: what is printed as white, colours of JPEG and smoothing allowed for.
WHITE, WHITEST = 250, 255
# A picture in a pattern in a picture of a page: no design nests them deeper.
DEEPEST = 8


@dataclass(frozen=True)
class Square:
    """`width` is the shorter side, in millimetres."""

    width: float
    is_in_white: bool


def squares(pdf: bytes) -> Iterator[Square | None]:
    """Of each page the code of its badge; None where none is drawn. All have a token."""
    for page in pypdfium2.PdfDocument(pdf):
        yield _square(page)


def _square(page: pypdfium2.PdfPage) -> Square | None:
    pictures = page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST)
    for picture in pictures:
        if picture.get_px_size() == (SIDE, SIDE):
            place = _from_the_top(page, picture.get_bounds())
            width = min(place.width, place.height)
            is_in_white = _is_in_white(page, place, QUIET_MODULES * width / SIDE)
            return Square(width / POINTS_PER_MILLIMETRE, is_in_white)
    return None


def _from_the_top(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> Rectangle:
    """In points of the page as it is drawn, whatever its coordinates begin with."""
    left, bottom, right, top = bounds
    page_left, _bottom, _right, page_top = page.get_cropbox()
    return Rectangle(left - page_left, page_top - top, right - left, top - bottom)


def _is_in_white(page: pypdfium2.PdfPage, place: Rectangle, quiet: float) -> bool:
    """As far as there is paper."""
    drawn = page.render(scale=PIXELS_PER_POINT, may_draw_forms=False).to_pil().convert("L")
    drawn.paste(WHITEST, _pixels(place, wider=EDGE / PIXELS_PER_POINT))
    left, top, right, bottom = _pixels(place, wider=quiet - EDGE / PIXELS_PER_POINT)
    around = drawn.crop(
        (max(left, 0), max(top, 0), min(right, drawn.width), min(bottom, drawn.height))
    )
    darkest, _lightest = around.getextrema()
    return bool(darkest >= WHITE)


def _pixels(place: Rectangle, *, wider: float) -> tuple[int, int, int, int]:
    edges = (
        place.left - wider,
        place.top - wider,
        place.left + place.width + wider,
        place.top + place.height + wider,
    )
    left, top, right, bottom = (round(edge * PIXELS_PER_POINT) for edge in edges)
    return left, top, right, bottom
