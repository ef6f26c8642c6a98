"""What is kept of compiled designs, written as JSON: the cache holds nothing else.

A value names what it is of, so that none can be put in another's place.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from badges.engine.design.boxes import Box
from badges.engine.design.fields import Overlong
from badges.engine.layout.markup import Overflow
from badges.engine.stamps.compiled import Compiled, PicturePlace, TextPlace
from conference.pdf.marks import Rectangle

Kept = Compiled | bytes | tuple[float, ...] | bool


def as_json(of: str, value: Kept) -> dict[str, Any]:
    kind, plain = _written(value)
    return {"of": of, "kind": kind, "value": plain}


def from_json(of: str, stored: Mapping[str, Any]) -> Kept:
    """The equal value. Raises ValueError where something else is stored than asked for."""
    if stored["of"] != of:
        raise ValueError("kept for something else")
    return READERS[stored["kind"]](stored["value"])


def _written(value: Kept) -> tuple[str, Any]:
    if isinstance(value, Compiled):
        return "compiled", {**asdict(value), "art": _letters(value.art)}
    if isinstance(value, bytes):
        return "bytes", _letters(value)
    if isinstance(value, bool):
        return "verdict", value
    return "size", list(value)


def _letters(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _compiled(value: dict[str, Any]) -> Compiled:
    return Compiled(
        **{
            **value,
            "art": base64.b64decode(value["art"]),
            "boxes": {name: tuple(box) for name, box in value["boxes"].items()},
            "heights": tuple(value["heights"]),
            "texts": tuple(_text_place(place) for place in value["texts"]),
            "pictures": tuple(_picture_place(place) for place in value["pictures"]),
            "overflows": tuple(_overflow(overflow) for overflow in value["overflows"]),
        }
    )


def _text_place(value: dict[str, Any]) -> TextPlace:
    box = Box(**{**value["box"], "sizes": tuple(value["box"]["sizes"])})
    growth, colour = tuple(value["growth"]), tuple(value["colour"])
    return TextPlace(**{**value, "box": box, "growth": growth, "colour": colour})


def _picture_place(value: dict[str, Any]) -> PicturePlace:
    across, down = (tuple(side) for side in value["position"])
    return PicturePlace(
        **{
            **value,
            "drawn_in": Rectangle(**value["drawn_in"]),
            "seen_in": Rectangle(**value["seen_in"]),
            "growth": tuple(value["growth"]),
            "position": (across, down),
        }
    )


def _overflow(value: dict[str, Any]) -> Overflow:
    return Overflow(**{**value, "outcome": Overlong(value["outcome"])})


READERS: dict[str, Callable[[Any], Kept]] = {
    "compiled": _compiled,
    "bytes": base64.b64decode,
    "verdict": bool,
    "size": tuple,
}
