"""A flat drawing in the making: shapes, placed in the pixels of the finished picture."""

from dataclasses import dataclass

from PIL import ImageDraw

WIDTH, HEIGHT = 413, 531
# Pillow draws shapes without smooth edges: twice the size, then scaled down.
SCALE = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass
class Sketch:
    """One portrait in the making. Coordinates are those of the finished picture."""

    draw: ImageDraw.ImageDraw
    skin: Colour
    hair: Colour
    half_width: float
    half_height: float
    middle: float = WIDTH / 2
    eyes: float = 226

    @property
    def top(self) -> float:
        return self.eyes - self.half_height

    @property
    def chin(self) -> float:
        return self.eyes + self.half_height

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        self.draw.ellipse(scaled((x - rx, y - ry), (x + rx, y + ry)), fill=colour)

    def shape(self, colour: Colour, *points: Point) -> None:
        self.draw.polygon(scaled(*points), fill=colour)

    def arc(
        self, box: tuple[Point, Point], start: float, end: float, colour: Colour, width: float
    ) -> None:
        self.draw.arc(scaled(*box), start, end, fill=colour, width=round(width * SCALE))


def scaled(*points: Point) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, max(0, round(part * factor))) for part in colour)
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
