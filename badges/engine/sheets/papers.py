"""Papers that sheets are printed on, as data. Lengths are millimetres from the top left corner.

A row is all that a new paper takes. Sizes of A and Letter papers are those of ISO 216 and ANSI,
of cards that of ISO/IEC 7810; papers that come cut or perforated are named by their maker's number.
A paper that was offered once stays: jobs name it for ever, and their pages say where each badge is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from badges.engine.design.folding import Folding, Place, UnfoldedCard, unfolded

# Sides of cards and papers are given with or without a fraction of a millimetre.
NEAR = 0.6
# A label may be a little larger than the card that is printed on it.
MOST_LARGER = 6.0


@dataclass(frozen=True)
class SlotPanel:
    """The part of a slot that shows one face of a badge, counted from 0; its place in the slot.

    `turned` is clockwise, in degrees, beside how a face that stands upright fills the panel.
    """

    face: int
    is_back: bool
    left: float
    top: float
    width: float
    height: float
    turned: int = 0


@dataclass(frozen=True)
class SheetPaper:
    """`gap` lies between slots, across and down. `bleed` is how much more than a slot is printed:
    where slots touch there is no room for any. What `is_precut` needs no marks for cutting.
    """

    key: str
    words: Any
    width: float
    height: float
    slot: tuple[float, float]
    columns: int
    rows: int
    margin: tuple[float, float]
    gap: tuple[float, float] = (0, 0)
    bleed: float = 0
    is_precut: bool = False
    folding: Folding = Folding.NONE

    @property
    def slots(self) -> int:
        return self.columns * self.rows

    @property
    def is_folded(self) -> bool:
        """Both faces of a card stand on one side of the sheet."""
        return self.folding != Folding.NONE

    def places(self) -> Iterator[tuple[float, float]]:
        """Left and top of each slot, in the order in which they are read."""
        (left, top), (across, down), (width, height) = self.margin, self.gap, self.slot
        for row in range(self.rows):
            for column in range(self.columns):
                yield left + column * (width + across), top + row * (height + down)

    def card(self, *, is_right_to_left: bool = False) -> UnfoldedCard:
        """What fills a slot, of a paper for folded cards."""
        width, height = self.slot
        if self.folding == Folding.SIDE:
            width /= 2
        else:
            height /= 2
        return unfolded(self.folding, width, height, is_right_to_left=is_right_to_left)

    def panels(self, *, is_right_to_left: bool = False) -> tuple[SlotPanel, ...]:
        """A face on the front and another on its back; of a folded card both on the front."""
        width, height = self.slot
        if not self.is_folded:
            whole = (0.0, 0.0, width, height)
            return SlotPanel(0, False, *whole), SlotPanel(1, True, *whole)
        card = self.card(is_right_to_left=is_right_to_left)
        half = (width / 2, height) if self.folding == Folding.SIDE else (width, height / 2)
        places = list(Place)
        return tuple(
            SlotPanel(places.index(one.place), False, one.left, one.top, *half, one.turned)
            for one in card.panels
        )

    def holds(self, width: float, height: float) -> bool:
        """Whether a face of this size fills a panel, upright or turned by a quarter."""
        panel = self.panels()[0]
        return _fills(width, height, panel) or _fills(height, width, panel)


def _fills(width: float, height: float, panel: SlotPanel) -> bool:
    larger = MOST_LARGER if panel.width * panel.height < LABEL else NEAR
    return -NEAR <= panel.width - width <= larger and -NEAR <= panel.height - height <= larger


# Square millimetres; labels are smaller than an A6.
LABEL = 105 * 105

A4 = (210.0, 297.0)
LETTER = (215.9, 279.4)
A5 = (210.0, 148.0)
A6 = (105.0, 148.0)
A7 = (105.0, 74.0)
CR80 = (85.6, 53.98)
INCH = 25.4

_ROWS = (
    SheetPaper("a6-on-a4", _("A4, four badges A6"), *A4, A6, 2, 2, (0, 0.5)),
    SheetPaper("a7-on-a4", _("A4, eight badges A7"), *A4, A7, 2, 4, (0, 0.5)),
    SheetPaper(
        "cr80-on-a4", _("A4, ten cards CR80"), *A4, CR80, 2, 5, (16.4, 6.55), (6, 3.5), bleed=1.5
    ),
    SheetPaper(
        "a6-on-letter",
        _("Letter, two badges A6"),
        *LETTER,
        (148, 105),
        1,
        2,
        (33.95, 31.2),
        (0, 7),
        bleed=3,
    ),
    SheetPaper(
        "a7-on-letter", _("Letter, six badges A7"), *LETTER, A7, 2, 3, (2.95, 24.7), (0, 4), bleed=0
    ),
    SheetPaper(
        "cr80-on-letter",
        _("Letter, eight cards CR80"),
        *LETTER,
        CR80,
        2,
        4,
        (19.35, 25.74),
        (6, 4),
        bleed=2,
    ),
    SheetPaper(
        "avery-5392",
        _("Letter, six inserts of 4 × 3 inches (Avery 5392, 74541)"),
        *LETTER,
        (4 * INCH, 3 * INCH),
        2,
        3,
        (0.25 * INCH, INCH),
        is_precut=True,
    ),
    SheetPaper(
        "avery-5395",
        _("Letter, eight labels of 3 3⁄8 × 2 1⁄3 inches (Avery 5395)"),
        *LETTER,
        (3.375 * INCH, 7 / 3 * INCH),
        2,
        4,
        (0.6875 * INCH, 7 / 12 * INCH),
        (0.375 * INCH, INCH / 6),
        is_precut=True,
    ),
    SheetPaper(
        "folded-a6-on-a4",
        _("A4, two badges A6 folded from A5"),
        *A4,
        (210, 148),
        1,
        2,
        (0, 0.5),
        folding=Folding.SIDE,
    ),
    SheetPaper(
        "folded-a6-on-letter",
        _("Letter, a badge A6 folded from A5"),
        *LETTER,
        (210, 148),
        1,
        1,
        (2.95, 65.7),
        folding=Folding.SIDE,
    ),
    SheetPaper("a5-on-a4", _("A4, two badges A5"), *A4, A5, 1, 2, (0, 0.5)),
    SheetPaper(
        "nameplate-on-a4",
        _("A4, a nameplate folded in the middle"),
        297.0,
        210.0,
        (297, 210),
        1,
        1,
        (0, 0),
        folding=Folding.TOP,
    ),
)
PAPERS: Mapping[str, SheetPaper] = {paper.key: paper for paper in _ROWS}
