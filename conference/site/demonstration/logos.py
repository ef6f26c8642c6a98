"""The marks of the two conferences: a ring of points, one for each delegation of a State."""

import io
import math

from PIL import Image, ImageColor, ImageDraw

SIZE = 512
# Pillow draws shapes without smooth edges: four times the size, then scaled down.
SCALE = 4
RING, POINT = 226, 11


def logo(colour: str, *, points: int) -> bytes:
    """A PNG with transparent ground: two mountains and a river in a ring of so many points."""
    side = SIZE * SCALE
    ink = ImageColor.getrgb(colour)
    image = Image.new("RGBA", (side, side), (*ink[:3], 0))
    draw = ImageDraw.Draw(image)
    for number in range(points):
        turn = math.tau * (number / points - 0.25)
        x, y = 256 + RING * math.cos(turn), 256 + RING * math.sin(turn)
        draw.ellipse(_scaled((x - POINT, y - POINT), (x + POINT, y + POINT)), fill=(*ink, 255))
    draw.polygon(_scaled((110, 330), (210, 150), (310, 330)), fill=(*ink, 255))
    draw.polygon(_scaled((236, 330), (318, 206), (402, 330)), fill=(*ink, 150))
    draw.polygon(_scaled((210, 150), (241, 206), (210, 192), (180, 204)), fill=(255, 255, 255, 255))
    for number in range(2):
        top = 352 + number * 26
        inset = 34 * number
        draw.rounded_rectangle(
            _scaled((118 + inset, top), (394 - inset, top + 11)), radius=22, fill=(*ink, 255)
        )
    file = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.BOX).save(file, "PNG", optimize=True)
    return file.getvalue()


def _scaled(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]
