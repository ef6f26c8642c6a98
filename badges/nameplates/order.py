"""The order of seats. Pure.

By the practice of the United Nations a lot is drawn before a session: the delegation drawn takes
the first seat, the others follow in the alphabet and go round (General Assembly, before each
session).
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import TypeVar

Row = TypeVar("Row")


def seated(
    rows: Sequence[Row],
    first: int | None,
    *,
    by_id: Callable[[Row], int],
    kind: Callable[[Row], Hashable],
) -> list[Row]:
    """The rows, which are in protocol order, with the one whose id is `first` on the first seat.

    It goes round among its own kind, so observers never come to sit between States; the other
    kinds follow in their order. As they are where `first` is None or nowhere.
    """
    rings = [list(ring) for _kind, ring in groupby(rows, key=kind)]
    for number, ring in enumerate(rings):
        ids = [by_id(row) for row in ring]
        if first in ids:
            start = ids.index(first)
            others = [*rings[:number], *rings[number + 1 :]]
            return [*ring[start:], *ring[:start], *(row for other in others for row in other)]
    return list(rows)
