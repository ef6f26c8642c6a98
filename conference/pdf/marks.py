"""Where the marked elements of a laid-out page stand, and what of their looks matters there.

WeasyPrint says places of links and anchors only; the boxes are read from the page's own tree,
with the version pinned. All lengths are points from the page's top left corner, downwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

ATTRIBUTE = "data-mark"
POINTS_PER_PIXEL = 0.75

# What a text drawn on its own would not have, with the value that does nothing.
OF_TEXTS = {
    "font_style": "normal",
    "font_stretch": "normal",
    "font_kerning": "auto",
    "font_variant_ligatures": "normal",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_numeric": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
    "font_variation_settings": "normal",
    "letter_spacing": "normal",
    "word_spacing": 0,
}
# What changes whatever is drawn, on the element itself or around it.
OF_ANYTHING = {
    "opacity": 1,
    "transform": (),
    "clip": (),
    "visibility": "visible",
    "text_decoration_line": "none",
}
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


@dataclass(frozen=True)
class Rectangle:
    left: float
    top: float
    width: float
    height: float

    def moved(self, down: float) -> "Rectangle":
        return replace(self, top=self.top + down)


@dataclass(frozen=True)
class Mark:
    """`content`: the box that holds the text or the picture; `padding`: what clips a picture.

    `colour`: red, green, blue from 0 to 1. `align`: left, right, center, justify, start or end.
    `effects`: names of properties that do more to it than stand it somewhere.
    """

    content: Rectangle
    padding: Rectangle
    colour: tuple[float, ...]
    align: str
    weight: int
    effects: tuple[str, ...]
    object_fit: str
    object_position: tuple[tuple[str, float, str], tuple[str, float, str]]
    is_sized: bool
    is_smooth: bool


def marks(page: Any) -> dict[str, Mark]:
    """Of one laid-out page, by the value of their attribute."""
    found: dict[str, Mark] = {}
    for box, around in _walk(page._page_box, ()):
        element = getattr(box, "element", None)
        name = element.get(ATTRIBUTE) if element is not None else None
        if name and name not in found:
            found[name] = _mark(box, around)
    return found


def _walk(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    yield box, around
    for child in getattr(box, "children", ()):
        yield from _walk(child, (*around, box))


def _mark(box: Any, around: Sequence[Any]) -> Mark:
    style = box.style
    colour = style["color"].to("srgb")
    return Mark(
        content=_rectangle(box.content_box_x(), box.content_box_y(), box.width, box.height),
        padding=_rectangle(
            box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height()
        ),
        colour=tuple(float(part) for part in colour.coordinates),
        align=style["text_align_all"],
        weight=style["font_weight"],
        effects=tuple(_effects(box, around[1:])),
        object_fit=style["object_fit"],
        object_position=_position(style["object_position"]),
        is_sized="auto" not in (style["width"], style["height"]),
        is_smooth=style["image_rendering"] == "auto",
    )


def _effects(box: Any, around: Sequence[Any]) -> Iterator[str]:
    """`around` without the page's own box, which clips nothing."""
    for name, plain in OF_TEXTS.items():
        if box.style[name] != plain:
            yield name
    for name, plain in OF_ANYTHING.items():
        if any(one.style[name] != plain for one in (box, *around)):
            yield name
    if any(one.style["overflow"] != "visible" for one in around):
        yield "overflow"
    if any(edge.value for corner in CORNERS for edge in box.style[f"border_{corner}_radius"]):
        yield "border_radius"
    if box.style["color"].alpha != 1:
        yield "color"


def _rectangle(*pixels: float) -> Rectangle:
    return Rectangle(*(edge * POINTS_PER_PIXEL for edge in pixels))


def _position(value: Any) -> Any:
    """((edge, amount, unit), …) across and down; the unit is "%" or "pt"."""
    across_from, across, down_from, down = value[0]
    return tuple(
        (str(edge), *_length(length)) for edge, length in ((across_from, across), (down_from, down))
    )


def _length(length: Any) -> tuple[float, str]:
    if length.unit == "%":
        return float(length.value), "%"
    return float(length.value) * POINTS_PER_PIXEL, "pt"
