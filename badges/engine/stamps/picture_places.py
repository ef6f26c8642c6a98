"""Where in its box a picture is drawn: CSS Images 3, object-fit and object-position."""

from badges.engine.stamps.compiled import PicturePlace
from conference.pdf.marks import Rectangle


def drawn_in(place: PicturePlace, width: float, height: float) -> Rectangle:
    """For a picture of this natural size, in points."""
    box = place.drawn_in
    drawn_width, drawn_height = _size(place.fit, box, width, height)
    across, down = place.position
    return Rectangle(
        left=box.left + _offset(across, box.width - drawn_width),
        top=box.top + _offset(down, box.height - drawn_height),
        width=drawn_width,
        height=drawn_height,
    )


def _size(fit: str, box: Rectangle, width: float, height: float) -> tuple[float, float]:
    across, down = box.width / width, box.height / height
    if fit == "fill":
        return box.width, box.height
    scale = {
        "contain": min(across, down),
        "cover": max(across, down),
        "none": 1.0,
        "scale-down": min(across, down, 1.0),
    }[fit]
    return width * scale, height * scale


def _offset(position: tuple[str, float, str], free: float) -> float:
    edge, amount, unit = position
    offset = free * amount / 100 if unit == "%" else amount
    return free - offset if edge in {"right", "bottom"} else offset
