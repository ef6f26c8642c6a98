"""The boxes that a design gives its texts. Lengths are millimetres, sizes points, leading em."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

WEIGHTS = (400, 700)


@dataclass(frozen=True)
class Box:
    """Where a text must fit. `sizes` from the largest to the smallest the design calls readable.

    `height` is what it always has. With a `room`, 0 for none, it may go down to so many millimetres
    below the top of its element: what the holder's texts before it in that element, the `group`,
    leave of the room is its own; see `badges.engine.layout.rooms`.
    """

    width: float
    height: float
    sizes: tuple[float, ...]
    lines: int
    leading: float
    weight: int
    room: float = 0
    group: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence for the designer."""
        if not (0 < self.width <= 1000 and 0 < self.height <= 1000):
            raise ValueError(_("A box is wider and higher than 0 and at most 1000 mm."))
        if self.room and not self.height <= self.room <= 1000:
            raise ValueError(_("A room is at least as high as its box and at most 1000 mm."))
        if not self.sizes or any(not 4 <= size <= 400 for size in self.sizes):
            raise ValueError(_("A box needs sizes between 4 and 400 points."))
        if list(self.sizes) != sorted(set(self.sizes), reverse=True):
            raise ValueError(_("Sizes go from the largest to the smallest, each once."))
        if self.lines not in range(1, 21):
            raise ValueError(_("A box has 1 to 20 lines."))
        if not 1 <= self.leading <= 3:
            raise ValueError(_("The leading is between 1 and 3."))
        if self.weight not in WEIGHTS:
            raise ValueError(_("The weight is 400 or 700."))
