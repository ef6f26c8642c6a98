"""The white that short texts leave, for the texts below them. Pure. Lengths are millimetres."""

from dataclasses import dataclass, field, replace

from badges.engine.design.boxes import Box
from badges.engine.design.fields import OWN_TEXTS


@dataclass
class Rooms:
    """What the texts of one badge have used, written from the top of the page to its end.

    Only the holder's own count: the others are drawn once for many badges.
    """

    used: dict[int, float] = field(default_factory=dict)

    def widened(self, box: Box) -> Box:
        """The box, higher by what is left of its room."""
        if not box.room:
            return box
        left = box.room - self.used.get(box.group, 0.0)
        return replace(box, height=max(box.height, left))

    def fill(self, name: str, box: Box, height: float) -> None:
        if name in OWN_TEXTS:
            self.used[box.group] = self.used.get(box.group, 0.0) + height
