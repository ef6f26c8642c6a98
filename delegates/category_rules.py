"""The category of a delegate follows from kind, head and rank by one table per conference."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One line of the table; None fits everybody.

    `kinds` are ids: one where the line names a kind, all of a nature where it names a nature.
    """

    category_id: int
    kinds: frozenset[int] | None = None
    is_head: bool | None = None
    rank_id: int | None = None

    def fits(self, *, kind_id: int, is_head: bool, rank_id: int | None) -> bool:
        return (
            (self.kinds is None or kind_id in self.kinds)
            and self.is_head in (None, is_head)
            and self.rank_id in (None, rank_id)
        )


def category_for(
    rules: Sequence[Rule], *, kind_id: int, is_head: bool, rank_id: int | None
) -> int | None:
    """Id of the category of the first rule that fits, in the table's order; None if none does."""
    return next(
        (
            rule.category_id
            for rule in rules
            if rule.fits(kind_id=kind_id, is_head=is_head, rank_id=rank_id)
        ),
        None,
    )
