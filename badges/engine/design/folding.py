"""Cards that are folded: where each face stands on the card before it is folded.

A folded card is printed on one side of its sheet; folded, its faces are outside and both read
upright. Lengths are millimetres from the top left corner of the unfolded card, downwards; matrices
are PDF's, in points upwards from its bottom left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

POINTS_PER_MILLIMETRE = 72 / 25.4

Matrix = tuple[float, float, float, float, float, float]


class Place(models.TextChoices):
    """A face of a badge, in the order of its pages."""

    FRONT = "front", _("Front side")
    BACK = "back", _("Back side")


class Folding(models.TextChoices):
    """How the two faces of a card hang together before it is folded."""

    NONE = "", _("Not folded")
    SIDE = "side", _("Folded at the side, like a book")
    TOP = "top", _("Folded at the top, like a tent")


@dataclass(frozen=True)
class Panel:
    """A face on the unfolded card. `turned`: by so many degrees clockwise, 0, 90, 180 or 270."""

    place: Place
    left: float
    top: float
    turned: int = 0


@dataclass(frozen=True)
class FoldLine:
    """From one edge of the unfolded card to the other."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class UnfoldedCard:
    """`width` and `height` are those of the whole card."""

    width: float
    height: float
    panels: tuple[Panel, ...]
    fold: FoldLine

    def matrix(self, panel: Panel, trim: Sequence[float]) -> Matrix:
        """Places a page of the panel's face; `trim` is its trim box, in points of that page."""
        across, high = trim[2] - trim[0], trim[3] - trim[1]
        down = high if panel.turned in {0, 180} else across
        bottom = (self.height - panel.top) * POINTS_PER_MILLIMETRE - down
        return placed(trim, panel.left * POINTS_PER_MILLIMETRE, bottom, panel.turned)


def unfolded(
    folding: Folding, width: float, height: float, *, is_right_to_left: bool
) -> UnfoldedCard:
    """The card whose faces are `width` by `height`, each.

    A book opens at its spine: left of the front, right of it where the conference reads from right
    to left. The back of a tent stands upside down before it is folded. Raises ValueError for a card
    that is not folded.
    """
    if folding == Folding.TOP:
        return UnfoldedCard(
            width=width,
            height=2 * height,
            panels=(Panel(Place.FRONT, 0, height), Panel(Place.BACK, 0, 0, turned=180)),
            fold=FoldLine(0, height, width, height),
        )
    if folding == Folding.SIDE:
        front, back = (0.0, width) if is_right_to_left else (width, 0.0)
        return UnfoldedCard(
            width=2 * width,
            height=height,
            panels=(Panel(Place.FRONT, front, 0), Panel(Place.BACK, back, 0)),
            fold=FoldLine(width, 0, width, height),
        )
    raise ValueError("a card without a fold has one face a page")


def placed(trim: Sequence[float], left: float, bottom: float, turned: int) -> Matrix:
    """Turns a page clockwise and puts the lower left corner of what its trim box then covers at
    that point. All in points.
    """
    first_x, first_y, last_x, last_y = trim
    return {
        0: (1.0, 0.0, 0.0, 1.0, left - first_x, bottom - first_y),
        90: (0.0, -1.0, 1.0, 0.0, left - first_y, bottom + last_x),
        180: (-1.0, 0.0, 0.0, -1.0, left + last_x, bottom + last_y),
        270: (0.0, 1.0, -1.0, 0.0, left + last_y, bottom - first_x),
    }[turned]
