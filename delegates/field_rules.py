"""What a conference asks of a delegate, and what of it is required: its table applied. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegates.columns import Column, Matters, asked_of_delegations


@dataclass(frozen=True)
class FieldRule:
    """One line of the table.

    Ids of kinds, categories and ranks: none named means all; where several are named, all hold.
    """

    column: str
    is_required: bool = False
    matters: bool | None = None
    kinds: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    ranks: frozenset[int] = frozenset()

    def fits(self, *, kind_id: int, category_id: int | None, rank_id: int | None) -> bool:
        return (
            (not self.kinds or kind_id in self.kinds)
            and (not self.categories or category_id in self.categories)
            and (not self.ranks or rank_id in self.ranks)
        )


@dataclass(frozen=True)
class FieldsAsked:
    """Of one delegate: columns in the order of the list, and names of the required ones.

    `mattering` are the names of those that change after an approval through officers alone, asked
    or not.
    """

    columns: tuple[Column, ...]
    required: frozenset[str]
    mattering: frozenset[str]

    @property
    def needed(self) -> list[Column]:
        return [column for column in self.columns if column.name in self.required]


def fields_asked(
    rules: Sequence[FieldRule], *, kind_id: int, category_id: int | None, rank_id: int | None
) -> FieldsAsked:
    """By every line of the table that fits: what officers alone say is asked by none."""
    fitting = [
        rule
        for rule in rules
        if rule.fits(kind_id=kind_id, category_id=category_id, rank_id=rank_id)
    ]
    columns = asked_of_delegations()
    asked = {rule.column for rule in fitting}
    return FieldsAsked(
        columns=tuple(column for column in columns if column.name in asked),
        required=frozenset(rule.column for rule in fitting if rule.is_required),
        mattering=frozenset(column.name for column in columns if _matters(column, fitting)),
    )


def _matters(column: Column, fitting: Sequence[FieldRule]) -> bool:
    """Of two lines that say otherwise the careful one holds; no line opens what a badge shows."""
    said = {rule.matters for rule in fitting if rule.column == column.name} - {None}
    if column.matters == Matters.ALWAYS or True in said:
        return True
    return column.matters == Matters.USUALLY and False not in said
