"""Reading the QR codes back out of a finished file: what a door will see, page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from badges.engine import qr

# A QR is drawn from a picture of one pixel a module; photos, logos and flags are larger.
MOST_MODULES = 57


def codes(path: Path, look: Callable[[], None] = lambda: None) -> list[str]:
    """What the QR of each page says, in the order of pages; "" for a page without one.

    Asks `look` at each page whether it is still wanted.
    """
    known: dict[tuple[int, int], str] = {}
    found = []
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            look()
            found.append(_code(page, page.Resources, known))
    return found


@dataclass(frozen=True)
class PlacedCode:
    """`x` and `y` are its middle, in points as PDF counts."""

    text: str
    x: float
    y: float


def placed_codes(path: Path, look: Callable[[], None] = lambda: None) -> list[list[PlacedCode]]:
    """Every QR of each page with its place; asks `look` at each page as `codes` does."""
    forms: dict[tuple[int, int], list[PlacedCode]] = {}
    found = []
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            look()
            found.append(list(_placed(page, page.get("/Resources", {}), forms)))
    return found


def _placed(
    holder: Any, resources: Any, forms: dict[tuple[int, int], list[PlacedCode]]
) -> Iterator[PlacedCode]:
    pictures = resources.get("/XObject", {})
    drawn_in, outer = pikepdf.Matrix(), []
    for drawn in pikepdf.parse_content_stream(holder, "q Q cm Do"):
        match str(drawn.operator):
            case "q":
                outer.append(drawn_in)
            case "Q":
                drawn_in = outer.pop()
            case "cm":
                drawn_in = pikepdf.Matrix(*map(float, drawn.operands)) @ drawn_in
            case _:
                one = pictures.get(str(drawn.operands[0]))
                for code in _placed_in(one, resources, forms) if one is not None else ():
                    x, y = drawn_in.transform((code.x, code.y))
                    yield PlacedCode(code.text, x, y)


def _placed_in(
    one: Any, resources: Any, forms: dict[tuple[int, int], list[PlacedCode]]
) -> list[PlacedCode]:
    """Of a drawing by itself; a picture is a point wide and high (ISO 32000-1, 8.9.5)."""
    if one.objgen not in forms:
        if one.get("/Subtype") == "/Form":
            matrix = pikepdf.Matrix(one.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])))
            inside = _placed(one, one.get("/Resources", resources), forms)
            forms[one.objgen] = [
                PlacedCode(code.text, *matrix.transform((code.x, code.y))) for code in inside
            ]
        else:
            text = _read(one) if _may_be_qr(one) else ""
            forms[one.objgen] = [PlacedCode(text, 0.5, 0.5)] if text else []
    return forms[one.objgen]


def _code(holder: Any, resources: Any, known: dict[tuple[int, int], str]) -> str:
    """Only what a page or a form draws is its own: pages of one layout share their resources."""
    pictures = resources.get("/XObject", {})
    for drawn in pikepdf.parse_content_stream(holder, "Do"):
        one = pictures.get(str(drawn.operands[0]))
        if one is None:
            continue
        if one.objgen not in known:
            known[one.objgen] = _code_of(one, resources, known)
        if known[one.objgen]:
            return known[one.objgen]
    return ""


def _code_of(one: Any, resources: Any, known: dict[tuple[int, int], str]) -> str:
    if one.get("/Subtype") == "/Form":
        return _code(one, one.get("/Resources", resources), known)
    return _read(one) if _may_be_qr(one) else ""


def _may_be_qr(picture: Any) -> bool:
    is_picture = picture.get("/Subtype") == "/Image"
    return bool(is_picture and picture.Width == picture.Height <= MOST_MODULES)


def _read(picture: Any) -> str:
    return qr.read_modules(_modules(picture))


def _modules(picture: Any) -> Image.Image:
    """As our own files have them without a detour, which costs ten times as much."""
    if _is_plain(picture):
        return Image.frombytes("1", (picture.Width, picture.Height), picture.read_bytes())
    return pikepdf.PdfImage(picture).as_pil_image()


def _is_plain(picture: Any) -> bool:
    """A bit a module, where one is white, and nothing that says otherwise."""
    return (
        picture.get("/BitsPerComponent") == 1
        and picture.get("/ColorSpace") == pikepdf.Name.DeviceGray
        and not {"/Decode", "/ImageMask", "/Mask", "/SMask"} & picture.keys()
    )
