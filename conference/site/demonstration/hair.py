"""Haircuts and beards of the portraits: what lies behind the head and what falls before it."""

from collections.abc import Callable

from conference.site.demonstration.sketch import SCALE, Colour, Sketch, mix, scaled, shade

Stroke = Callable[[Sketch], None]


def nothing(_sketch: Sketch) -> None:
    pass


# Beards


def draw_stubble(sketch: Sketch) -> None:
    _jaw(sketch, mix(sketch.skin, sketch.hair, 0.2))


def draw_beard(sketch: Sketch) -> None:
    _jaw(sketch, mix(sketch.skin, sketch.hair, 0.85))


def _jaw(sketch: Sketch, colour: Colour) -> None:
    """The lower face in the beard's colour, with the cheeks left free."""
    middle, eyes = sketch.middle, sketch.eyes
    box = ((middle - sketch.half_width * 0.94, eyes - sketch.half_height * 0.62),
           (middle + sketch.half_width * 0.94, sketch.chin + 4))  # fmt: skip
    sketch.draw.chord(scaled(*box), 8, 172, fill=colour)
    sketch.oval(middle, eyes + 24, sketch.half_width * 0.74, 40, sketch.skin)


def draw_moustache(sketch: Sketch) -> None:
    y = sketch.eyes + 70
    box = ((sketch.middle - 30, y - 12), (sketch.middle + 30, y + 20))
    sketch.draw.chord(scaled(*box), 190, 350, fill=mix(sketch.skin, sketch.hair, 0.9))


# Hair


def _cap(sketch: Sketch, *, line: float, rise: float = 16, parting: float = 0) -> None:
    """Hair over the skull down to `line` above the eyes, its edge parted to one side."""
    middle, reach = sketch.middle, sketch.half_width + 7
    box = ((middle - reach, sketch.top - rise), (middle + reach, sketch.top + 190))
    sketch.draw.pieslice(scaled(*box), 180, 360, fill=sketch.hair)
    forehead = sketch.eyes - line
    width = sketch.half_width * 0.92 - abs(parting)
    sketch.oval(middle + parting, forehead + 58, width, 62, sketch.skin)


def short_crop(sketch: Sketch) -> None:
    _cap(sketch, line=62, rise=10)


def side_parting(sketch: Sketch) -> None:
    _cap(sketch, line=56, rise=20, parting=9)


def swept_back(sketch: Sketch) -> None:
    _cap(sketch, line=72, rise=24)


def receding(sketch: Sketch) -> None:
    _cap(sketch, line=86, rise=4)


def bald(sketch: Sketch) -> None:
    for side in (-1, 1):
        x = sketch.middle + side * (sketch.half_width - 2)
        sketch.oval(x, sketch.eyes - 14, 8, 30, sketch.hair)


def curls(sketch: Sketch) -> None:
    _cap(sketch, line=54, rise=14)
    for step in range(9):
        x = sketch.middle + (step - 4) * (sketch.half_width / 4.1)
        y = sketch.top + 8 + (step - 4) ** 2 * 3.6
        sketch.oval(x, y, 24, 22, sketch.hair)


def behind_long(sketch: Sketch) -> None:
    reach = sketch.half_width + 26
    sketch.oval(sketch.middle, sketch.eyes - 22, reach, sketch.half_height + 10,
                shade(sketch.hair, 0.9))  # fmt: skip
    sketch.shape(
        shade(sketch.hair, 0.9),
        (sketch.middle - reach, sketch.eyes - 20), (sketch.middle + reach, sketch.eyes - 20),
        (sketch.middle + reach + 4, sketch.chin + 92),
        (sketch.middle - reach - 4, sketch.chin + 92),
    )  # fmt: skip


def behind_bob(sketch: Sketch) -> None:
    reach = sketch.half_width + 24
    sketch.draw.rounded_rectangle(
        scaled((sketch.middle - reach, sketch.top - 8), (sketch.middle + reach, sketch.chin + 10)),
        radius=78 * SCALE,
        fill=shade(sketch.hair, 0.9),
    )


def behind_bun(sketch: Sketch) -> None:
    sketch.oval(sketch.middle, sketch.top - 18, 40, 34, shade(sketch.hair, 0.9))


def behind_curls(sketch: Sketch) -> None:
    for step in range(13):
        turn = (step - 6) / 6
        x = sketch.middle + turn * (sketch.half_width + 16)
        y = sketch.top + 12 + turn**2 * 130
        sketch.oval(x, y, 34, 34, shade(sketch.hair, 0.92))


def fringe(sketch: Sketch) -> None:
    _cap(sketch, line=44, rise=18)


def centre_parting(sketch: Sketch) -> None:
    _cap(sketch, line=70, rise=18)
    for side in (-1, 1):
        x = sketch.middle + side * (sketch.half_width + 4)
        sketch.oval(x, sketch.eyes - 6, 16, 70, sketch.hair)


def side_fringe(sketch: Sketch) -> None:
    _cap(sketch, line=54, rise=20, parting=-10)


SHORT_HAIR: tuple[tuple[Stroke, Stroke], ...] = (
    (nothing, short_crop),
    (nothing, side_parting),
    (nothing, swept_back),
    (nothing, receding),
    (nothing, bald),
    (nothing, curls),
)
LONG_HAIR: tuple[tuple[Stroke, Stroke], ...] = (
    (behind_long, centre_parting),
    (behind_long, side_fringe),
    (behind_bob, fringe),
    (behind_bob, side_fringe),
    (behind_bun, swept_back),
    (behind_curls, side_parting),
    (nothing, curls),
)
# Hair that is cropped, curls or is bound.
CLOSE_SHORT_HAIR: tuple[tuple[Stroke, Stroke], ...] = (
    (nothing, short_crop),
    (nothing, receding),
    (nothing, bald),
    (nothing, curls),
)
CLOSE_LONG_HAIR: tuple[tuple[Stroke, Stroke], ...] = (
    (behind_bun, swept_back),
    (behind_curls, curls),
    (nothing, curls),
    (nothing, short_crop),
)
BEARDS: tuple[Stroke, ...] = (
    nothing,
    nothing,
    nothing,
    draw_stubble,
    draw_beard,
    draw_moustache,
)
