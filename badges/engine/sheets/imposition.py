"""Where each face of a badge stands on a sheet, on its front and on its back. Pure geometry.

Lengths of a paper are millimetres from its top left corner; what is given for drawing is points
from the bottom left corner, as PDF counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from badges.engine.sheets.papers import NEAR, SheetPaper, SlotPanel

POINTS = 72 / 25.4
# Of a mark, and what is left free between it and what is printed.
MARK, CLEAR, SHORTEST_MARK = 5.0, 1.0, 1.0


class Duplex(models.TextChoices):
    """Both sides of a sheet, by the edge that it is turned on; blank: its front alone."""

    LONG = "long", _("Both sides, turned on the long edge")
    SHORT = "short", _("Both sides, turned on the short edge")


@dataclass(frozen=True)
class Area:
    """Of a sheet, in millimetres."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, across: float, down: float) -> bool:
        return (
            self.left <= across <= self.left + self.width
            and self.top <= down <= self.top + self.height
        )

    def grown(self, by: float) -> "Area":
        return Area(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class Line:
    """Its two ends, in millimetres."""

    ends: tuple[float, float, float, float]
    is_dashed: bool = False


@dataclass(frozen=True)
class FacePlace:
    """Where a face stands: `matrix` takes its page there, nothing is printed outside of `seen`."""

    matrix: tuple[float, float, float, float, float, float]
    seen: tuple[float, float, float, float]


Box = tuple[float, ...]


@dataclass(frozen=True)
class Imposition:
    """`offset`: how far this printer is to print to the right and down, in millimetres. Where the
    conference reads from right to left, folded cards open to that side.
    """

    paper: SheetPaper
    duplex: str = ""
    offset: tuple[float, float] = (0, 0)
    is_right_to_left: bool = False

    @property
    def sides(self) -> int:
        """Pages of a sheet. A folded card has both its faces on the front."""
        return 2 if self.duplex and not self.paper.is_folded else 1

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.paper.width * POINTS, self.paper.height * POINTS

    @cached_property
    def _slots(self) -> list[Area]:
        return [Area(left, top, *self.paper.slot) for left, top in self.paper.places()]

    def slot(self, number: int, *, is_back: bool = False) -> Area:
        """Slots are counted from 1. On the back it is where the same slot's back lies."""
        area = self._slots[number - 1]
        return self._turned_over(area) if is_back else area

    def slot_at(self, x: float, y: float, *, is_back: bool) -> int:
        """The slot in which a point of a page lies, as PDF counts; 0 for none."""
        right, down = self.offset
        across, deep = x / POINTS - right, self.paper.height - y / POINTS - down
        for number in range(1, self.paper.slots + 1):
            if self.slot(number, is_back=is_back).holds(across, deep):
                return number
        return 0

    @property
    def _turns_sideways(self) -> bool:
        """As the page of a book; else as a sheet of a wall calendar."""
        is_upright = self.paper.height >= self.paper.width
        return (self.duplex == Duplex.LONG) == is_upright

    def _turned_over(self, area: Area) -> Area:
        if self._turns_sideways:
            left = self.paper.width - area.left - area.width
            return Area(left, area.top, area.width, area.height)
        top = self.paper.height - area.top - area.height
        return Area(area.left, top, area.width, area.height)

    # Faces

    def panels(self, *, is_back: bool) -> list[SlotPanel]:
        panels = self.paper.panels(is_right_to_left=self.is_right_to_left)
        return [one for one in panels if one.is_back == is_back]

    def place(self, slot: int, panel: SlotPanel, trimmed: Box) -> FacePlace:
        """Of a face whose page is cut to this box, in points: it fills the panel."""
        x0, y0, x1, y1 = trimmed
        width, height = (x1 - x0) / POINTS, (y1 - y0) / POINTS
        turned = panel.turned + self._quarter(width, height, panel)
        area = self._panel(slot, panel)
        if panel.is_back:
            area = self._turned_over(area)
            turned = -turned if self._turns_sideways else 180 - turned
        centre = (area.left + area.width / 2, area.top + area.height / 2)
        matrix = self._matrix(turned % 360, ((x0 + x1) / 2, (y0 + y1) / 2), centre)
        seen = area.grown(self.paper.bleed)
        return FacePlace(matrix, self.points(seen))

    def _quarter(self, width: float, height: float, panel: SlotPanel) -> int:
        """A face that lies across the panel is turned."""
        is_across = (width > height) != (panel.width > panel.height)
        return 90 if is_across and abs(width - height) > NEAR else 0

    def _panel(self, slot: int, panel: SlotPanel) -> Area:
        area = self._slots[slot - 1]
        return Area(area.left + panel.left, area.top + panel.top, panel.width, panel.height)

    def _matrix(
        self, turned: int, of_page: tuple[float, float], on_sheet: tuple[float, float]
    ) -> tuple[float, float, float, float, float, float]:
        cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turned]
        x, y = of_page
        to_x, to_y = self._point(*on_sheet)
        left = to_x - cosine * x - sine * y
        up = to_y + sine * x - cosine * y
        return (cosine, -sine, sine, cosine, left, up)

    def _point(self, across: float, down: float) -> tuple[float, float]:
        right, lower = self.offset
        return (across + right) * POINTS, (self.paper.height - down - lower) * POINTS

    def points(self, area: Area) -> tuple[float, float, float, float]:
        """Left, bottom, width and height, as PDF says a rectangle."""
        x, y = self._point(area.left, area.top + area.height)
        return x, y, area.width * POINTS, area.height * POINTS

    # Marks

    def marks(self) -> list[tuple[Line, tuple[float, float, float, float]]]:
        """What is drawn on the front for cutting and folding, each with its ends in points."""
        lines = [] if self.paper.is_precut else list(self._crop_marks())
        if self.paper.is_folded:
            lines += self._fold_marks()
        return [(line, self._in_points(line)) for line in lines]

    def cross(self, slot: int, *, is_back: bool) -> list[tuple[float, float, float, float]]:
        """Through a slot that stays white."""
        area = self.slot(slot, is_back=is_back)
        right, low = area.left + area.width, area.top + area.height
        ends = ((area.left, area.top, right, low), (area.left, low, right, area.top))
        return [self._in_points(Line(one)) for one in ends]

    def _in_points(self, line: Line) -> tuple[float, float, float, float]:
        across, down, to_across, to_down = line.ends
        return (*self._point(across, down), *self._point(to_across, to_down))

    def _crop_marks(self) -> Iterator[Line]:
        """In the margins, at the end of each cut: a pile is cut from edge to edge."""
        paper, slots = self.paper, self._slots
        uprights = sorted({edge for one in slots for edge in (one.left, one.left + one.width)})
        levels = sorted({edge for one in slots for edge in (one.top, one.top + one.height)})
        for start, end in self._margins(levels, paper.height):
            yield from (Line((at, start, at, end)) for at in uprights if 0 < at < paper.width)
        for start, end in self._margins(uprights, paper.width):
            yield from (Line((start, at, end, at)) for at in levels if 0 < at < paper.height)

    def _fold_marks(self) -> Iterator[Line]:
        """In the margins, dashed; where there is none the fold is at the middle of the paper."""
        paper, slots, fold = self.paper, self._slots, self.paper.card().fold
        is_upright = fold.left == fold.right
        edges = [(one.top, one.left) if is_upright else (one.left, one.top) for one in slots]
        length = paper.slot[1] if is_upright else paper.slot[0]
        whole = paper.height if is_upright else paper.width
        along = sorted({edge for start, _at in edges for edge in (start, start + length)})
        within = fold.left if is_upright else fold.top
        for start, end in self._margins(along, whole):
            for at in sorted({near + within for _start, near in edges}):
                ends = (at, start, at, end) if is_upright else (start, at, end, at)
                yield Line(ends, is_dashed=True)

    def _margins(self, edges: list[float], whole: float) -> Iterator[tuple[float, float]]:
        return self._beside(edges[0], edges[-1], whole)

    def _beside(self, near: float, far: float, whole: float) -> Iterator[tuple[float, float]]:
        """Before `near` and behind `far`, clear of all that is printed, within the paper."""
        clear = max(CLEAR, self.paper.bleed)
        if near - clear >= SHORTEST_MARK:
            yield max(0.0, near - clear - MARK), near - clear
        if whole - far - clear >= SHORTEST_MARK:
            yield far + clear, min(whole, far + clear + MARK)
