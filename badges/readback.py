"""Reading the QR codes back out of a finished file: what a door will see, page by page."""

from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from badges import qr

# Enough pixels a module for the reader.
SCALE = 8
# A QR is drawn from a picture of one pixel a module; photos, logos and flags are larger.
MOST_MODULES = 57


def codes(path: Path) -> list[str]:
    """What the QR of each page says, in the order of pages; "" for a page without one."""
    known: dict[tuple[int, int], str] = {}
    with pikepdf.open(path) as pdf:
        return [_code(page, known) for page in pdf.pages]


def _code(page: pikepdf.Page, known: dict[tuple[int, int], str]) -> str:
    """The pages of one chunk share their resources: only what a page draws is its own."""
    pictures: Any = page.Resources.get("/XObject", {})
    for drawn in pikepdf.parse_content_stream(page, "Do"):
        picture = pictures.get(str(drawn.operands[0]))
        if picture is None or picture.get("/Subtype") != "/Image" or not _may_be_qr(picture):
            continue
        if picture.objgen not in known:
            known[picture.objgen] = _read(picture)
        if known[picture.objgen]:
            return known[picture.objgen]
    return ""


def _may_be_qr(picture: Any) -> bool:
    return bool(picture.Width == picture.Height <= MOST_MODULES)


def _read(picture: Any) -> str:
    modules = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    large = modules.resize(
        (modules.width * SCALE, modules.height * SCALE), Image.Resampling.NEAREST
    )
    return qr.read_back(ImageOps.expand(large, qr.QUIET_MODULES * SCALE, fill=255))
