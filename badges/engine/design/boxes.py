"""The boxes that a design gives its texts. Lengths are millimetres, sizes points, leading em."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

WEIGHTS = (400, 700)


@dataclass(frozen=True)
class Box:
    """Where a text must fit. `sizes` from the largest to the smallest the design calls readable."""

    width: float
    height: float
    sizes: tuple[float, ...]
    lines: int
    leading: float
    weight: int

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence for the designer."""
        if not (0 < self.width <= 1000 and 0 < self.height <= 1000):
            raise ValueError(_("A box is wider and higher than 0 and at most 1000 mm."))
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
