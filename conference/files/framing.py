"""What of a picture is shown in a frame, and whether that is enough. Pure: pixels only.

What was chosen of a picture is kept whole, as a design may show it in another frame; what counts
are the pixels that this frame shows of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from conference.errors import DomainError

Size = tuple[int, int]
# What is kept of a panorama is no longer than so many frames are high.
LONGEST = 2
# Two shares of a side that are rounded each.
MOST_ROUNDED = 1.001


@dataclass(frozen=True)
class Crop:
    """What somebody has chosen of an upright picture, as shares of its sides."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def read(cls, text: str) -> Self | None:
        """As a page sends it, `left top width height`; None for anything else: nothing is cut."""
        try:
            crop = cls(*(float(number) for number in text.split()))
        except (ValueError, TypeError):
            return None
        across = 0 <= crop.left < crop.left + crop.width <= MOST_ROUNDED
        down = 0 <= crop.top < crop.top + crop.height <= MOST_ROUNDED
        return crop if across and down else None

    def of(self, size: Sequence[int]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in pixels."""
        width, height = size
        right, bottom = min(1, self.left + self.width), min(1, self.top + self.height)
        return self.left * width, self.top * height, right * width, bottom * height

    def size(self, size: Size) -> Size:
        left, top, right, bottom = self.of(size)
        return max(1, round(right - left)), max(1, round(bottom - top))


WHOLE = Crop(0, 0, 1, 1)


@dataclass(frozen=True)
class Frame:
    """What a picture is shown in, its middle whole: sides in any unit.

    What it shows is kept with the `most` pixels, has the `least` pixels, and looks sharp from
    `sharp` pixels on.
    """

    width: float
    height: float
    most: Size
    least: Size
    sharp: Size

    @property
    def longest(self) -> int:
        return LONGEST * max(self.most)

    def kept(self, size: Size) -> Size:
        """With how many pixels a picture of this size is kept."""
        width, height = size
        shown = max(self.most[0] / width, self.most[1] / height)
        scale = min(1, shown, self.longest / max(size))
        return max(1, round(width * scale)), max(1, round(height * scale))

    def shown(self, size: Size) -> tuple[float, float]:
        """The sides of what is shown of a picture of this size, to a tenth."""
        width, height = size
        return (
            round(min(width, height * self.width / self.height), 1),
            round(min(height, width * self.height / self.width), 1),
        )

    def cut(self, size: Size) -> str:
        """What of a picture of this size is not shown, as the path of an SVG."""
        (width, height), crop = size, self.shown(size)
        left, top = round((width - crop[0]) / 2, 1), round((height - crop[1]) / 2, 1)
        whole = f"M0 0h{width}v{height}h-{width}z"
        return f"{whole}M{left} {top}h{crop[0]}v{crop[1]}h-{crop[0]}z"

    def require_enough(self, size: Size) -> None:
        """Raises DomainError for a picture, sent in this size, of which too little is shown."""
        if not self._shows(self.least, of=size):
            crop = self.shown(self.kept(size))
            raise DomainError(
                _(
                    "The picture is %(width)d × %(height)d pixels; a badge shows %(shown_width)d ×"
                    " %(shown_height)d of them. It has to be %(least_width)d × %(least_height)d at"
                    " least: choose a larger one."
                )
                % {
                    "width": size[0],
                    "height": size[1],
                    "shown_width": round(crop[0]),
                    "shown_height": round(crop[1]),
                    "least_width": self.least[0],
                    "least_height": self.least[1],
                }
            )

    def warning(self, size: Size) -> str:
        """Words about a picture of this size that will not look sharp; else none."""
        if self._shows(self.sharp, of=size):
            return ""
        width, height = self.shown(self.kept(size))
        return self._too_coarse(round(width), round(height))

    @property
    def warning_of_any(self) -> str:
        """For a script, which puts in the numbers."""
        return self._too_coarse("{width}", "{height}")

    def _shows(self, wanted: Size, *, of: Size) -> bool:
        """Whether as much is shown of it as of a picture of the wanted size.

        A side that is longer than the frame asks for adds nothing: of both, the shorter decides.
        """
        width, height = self.kept(of)
        return width >= wanted[0] and height >= wanted[1]

    def _too_coarse(self, width: object, height: object) -> str:
        return _(
            "On a badge the picture is %(width)s × %(height)s pixels. It is sharp from"
            " %(sharp_width)d × %(sharp_height)d pixels: choose a larger one if you have"
            " one."
        ) % {
            "width": width,
            "height": height,
            "sharp_width": self.sharp[0],
            "sharp_height": self.sharp[1],
        }
