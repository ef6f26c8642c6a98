"""Portraits of people who do not exist: drawn in flat shapes, at 35 × 45 mm and 300 dpi.

Skin, hair and what is worn on the head are chosen among what is usual where the name comes from,
see `looks.toml`; face, clothes and backdrop independently. The same seed draws the same bytes.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from conference.site.demonstration.hair import (
    BEARDS,
    CLOSE_LONG_HAIR,
    CLOSE_SHORT_HAIR,
    LONG_HAIR,
    SHORT_HAIR,
    Stroke,
)
from conference.site.demonstration.headwear import (
    SCARVES,
    WHITE,
    drape,
    draw_headcloth,
    draw_scarf,
)
from conference.site.demonstration.sketch import (
    HEIGHT,
    SCALE,
    WIDTH,
    Colour,
    Sketch,
    mix,
    shade,
)

JPEG_QUALITY = 88

SKIN: tuple[Colour, ...] = (
    (243, 214, 190), (234, 196, 166), (222, 178, 144), (205, 157, 122),
    (184, 134, 100), (158, 110, 80), (130, 89, 64), (104, 70, 50),
)  # fmt: skip
HAIR: tuple[Colour, ...] = (
    (34, 30, 30), (48, 38, 34), (70, 50, 38), (98, 70, 48),
    (40, 34, 32), (56, 42, 36), (134, 100, 66), (116, 112, 110), (172, 168, 165),
)  # fmt: skip
BACKDROP: tuple[Colour, ...] = (
    (214, 221, 228), (222, 220, 214), (207, 217, 214), (226, 222, 226), (217, 214, 206),
)  # fmt: skip
JACKET: tuple[Colour, ...] = (
    (38, 46, 64), (52, 54, 60), (74, 78, 88), (30, 36, 44), (60, 48, 44), (46, 62, 66),
    (88, 66, 78), (66, 84, 104),
)  # fmt: skip
SHIRT: tuple[Colour, ...] = ((250, 250, 250), (232, 240, 248), (246, 240, 232), (238, 236, 244))
TIE: tuple[Colour, ...] = (
    (110, 34, 44), (34, 58, 104), (54, 84, 70), (92, 74, 110), (70, 74, 82), (150, 112, 52),
)  # fmt: skip
IRIS: Colour = (44, 36, 34)


# Of those whose hair is not hidden so many are grey.
GREY, IS_GREY = (7, 8), 0.22


@dataclass(frozen=True)
class Looks:
    """Among what is chosen: numbers of `SKIN` and `HAIR`; shares of women and of men."""

    skin: Sequence[int]
    hair: Sequence[int]
    close: bool = False
    headscarf: float = 0.0
    headcloth: float = 0.0


def portrait(seed: str, *, is_feminine: bool, looks: Looks) -> bytes:
    """A JPEG of 413 × 531 pixels. `is_feminine` chooses among haircuts and clothes."""
    chosen = random.Random(seed)  # noqa: S311 - a drawing, no secret
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), chosen.choice(BACKDROP))
    light_backdrop(image)
    sketch = Sketch(
        draw=ImageDraw.Draw(image),
        skin=shade(SKIN[chosen.choice(looks.skin)], chosen.uniform(0.97, 1.03)),
        hair=shade(HAIR[_hair(chosen, looks)], chosen.uniform(0.92, 1.08)),
        half_width=chosen.uniform(79, 89),
        half_height=chosen.uniform(106, 116),
    )
    behind, before = chosen.choice(_cuts(looks, is_feminine=is_feminine))
    is_covered = chosen.random() < (looks.headscarf if is_feminine else looks.headcloth)
    cloth = chosen.choice(SCARVES) if is_feminine else WHITE
    if is_covered:
        drape(sketch, cloth)
    else:
        behind(sketch)
    if is_covered and not is_feminine:
        draw_robe(sketch, chosen)
    else:
        draw_shoulders(sketch, chosen, is_feminine=is_feminine)
    draw_head(sketch)
    if not is_covered:
        before(sketch)
    elif is_feminine:
        draw_scarf(sketch, cloth)
    else:
        draw_headcloth(sketch)
    if not is_feminine:
        chosen.choice(BEARDS)(sketch)
    draw_face(sketch, chosen)
    if chosen.random() < 0.28:
        draw_glasses(sketch)
    return encoded(image)


def _hair(chosen: random.Random, looks: Looks) -> int:
    return chosen.choice(GREY if chosen.random() < IS_GREY else looks.hair)


def _cuts(looks: Looks, *, is_feminine: bool) -> tuple[tuple[Stroke, Stroke], ...]:
    if looks.close:
        return CLOSE_LONG_HAIR if is_feminine else CLOSE_SHORT_HAIR
    return LONG_HAIR if is_feminine else SHORT_HAIR


def encoded(image: Image.Image) -> bytes:
    finished = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    file = io.BytesIO()
    finished.save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def light_backdrop(image: Image.Image) -> None:
    """A soft light behind the head, as in a photographer's studio."""
    small = Image.new("L", (52, 66), 0)
    ImageDraw.Draw(small).ellipse((4, 4, 48, 60), fill=120)
    light = small.filter(ImageFilter.GaussianBlur(9)).resize(image.size)
    image.paste(Image.new("RGB", image.size, (250, 250, 248)), mask=light)


