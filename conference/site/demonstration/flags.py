"""Flags of 2018 and 2022 that States have changed since, so that the pinned set has another.

Drawn from what is published of them: Syria's of 1980 to 2024 (red, white, black, two green stars),
Kyrgyzstan's of 1992 to 2023 (on red a sun of forty bent rays with the crown of a yurt; the present
one has straight rays).
"""

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 600, 400
# Pillow draws shapes without smooth edges: four times the size, then scaled down.
SCALE = 4

Point = tuple[float, float]
RED, WHITE, BLACK, GREEN = (206, 17, 38), (255, 255, 255), (0, 0, 0), (0, 122, 61)
KYRGYZ_RED, YELLOW = (232, 17, 45), (255, 239, 0)


def syria(draw: ImageDraw.ImageDraw) -> None:
    for number, colour in enumerate((RED, WHITE, BLACK)):
        top = HEIGHT * number / 3
        draw.rectangle(_scaled((0, top), (WIDTH, top + HEIGHT / 3)), fill=colour)
    for middle in (WIDTH * 0.3, WIDTH * 0.7):
        draw.polygon(_scaled(*_star(middle, HEIGHT / 2, HEIGHT / 7)), fill=GREEN)


def _star(x: float, y: float, radius: float) -> list[Point]:
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    return [
        _around(x, y, radius if corner % 2 == 0 else inner, math.radians(36 * corner - 90))
        for corner in range(10)
    ]


def kyrgyzstan(draw: ImageDraw.ImageDraw) -> None:
    x, y, disc = WIDTH / 2, HEIGHT / 2, HEIGHT * 0.19
    draw.rectangle(_scaled((0, 0), (WIDTH, HEIGHT)), fill=KYRGYZ_RED)
    for ray in range(40):
        draw.polygon(_scaled(*_bent_ray(x, y, disc, math.tau * ray / 40)), fill=YELLOW)
    _disc(draw, x, y, disc * 1.06, KYRGYZ_RED)
    _disc(draw, x, y, disc, YELLOW)
    _disc(draw, x, y, disc * 0.84, KYRGYZ_RED)
    _disc(draw, x, y, disc * 0.76, YELLOW)
    for side in (-1, 1):
        for bar in (-1, 0, 1):
            line = [
                (
                    x + disc * (side * (0.62 * share + 0.1 * (1 - share**2)) + 0.13 * bar),
                    y + disc * (-0.62 * share + 0.13 * bar * side),
                )
                for share in (step / 10 for step in range(-8, 9))
            ]
            draw.line(_scaled(*line), fill=KYRGYZ_RED, width=round(disc * 0.06 * SCALE))


def _bent_ray(x: float, y: float, disc: float, turn: float) -> list[Point]:
    """From the disc outwards: it swells, bends with the clock and ends in a point."""
    outline = ((1.02, 0.0, 0.055), (1.25, 0.03, 0.06), (1.48, 0.075, 0.04), (1.72, 0.15, 0.0))
    return [
        _around(x, y, disc * reach, turn + bend + side * half)
        for side, row in ((1, outline), (-1, outline[::-1]))
        for reach, bend, half in row
    ]


def _disc(
    draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: tuple[int, int, int]
) -> None:
    draw.ellipse(_scaled((x - radius, y - radius), (x + radius, y + radius)), fill=colour)


FLAGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "SY until 2024": syria,
    "KG until 2023": kyrgyzstan,
}


def flag(name: str) -> bytes:
    """A PNG, two by three."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    FLAGS[name](ImageDraw.Draw(image))
    file = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(file, "PNG", optimize=True)
    return file.getvalue()


def _around(x: float, y: float, radius: float, turn: float) -> Point:
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


def _scaled(*points: Point) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
