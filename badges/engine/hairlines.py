"""Lines of a flag that are thinner than a printer's dot, made as light as they are thin.

Whatever prints or shows a PDF draws a line at least one dot wide. In an emblem of two millimetres
the black outlines of a coat of arms are far thinner: drawn a dot wide they cover it, and Spain's
arms come out black. A line that is a tenth of a dot wide darkens as much as a line of a dot that
is a tenth opaque.
"""

import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
SHAPES = frozenset({"path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text"})
# Dots across the picture: a flag 20 mm wide on a card printer of 300 dots an inch.
DOTS = 240
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
UNITS = {"pt": 4 / 3, "px": 1.0, "": 1.0}


def lightened(svg: bytes) -> bytes:
    """The picture with its thin lines lightened; the same bytes where it has none.

    For the pinned flags, which are read as they come: XML of a stranger needs another reader.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - a pinned file of ours
    if not _lighten(root, _Pen("none", 1.0, 1.0), dot=_across(root) / DOTS):
        return svg
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root)


@dataclass(frozen=True)
class _Pen:
    """What an element inherits. `scale`: how many units of the picture one of its units is."""

    stroke: str
    width: float
    scale: float

    def within(self, element: ElementTree.Element) -> "_Pen":
        return _Pen(
            element.get("stroke", self.stroke),
            _length(element.get("stroke-width", ""), self.width),
            self.scale * _scale(element.get("transform", "")),
        )


def _lighten(element: ElementTree.Element, inherited: _Pen, *, dot: float) -> bool:
    """Whether there was a line to lighten."""
    pen = inherited.within(element)
    lightened_within = [_lighten(child, pen, dot=dot) for child in element]
    is_line = element.tag.rpartition("}")[2] in SHAPES and pen.stroke != "none"
    width = pen.width * pen.scale
    if not (is_line and width < dot):
        return any(lightened_within)
    opacity = float(element.get("stroke-opacity", "1")) * width / dot
    element.set("stroke-opacity", f"{opacity:.3f}")
    return True


def _across(root: ElementTree.Element) -> float:
    """Width of the picture in its own units."""
    box = NUMBER.findall(root.get("viewBox", ""))
    return float(box[2]) if len(box) == 4 else _length(root.get("width", ""), 1.0)


def _length(text: str, inherited: float) -> float:
    number = NUMBER.match(text.strip())
    if not number:
        return inherited
    return float(number[0]) * UNITS.get(text.strip()[number.end() :], 1.0)


def _scale(transform: str) -> float:
    """How much longer a line becomes, as the root of how much larger a surface does."""
    product = 1.0
    for name, arguments in TRANSFORM.findall(transform):
        numbers = [float(number) for number in NUMBER.findall(arguments)]
        if name == "scale":
            product *= math.sqrt(abs(numbers[0] * numbers[-1]))
        elif name == "matrix":
            a, b, c, d = numbers[:4]
            product *= math.sqrt(abs(a * d - b * c))
    return product