# Body


def draw_shoulders(sketch: Sketch, chosen: random.Random, *, is_feminine: bool) -> None:
    middle, base = sketch.middle, HEIGHT + 40
    jacket, shirt = chosen.choice(JACKET), chosen.choice(SHIRT)
    half = chosen.uniform(150, 164) if is_feminine else chosen.uniform(170, 188)
    slope = 392 if is_feminine else 384
    sketch.oval(middle - half + 62, slope + 72, 64, 74, jacket)
    sketch.oval(middle + half - 62, slope + 72, 64, 74, jacket)
    sketch.shape(
        jacket,
        (middle - half, slope + 70), (middle - half + 50, slope), (middle - 44, slope - 30),
        (middle + 44, slope - 30), (middle + half - 50, slope), (middle + half, slope + 70),
        (middle + half, base), (middle - half, base),
    )  # fmt: skip
    neck = 36 if is_feminine else 43
    shadow = shade(sketch.skin, 0.88)
    sketch.shape(
        shadow,
        (middle - neck, sketch.chin - 50), (middle + neck, sketch.chin - 50),
        (middle + neck + 10, slope - 14), (middle, slope + 50), (middle - neck - 10, slope - 14),
    )  # fmt: skip
    if is_feminine:
        draw_blouse(sketch, chosen, shirt, jacket, slope)
    else:
        draw_collar(sketch, chosen, shirt, jacket, slope)


def draw_robe(sketch: Sketch, chosen: random.Random) -> None:
    """White, closed at the neck."""
    middle, base, slope = sketch.middle, HEIGHT + 40, 386
    half, robe = chosen.uniform(168, 184), (232, 232, 228)
    for side in (-1, 1):
        sketch.oval(middle + side * (half - 62), slope + 72, 64, 74, robe)
    sketch.shape(
        robe,
        (middle - half, slope + 70), (middle - half + 50, slope), (middle - 44, slope - 30),
        (middle + 44, slope - 30), (middle + half - 50, slope), (middle + half, slope + 70),
        (middle + half, base), (middle - half, base),
    )  # fmt: skip
    sketch.shape(
        shade(sketch.skin, 0.88),
        (middle - 42, sketch.chin - 50), (middle + 42, sketch.chin - 50),
        (middle + 40, slope - 10), (middle - 40, slope - 10),
    )  # fmt: skip
    sketch.shape(
        WHITE,
        (middle - 50, slope - 24), (middle + 50, slope - 24),
        (middle + 46, slope + 12), (middle - 46, slope + 12),
    )  # fmt: skip
    sketch.shape(shade(robe, 0.9), (middle - 2, slope + 12), (middle + 2, slope + 12),
                 (middle + 2, base), (middle - 2, base))  # fmt: skip


def draw_collar(
    sketch: Sketch, chosen: random.Random, shirt: Colour, jacket: Colour, slope: float
) -> None:
    middle, base = sketch.middle, HEIGHT + 40
    sketch.shape(
        shirt, (middle - 54, slope - 22), (middle, slope + 34), (middle + 54, slope - 22),
        (middle + 30, base), (middle - 30, base),
    )  # fmt: skip
    if chosen.random() < 0.82:
        tie = chosen.choice(TIE)
        sketch.shape(tie, (middle - 12, slope + 26), (middle + 12, slope + 26),
                     (middle + 8, slope + 50), (middle - 8, slope + 50))  # fmt: skip
        sketch.shape(shade(tie, 0.92), (middle - 8, slope + 50), (middle + 8, slope + 50),
                     (middle + 20, base), (middle - 20, base))  # fmt: skip
    for side in (-1, 1):
        sketch.shape(
            shade(shirt, 0.96), (middle + side * 46, slope - 34), (middle + side * 4, slope + 26),
            (middle + side * 34, slope + 44), (middle + side * 60, slope - 16),
        )  # fmt: skip
        sketch.shape(
            shade(jacket, 1.18), (middle + side * 58, slope - 24), (middle + side * 98, slope + 54),
            (middle + side * 72, slope + 74), (middle + side * 22, base),
            (middle + side * 44, slope + 30),
        )  # fmt: skip


