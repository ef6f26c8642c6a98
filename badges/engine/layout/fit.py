"""How a text fills its box: at which size, in which lines. Pure: it measures, it draws nothing.

The largest size of the design that fits wins; between equal sizes, the fewest lines. So the
result is the same for the same input, and a larger box never gives a smaller size. Lengths are
millimetres, sizes are points, leading and extents are em.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from django.utils.translation import gettext as _

from badges.engine.design.boxes import Box
from badges.engine.design.fields import Overlong
from badges.engine.layout.line_breaks import Freedom, Piece, pieces

MM_PER_POINT = 25.4 / 72
# HarfBuzz and the page differ by rounding: a line may fill this part of its width.
FILL = 0.99
ELLIPSIS = "…"

# Below the smallest size a text shrinks in these steps; at LEGIBLE even its words may be divided.
SHRINK = 0.93
LEGIBLE = 8.0
SMALLEST = 1.0


class Extent(Protocol):
    """Of one line, in em: how long, how far the ink goes above and below the baseline.

    `centre`: how far below the middle of its line the baseline lies.
    """

    @property
    def advance(self) -> float: ...
    @property
    def above(self) -> float: ...
    @property
    def below(self) -> float: ...
    @property
    def centre(self) -> float: ...


Measure = Callable[[str], Extent]


@dataclass(frozen=True)
class Fit:
    """Lines to be set at `size`, each `pitch` em high, with `top` and `bottom` em around them.

    `outcome` is None when the text fits as the design wants it.
    """

    lines: tuple[str, ...]
    size: float
    pitch: float
    top: float
    bottom: float
    outcome: Overlong | None = None

    @property
    def height(self) -> float:
        """In millimetres."""
        em = self.top + len(self.lines) * self.pitch + self.bottom
        return em * self.size * MM_PER_POINT


def fit(
    text: str, box: Box, measure: Measure, *, overlong: Overlong, is_name: bool, acronym: str = ""
) -> Fit:
    """Fill the box with the text, or do what `overlong` says when it is too long.

    `measure` is bound to the text's language and the box's weight. A name is divided between
    East Asian characters only when it does not fit otherwise; any other text at once.
    """
    fitted = _at_once(text, box, measure) or _as_designed(text, box, measure, is_name=is_name)
    if fitted:
        return fitted
    if overlong is Overlong.ELLIPSIS:
        return _shortened(text, box, measure)
    if overlong is Overlong.ACRONYM and acronym:
        shorter = _as_designed(acronym, box, measure, is_name=is_name)
        if shorter:
            return replace(shorter, outcome=Overlong.ACRONYM)
    return replace(_smaller(text, box, measure), outcome=Overlong.SMALLER)


def _at_once(text: str, box: Box, measure: Measure) -> Fit | None:
    """On one line at the largest size: most texts, and without taking them to pieces."""
    whole = measure(text)
    spacing = _Spacing.of(whole, box.leading)
    size = box.sizes[0]
    em = size * MM_PER_POINT
    if whole.advance * em > box.width * FILL or spacing.height(1) * em > box.height:
        return None
    return Fit((text,), size, spacing.pitch, spacing.top, spacing.bottom)


def _as_designed(text: str, box: Box, measure: Measure, *, is_name: bool) -> Fit | None:
    if not is_name:
        return _largest(_Measured(text, Freedom.LINES, measure), box, box.sizes, box.lines)
    words = _largest(_Measured(text, Freedom.WORDS, measure), box, box.sizes, box.lines)
    if words:
        return words
    characters = _Measured(text, Freedom.LINES, measure)
    return _largest(characters, box, box.sizes[-1:], box.lines)


def _smaller(text: str, box: Box, measure: Measure) -> Fit:
    """Whole, below the readable minimum, in as many lines as the box is high."""
    smallest = box.sizes[-1]
    whole = _Measured(text, Freedom.LINES, measure)
    fitted = _largest(whole, box, _shrinking(smallest, LEGIBLE), lines=None)
    if fitted:
        return fitted
    divided = _Measured(text, Freedom.ANYWHERE, measure)
    fitted = _largest(divided, box, _shrinking(min(smallest, LEGIBLE), SMALLEST), lines=None)
    if fitted:
        return fitted
    raise ValueError(
        _("%(count)s characters cannot be printed in %(width)s × %(height)s mm.")
        % {"count": len(text), "width": box.width, "height": box.height}
    )


def _shrinking(largest: float, smallest: float) -> Iterator[float]:
    size = largest
    while size >= smallest:
        yield round(size, 2)
        size *= SHRINK


def _shortened(text: str, box: Box, measure: Measure) -> Fit:
    """As many whole words as fit at the smallest size, then an ellipsis."""
    for freedom in (Freedom.LINES, Freedom.ANYWHERE):
        parts = pieces(text, freedom)
        for kept in range(len(parts) - 1, 0, -1):
            start = "".join(part.text + part.space for part in parts[:kept])
            fitted = _as_shortened(start.rstrip(" ,;:-–—\u200b") + ELLIPSIS, box, measure)
            if fitted:
                return fitted
    return replace(_smaller(text, box, measure), outcome=Overlong.SMALLER)


def _as_shortened(text: str, box: Box, measure: Measure) -> Fit | None:
    measured = _Measured(text, Freedom.LINES, measure)
    fitted = _largest(measured, box, box.sizes[-1:], box.lines)
    return replace(fitted, outcome=Overlong.ELLIPSIS) if fitted else None


class _Measured:
    """A text in pieces with their advances: measured once, broken at many sizes."""

    def __init__(self, text: str, freedom: Freedom, measure: Measure) -> None:
        self.measure = measure
        self.pieces: Sequence[Piece] = pieces(text, freedom) or [Piece("", "")]
        texts = [measure(piece.text) for piece in self.pieces]
        spaces = [measure(piece.space).advance if piece.space else 0.0 for piece in self.pieces]
        self.advances = [extent.advance for extent in texts]
        self.ends = [0.0, *accumulate(map(sum, zip(self.advances, spaces, strict=True)))]
        self.above = max(extent.above for extent in texts)
        self.below = max(extent.below for extent in texts)
        self.centre = max(extent.centre for extent in texts)

    def breaks(self, width: float) -> list[int] | None:
        """Where each line ends, filling each in turn; None when a piece is wider than `width`."""
        ends, start = [], 0
        for index, advance in enumerate(self.advances):
            if advance > width:
                return None
            if self.ends[index] + advance - self.ends[start] > width:
                ends.append(index)
                start = index
        return [*ends, len(self.advances)]

    def lines(self, ends: list[int]) -> tuple[str, ...]:
        starts = [0, *ends[:-1]]
        return tuple(
            "".join(piece.text + piece.space for piece in self.pieces[start:end]).rstrip(" \u200b")
            for start, end in zip(starts, ends, strict=True)
        )

    def balanced(self, width: float, count: int) -> list[int]:
        """The breaks into `count` lines whose longest line is shortest, at most `width` em."""
        narrow, wide = max(self.advances), width
        best = self.breaks(width) or []
        for _step in range(12):
            middle = (narrow + wide) / 2
            tried = self.breaks(middle)
            if tried and len(tried) <= count:
                best, wide = tried, middle
            else:
                narrow = middle
        return best


@dataclass(frozen=True)
class _Spacing:
    """How lines of this text stand: the ink of one never meets the next, none leaves the box."""

    pitch: float
    top: float
    bottom: float

    @classmethod
    def of(cls, measured: "_Measured | Extent", leading: float) -> "_Spacing":
        pitch = max(leading, measured.above + measured.below)
        return cls(
            pitch=pitch,
            top=max(0.0, measured.above - measured.centre - pitch / 2),
            bottom=max(0.0, measured.below + measured.centre - pitch / 2),
        )

    def height(self, lines: int) -> float:
        return self.top + lines * self.pitch + self.bottom


def _largest(
    measured: _Measured, box: Box, sizes: Sequence[float] | Iterator[float], lines: int | None
) -> Fit | None:
    """The first of `sizes` at which the text fits. `lines` None: as many as the box is high."""
    spacing = _Spacing.of(measured, box.leading)
    for size in sizes:
        em = size * MM_PER_POINT
        width = box.width * FILL / em
        ends = measured.breaks(width)
        if ends is None or (lines is not None and len(ends) > lines):
            continue
        if spacing.height(len(ends)) * em > box.height:
            continue
        set_lines = measured.lines(measured.balanced(width, len(ends)))
        if any(measured.measure(line).advance * em > box.width for line in set_lines):
            continue  # Arabic letters divided anywhere: joined again they are longer than alone.
        return Fit(set_lines, size, spacing.pitch, spacing.top, spacing.bottom)
    return None
