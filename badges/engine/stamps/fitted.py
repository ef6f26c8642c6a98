"""One badge with its texts fitted to the places of its skeleton, and in which way it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from badges.engine.content import BadgeContent, direction_of, texts_of
from badges.engine.design.boxes import Box
from badges.engine.design.language import Design
from badges.engine.layout.fit import MM_PER_POINT, Fit
from badges.engine.layout.markup import BadgeMarkup, Document, Overflow, fit_field
from badges.engine.layout.rooms import Rooms
from badges.engine.stamps.compiled import Compiled, TextPlace
from badges.engine.stamps.operators import FittedText, set_line
from badges.engine.stamps.skeletons import SkeletonMarkup
from badges.engine.ways import Way
from conference.pdf.layout import Asset
from conference.writing.languages import Localized

# In points, the largest text of a badge. The reference rounds the way from letter to letter,
# and that of a mark to its letter, by parts of the size: on a nameplate that is seen.
LARGEST_STAMPED = 48


@dataclass(frozen=True)
class BadgeOrder:
    """One page to be made: a badge, or a face of one."""

    content: BadgeContent
    design: Design


@dataclass(frozen=True)
class FittedBadge:
    """`fitted` are the texts of the compiled places; `laid_out` holds the indexes of those that
    WeasyPrint must draw.
    """

    order: BadgeOrder
    compiled: Compiled
    fitted: tuple[FittedText, ...]
    laid_out: frozenset[int]

    @property
    def way(self) -> Way:
        if self.compiled.why_not:
            return Way.LAID_OUT
        return Way.TEXTS_LAID_OUT if self.laid_out else Way.STAMPED

    def overflows(self) -> tuple[Overflow, ...]:
        own = (
            Overflow(place.field, one.text.text, one.fit.outcome, one.fit.size)
            for place, one in zip(self.compiled.texts, self.fitted, strict=True)
            if one.fit.outcome
        )
        return (*self.compiled.overflows, *own)

    def moved(self, growth: Sequence[float]) -> float:
        """By how many points a place stands lower than where it was compiled."""
        return sum(
            factor * (one.fit.height / MM_PER_POINT - height)
            for factor, one, height in zip(growth, self.fitted, self.compiled.heights, strict=True)
            if factor
        )


def fit_to(compiled: Compiled, order: BadgeOrder) -> FittedBadge:
    """Raises RenderError for a text that no size can show."""
    texts = texts_of(order.content)
    rooms = Rooms()
    fitted = tuple(_fitted(place, texts, order.content, rooms) for place in compiled.texts)
    is_large = any(one.fit.size > LARGEST_STAMPED for one in fitted)
    laid_out = frozenset(
        index
        for index, (place, one) in enumerate(zip(compiled.texts, fitted, strict=True))
        if is_large or place.why_not or not one.is_proven()
    )
    return FittedBadge(order, compiled, fitted, laid_out)


def _fitted(
    place: TextPlace, texts: Mapping[str, Localized], content: BadgeContent, rooms: Rooms
) -> FittedText:
    text = texts[place.field]
    fitted = fit_field(place.field, texts, rooms.widened(place.box), content)
    rooms.fill(place.field, place.box, fitted.height)
    language, direction = text.language or content.language, direction_of(text)
    lines = tuple(set_line(line, language, place.box.weight, direction) for line in fitted.lines)
    return FittedText(text, direction, fitted, lines)


class TextsMarkup(SkeletonMarkup):
    """Writes a badge of which only the texts that are laid out will be seen."""

    def __init__(self, document: Document, badge: FittedBadge, images: Mapping[str, Asset]) -> None:
        heights = [one.fit.height for one in badge.fitted]
        super().__init__(document, badge.order.content, images, heights)
        self.laid_out = badge.laid_out

    def slot(self, name: str, box: Box) -> str:
        place = len(self.text_slots)
        empty = super().slot(name, box)
        if place in self.laid_out:
            return BadgeMarkup.text(self, name, box)
        self.rooms.fill(name, box, self.heights[place])
        return empty

    def classes_of(self, fitted: Fit) -> str:
        return f"dais-seen {super().classes_of(fitted)}"