def draw_blouse(
    sketch: Sketch, chosen: random.Random, shirt: Colour, jacket: Colour, slope: float
) -> None:
    middle, base = sketch.middle, HEIGHT + 40
    colour = chosen.choice((shirt, shirt, *(mix(tie, (255, 255, 255), 0.55) for tie in TIE)))
    sketch.shape(
        colour, (middle - 46, slope - 8), (middle, slope + 62), (middle + 46, slope - 8),
        (middle + 60, slope + 40), (middle + 26, base), (middle - 26, base),
        (middle - 60, slope + 40),
    )  # fmt: skip
    for side in (-1, 1):
        sketch.shape(
            shade(jacket, 1.16), (middle + side * 46, slope - 26), (middle + side * 84, slope + 44),
            (middle + side * 62, slope + 66), (middle + side * 20, base),
            (middle + side * 42, slope + 20),
        )  # fmt: skip
    if chosen.random() < 0.35:
        pearl = (236, 232, 222)
        for step in range(-4, 5):
            sketch.oval(middle + step * 9.5, slope + 26 - abs(step) ** 1.7 * 3, 4, 4, pearl)


def draw_head(sketch: Sketch) -> None:
    for side in (-1, 1):
        ear = sketch.middle + side * (sketch.half_width - 1)
        sketch.oval(ear, sketch.eyes + 14, 14, 24, shade(sketch.skin, 0.93))
    sketch.oval(sketch.middle, sketch.eyes - 14, sketch.half_width, sketch.half_height - 14,
                sketch.skin)  # fmt: skip
    sketch.oval(sketch.middle, sketch.eyes + 30, sketch.half_width * 0.9, sketch.half_height - 30,
                sketch.skin)  # fmt: skip


def draw_face(sketch: Sketch, chosen: random.Random) -> None:
    middle, eyes = sketch.middle, sketch.eyes + 8
    brow = mix(sketch.hair, sketch.skin, 0.18)
    spread, arch = chosen.uniform(33, 37), chosen.uniform(20, 25)
    for side in (-1, 1):
        x = middle + side * spread
        sketch.oval(x, eyes, 11.5, 6.8, (248, 246, 243))
        sketch.oval(x, eyes, 6.2, 6.6, IRIS)
        sketch.oval(x + 2, eyes - 2.2, 1.5, 1.5, (255, 255, 255))
        lid = ((x - 13, eyes - 8.5), (x + 13, eyes + 11))
        sketch.arc(lid, 196, 344, shade(sketch.skin, 0.5), 3)
        sketch.arc(((x - 18, eyes - arch), (x + 18, eyes + 6)), 205, 335, brow, 5)
    shadow = shade(sketch.skin, 0.84)
    nose = eyes + chosen.uniform(40, 46)
    sketch.arc(((middle - 13, nose - 16), (middle + 13, nose + 4)), 30, 150, shadow, 4)
    lips = mix(shade(sketch.skin, 0.8), (160, 74, 74), 0.42)
    mouth, width = nose + chosen.uniform(26, 30), chosen.uniform(22, 28)
    depth = chosen.uniform(6, 14)
    sketch.arc(((middle - width, mouth - depth), (middle + width, mouth + depth)), 20, 160, lips, 5)


def draw_glasses(sketch: Sketch) -> None:
    frame, y = (58, 56, 60), sketch.eyes + 9
    for side in (-1, 1):
        x = sketch.middle + side * 35
        sketch.arc(((x - 25, y - 20), (x + 25, y + 22)), 0, 360, frame, 3)
        temple = sketch.middle + side * (sketch.half_width - 2)
        sketch.shape(frame, (x + side * 24, y - 3), (temple, y - 6), (temple, y - 3),
                     (x + side * 24, y))  # fmt: skip
    sketch.arc(((sketch.middle - 11, y - 8), (sketch.middle + 11, y + 8)), 200, 340, frame, 3)
