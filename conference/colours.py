"""A conference's accent colour, made readable on our light and dark paper. Pure functions.

Contrast is that of WCAG 2; a colour is `#rrggbb`.
"""

import colorsys

TEXT_CONTRAST = 4.5
STEPS = 100


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Between 1 (equal) and 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str, *, light: str, dark: str) -> str:
    """The one of two inks that is read more easily on the colour."""
    return max((light, dark), key=lambda ink: contrast(ink, colour))


def readable_on(paper: str, colour: str) -> str:
    """The nearest lightness of the colour's hue that has the contrast of text on the paper."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    towards = 1.0 if luminance(paper) < luminance("#777777") else 0.0
    for step in range(STEPS + 1):
        shifted = lightness + (towards - lightness) * step / STEPS
        candidate = _hex(colorsys.hls_to_rgb(hue, shifted, saturation))
        if contrast(candidate, paper) >= TEXT_CONTRAST:
            return candidate
    raise AssertionError("White and black stand at the two ends.")


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(value * 255):02x}" for value in channels)
