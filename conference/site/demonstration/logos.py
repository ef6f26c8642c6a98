"""The marks of the two conferences: a ring of points, one for each delegation of a State."""

import io
import math

from PIL import Image, ImageColor, ImageDraw

SIZE = 512
# Pillow draws shapes without smooth edges: four times the size, then scaled down.
SCALE = 4
RING, LARGEST_POINT = 228, 17
# Of the ring so much is points, the rest is gaps.
POINTS_SHARE = 0.36

Point = tuple[float, float]

FAR_MOUNTAIN: tuple[Point, ...] = ((222, 340), (330, 172), (438, 340))
NEAR_MOUNTAIN: tuple[Point, ...] = ((74, 340), (200, 118), (326, 340))
GAP: tuple[Point, ...] = ((306, 340), (182, 122), (200, 96), (218, 122), (345, 340))
SNOW_LINE: tuple[Point, ...] = (
    (130, 206), (174, 204), (200, 186), (226, 204), (270, 206), (270, 217), (226, 215),
    (200, 198), (174, 215), (130, 217),
)  # fmt: skip
RIVER: tuple[tuple[Point, Point], ...] = (
    ((98, 362), (414, 374)),
    ((140, 392), (372, 404)),
)


def logo(colour: str, *, points: int) -> bytes:
    """A PNG with transparent ground: two mountains and a river in a ring of so many points."""
    side = SIZE * SCALE
    red, green, blue = ImageColor.getrgb(colour)[:3]
    solid, pale, clear = ((red, green, blue, alpha) for alpha in (255, 140, 0))
    image = Image.new("RGBA", (side, side), clear)
    draw = ImageDraw.Draw(image)
    radius = min(LARGEST_POINT, POINTS_SHARE * math.tau * RING / points)
    for number in range(points):
        turn = math.tau * (number / points - 0.25)
        x, y = SIZE / 2 + RING * math.cos(turn), SIZE / 2 + RING * math.sin(turn)
        draw.ellipse(_scaled((x - radius, y - radius), (x + radius, y + radius)), fill=solid)
    draw.polygon(_scaled(*FAR_MOUNTAIN), fill=pale)
    draw.polygon(_scaled(*GAP), fill=clear)
    draw.polygon(_scaled(*NEAR_MOUNTAIN), fill=solid)
    draw.polygon(_scaled(*SNOW_LINE), fill=clear)
    for ends in RIVER:
        draw.rounded_rectangle(_scaled(*ends), radius=6 * SCALE, fill=solid)
    file = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.BOX).save(file, "PNG", optimize=True)
    return file.getvalue()


def _scaled(*points: Point) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
