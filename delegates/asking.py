"""What the conference asks of its delegates, read once, and what each of them lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from conference.models import Conference
from delegates.columns import PHOTO, Column
from delegates.field_rules import FieldRule, FieldsAsked, fields_asked
from delegates.models import Delegate, RegistrationField
from delegates.names import PARTS_OF_NAME, PARTS_OF_OWN_NAME

# Of these one is enough: not everybody has two names, and a whole name has its parts in it.
ONE_IS_ENOUGH = (frozenset(PARTS_OF_NAME), frozenset({"own_name", *PARTS_OF_OWN_NAME}))


@dataclass(frozen=True)
class Asking:
    """The table of one conference, read where it is first asked."""

    conference: Conference

    @cached_property
    def rules(self) -> list[FieldRule]:
        """In two queries."""
        rows = RegistrationField.objects.for_conference(self.conference).prefetch_related("lines")
        return [rule_of(row) for row in rows]

    def of(self, delegate: Delegate) -> FieldsAsked:
        """Of somebody whose delegation is loaded."""
        return fields_asked(
            self.rules,
            kind_id=delegate.delegation.kind_id,
            category_id=delegate.category_id,
            rank_id=delegate.rank_id,
        )

    def lacks(self, delegate: Delegate) -> list[Column]:
        """The required columns that are empty, in the order of the list.

        The rank is loaded, and of a spouse whose spouse they are: see `Delegate.is_photo_needed`.
        """
        return [column for column in self.of(delegate).needed if _is_empty(delegate, column.name)]

    def holds_up(self, delegate: Delegate) -> list[Column]:
        """Without what is known late, such as a flight: nobody is submitted without these."""
        return [column for column in self.lacks(delegate) if not column.is_known_late]


def rule_of(row: RegistrationField) -> FieldRule:
    """Of a row with its lines."""
    lines = list(row.lines.all())
    return FieldRule(
        row.column,
        row.is_required,
        row.matters,
        kinds=_named(line.kind_id for line in lines),
        categories=_named(line.category_id for line in lines),
        ranks=_named(line.rank_id for line in lines),
    )


def _named(ids: Iterable[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in ids if pk is not None)


def _is_empty(delegate: Delegate, column: str) -> bool:
    if column == PHOTO.name:
        return not delegate.photo and delegate.is_photo_needed
    group = next((names for names in ONE_IS_ENOUGH if column in names), {column})
    attributes = (Delegate._meta.get_field(name).attname for name in group)  # type: ignore[union-attr]
    return not any(getattr(delegate, name) for name in attributes)
