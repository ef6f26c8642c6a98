"""What each delegate lacks of what the conference requires."""

from collections.abc import Collection
from typing import Any

from delegates import own_words
from delegates.choices import AnswerKind
from delegates.columns import PHOTO, Column
from delegates.models import Delegate, OwnField, OwnValue
from delegates.naming.names import PARTS_OF_NAME, PARTS_OF_OWN_NAME
from delegates.outstanding.asking import Asking

# Of these one is enough: not everybody has two names, and a whole name has its parts in it.
ONE_IS_ENOUGH = (frozenset(PARTS_OF_NAME), frozenset({"own_name", *PARTS_OF_OWN_NAME}))


class Lacks:
    """Of delegates of one conference, whose delegation and rank are loaded, and of a spouse whose
    spouse they are: see `Delegate.is_photo_needed`.

    Answers are read once for all of a delegation, or for those who are asked about next.
    """

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self._answered: dict[int, set[tuple[int, int]]] = {}
        self._known: dict[int, set[tuple[int, int]]] = {}

    def columns(self, delegate: Delegate) -> list[Column]:
        """The required ones that are empty, in the order of the list."""
        needed = self.asking.of(delegate).needed
        return [column for column in needed if _is_empty(delegate, column.name)]

    def holds_up(self, delegate: Delegate) -> list[Column]:
        """Without what is known late, such as a flight: nobody is submitted without these."""
        return [column for column in self.columns(delegate) if not column.is_known_late]

    def own(self, delegate: Delegate) -> list[OwnField]:
        """The own fields without an answer that needs one."""
        needed = [row for row in self.asking.own_of(delegate) if is_own_needed(row, delegate)]
        if not needed:
            return []
        answered = self._known.get(delegate.pk)
        if answered is None:
            answered = self._answered_in(delegate.delegation_id)
        return [row for row in needed if (delegate.pk, row.pk) not in answered]

    def names(self, delegate: Delegate) -> list[str]:
        """Of columns and own fields, without which nobody is submitted."""
        own = [own_words.name_of(row) for row in self.own(delegate)]
        return [*(column.name for column in self.holds_up(delegate)), *own]

    def in_words(self, delegate: Delegate) -> list[str]:
        """Without which nobody is submitted."""
        own = [own_words.label_of(row) for row in self.own(delegate)]
        return [*(str(column.label) for column in self.holds_up(delegate)), *own]

    def to_bring(self, delegate: Delegate) -> list[str]:
        """The same, and the photo for the badge where the rank needs one, asked or not."""
        missing = self.in_words(delegate)
        photo = str(PHOTO.label)
        is_without = not delegate.photo and delegate.is_photo_needed
        return [photo, *missing] if is_without and photo not in missing else missing

    def know(self, delegates: Collection[Delegate]) -> None:
        """What these lack is asked next, and not of all their delegation: in one query, where the
        conference requires answers.
        """
        if any(row.is_required for row, _rule in self.asking.own_rules):
            answered = _answers(delegate__in=[row.pk for row in delegates])
            self._known.update((row.pk, answered) for row in delegates)

    def _answered_in(self, delegation_id: int) -> set[tuple[int, int]]:
        """Read once."""
        if delegation_id not in self._answered:
            self._answered[delegation_id] = _answers(delegate__delegation=delegation_id)
        return self._answered[delegation_id]


def _answers(**whose: Any) -> set[tuple[int, int]]:
    """Delegate and required field."""
    values = OwnValue.objects.filter(**whose, field__is_required=True)
    given = values.exclude(text="", choice=None, file="")
    return set(given.values_list("delegate_id", "field_id"))


def is_own_needed(row: OwnField, delegate: Delegate) -> bool:
    """Of a delegate whom it is asked: who hands in no documents may still add one."""
    return row.is_required and (row.answer != AnswerKind.FILE or delegate.are_documents_needed)


def _is_empty(delegate: Delegate, column: str) -> bool:
    if column == PHOTO.name:
        return not delegate.photo and delegate.is_photo_needed
    group = names_of_which_one_is_enough(column)
    attributes = (Delegate._meta.get_field(name).attname for name in group)  # type: ignore[union-attr]
    return not any(getattr(delegate, name) for name in attributes)


def names_of_which_one_is_enough(column: str) -> Collection[str]:
    """Of columns: with one of them filled in none is missing."""
    return next((names for names in ONE_IS_ENOUGH if column in names), {column})
