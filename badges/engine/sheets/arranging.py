"""On which sheet of its file each badge stands, and in which slot: settled before any is drawn.

Nobody moves afterwards: who is left out leaves a slot white. Sheets and slots count from 1.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

# Rows on one page of a cover: what a form on a clipboard holds.
NAMES_ON_A_COVER = 20
# As many sheets as a hand guillotine cuts at once, of the card that badges are printed on.
SHEETS_OF_A_PILE = 50


@dataclass(frozen=True)
class SheetSlot:
    sheet: int
    slot: int


def covers_for(badges: int) -> int:
    """Pages of the cover sheet before so many badges."""
    return -(-badges // NAMES_ON_A_COVER)


def one_after_the_other(badges: int, slots: int) -> list[SheetSlot]:
    """As they are read: along each row of a sheet, then the next sheet."""
    return [SheetSlot(1 + place // slots, 1 + place % slots) for place in range(badges)]


def in_envelopes(envelopes: Sequence[Hashable], slots: int) -> list[SheetSlot]:
    """Each envelope, a run of equal values, has its cover and begins on a sheet of its own."""
    return list(_in_envelopes(envelopes, slots))


def _in_envelopes(envelopes: Sequence[Hashable], slots: int) -> Iterator[SheetSlot]:
    printed = 0
    for _envelope, run in groupby(envelopes):
        badges = len(list(run))
        printed += covers_for(badges)
        for place in one_after_the_other(badges, slots):
            yield SheetSlot(printed + place.sheet, place.slot)
        printed += -(-badges // slots)


def cut_and_stacked(badges: int, slots: int) -> list[SheetSlot]:
    """Cut as one pile, the stack of the first slot comes first, that of the second follows."""
    sheets = -(-badges // slots)
    return [SheetSlot(1 + place % sheets, 1 + place // sheets) for place in range(badges)]
