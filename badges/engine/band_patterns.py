"""The pattern that says a category's colour where there is none: on a grey print, to who sees none.

Engravers say colours by lines since the seventeenth century (Petra Sancta, 1638): gules upright,
azure level, vert falling, purpure rising. The tinctures that arms have not take the patterns that
are left. What has no hue is plain: white, greys and black are told apart by themselves.
Pure. Colours are `#rrggbb`, lengths of the patterns millimetres.
"""

import colorsys
from itertools import pairwise

INK = "var(--category-ink)"
# Below it a colour is a grey for the eye, whatever its hue.
LEAST_SATURATION = 0.2
NEAR_BLACK, NEAR_WHITE = 0.06, 0.94

PLAIN = "none"


def _lines(angle: int, line: float, pitch: float) -> str:
    """Lines across the direction of `angle`, in degrees clockwise from upwards."""
    return (
        f"repeating-linear-gradient({angle}deg,{INK} 0,{INK} {line}mm,"
        f"transparent {line}mm,transparent {pitch}mm)"
    )


UPRIGHT = _lines(90, 0.6, 2.4)
LEVEL = _lines(180, 0.6, 1.8)
FALLING = _lines(45, 0.6, 2.4)
RISING = _lines(135, 0.6, 2.4)
GRID = f"{_lines(90, 0.5, 1.8)},{_lines(180, 0.5, 1.8)}"
LATTICE = f"{_lines(45, 0.5, 2.4)},{_lines(135, 0.5, 2.4)}"
BARS = _lines(90, 4, 8)
SASHES = _lines(135, 4, 8)

# From which hue on, in degrees: red, orange and brown, gold, olive, green, teal, blue, purple, red.
HUES = (
    (0, UPRIGHT),
    (15, GRID),
    (36, SASHES),
    (56, LATTICE),
    (90, FALLING),
    (165, BARS),
    (200, LEVEL),
    (245, RISING),
    (325, UPRIGHT),
    (361, UPRIGHT),
)


def pattern_of(colour: str) -> str:
    """What CSS takes for a `background-image` above the colour."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < LEAST_SATURATION or not NEAR_BLACK < lightness < NEAR_WHITE:
        return PLAIN
    return next(
        pattern for (start, pattern), (end, _next) in pairwise(HUES) if start <= hue * 360 < end
    )
