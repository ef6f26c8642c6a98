"""The category of a delegate follows from kind, head and rank by one table per conference."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One line of the table; None (or a blank kind) fits everybody."""

    category_id: int
    kind: str = ""
    is_head: bool | None = None
    rank_id: int | None = None

    def fits(self, *, kind: str, is_head: bool, rank_id: int | None) -> bool:
        return (
            self.kind in ("", kind)
            and self.is_head in (None, is_head)
            and self.rank_id in (None, rank_id)
        )


def category_for(
    rules: Sequence[Rule], *, kind: str, is_head: bool, rank_id: int | None
) -> int | None:
    """Id of the category of the first rule that fits, in the table's order; None if none does."""
    return next(
        (
            rule.category_id
            for rule in rules
            if rule.fits(kind=kind, is_head=is_head, rank_id=rank_id)
        ),
        None,
    )
