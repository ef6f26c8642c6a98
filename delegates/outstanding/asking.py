"""What the conference asks of its delegates, read once, and what each of them lacks."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django_stubs_ext import StrOrPromise

from conference.models import Conference
from delegates import own_words
from delegates.choices import AnswerKind
from delegates.columns import PHOTO, Column, asked_of_delegations
from delegates.field_rules import FieldRule, FieldsAsked, fields_asked
from delegates.models import Delegate, OwnField, OwnValue, RegistrationField
from delegates.naming.names import PARTS_OF_NAME, PARTS_OF_OWN_NAME

# Of these one is enough: not everybody has two names, and a whole name has its parts in it.
ONE_IS_ENOUGH = (frozenset(PARTS_OF_NAME), frozenset({"own_name", *PARTS_OF_OWN_NAME}))


@dataclass(frozen=True)
class Whom:
    """What the table knows of somebody, by ids."""

    kind_id: int
    category_id: int | None
    rank_id: int | None


def whom(delegate: Delegate) -> Whom:
    """Of somebody whose delegation is loaded."""
    return Whom(delegate.delegation.kind_id, delegate.category_id, delegate.rank_id)


def to_correct_in_words(conference: Conference) -> dict[str, StrOrPromise]:
    """By name, what a delegation can be asked to correct: columns and own fields."""
    own = OwnField.objects.for_conference(conference)
    columns = {column.name: column.label for column in asked_of_delegations()}
    return columns | {own_words.name_of(field): own_words.label_of(field) for field in own}


@dataclass(frozen=True)
class Asking:
    """The table of one conference, read where it is first asked."""

    conference: Conference
    _answered: dict[int, set[tuple[int, int]]] = field(default_factory=dict, compare=False)
    _known: dict[int, set[tuple[int, int]]] = field(default_factory=dict, compare=False)
    _asked: dict[Whom, FieldsAsked] = field(default_factory=dict, compare=False)

    @cached_property
    def rules(self) -> list[FieldRule]:
        """In two queries."""
        return _rules([self.conference])[self.conference.pk]

    def of(self, delegate: Delegate) -> FieldsAsked:
        """Of somebody whose delegation is loaded."""
        return self.of_such(whom(delegate))

    def of_such(self, such: Whom) -> FieldsAsked:
        """Worked out once for all who are such: of thousands there are few kinds."""
        if such not in self._asked:
            self._asked[such] = fields_asked(self.rules, **asdict(such))
        return self._asked[such]

    @cached_property
    def own_rules(self) -> list[tuple[OwnField, FieldRule]]:
        """Own fields in their order, with what they let choose."""
        return _own_rules([self.conference])[self.conference.pk]

    def own_of(self, delegate: Delegate) -> list[OwnField]:
        """The own fields that such a delegate is asked, whose delegation is loaded."""
        return self.own_of_such(whom(delegate))

    def own_of_such(self, such: Whom) -> list[OwnField]:
        return [row for row, rule in self.own_rules if rule.fits(**asdict(such))]

    def own_lacks(self, delegate: Delegate) -> list[OwnField]:
        """The rank is loaded, and of a spouse whose spouse they are."""
        needed = [row for row in self.own_of(delegate) if is_own_needed(row, delegate)]
        if not needed:
            return []
        answered = self._known.get(delegate.pk)
        if answered is None:
            answered = self._answered_in(delegate.delegation_id)
        return [row for row in needed if (delegate.pk, row.pk) not in answered]

    def know(self, delegates: Collection[Delegate]) -> None:
        """What these lack is asked next, and not of all their delegation: in one query, where the
        conference requires answers.
        """
        if any(row.is_required for row, _rule in self.own_rules):
            answered = _answers(delegate__in=[row.pk for row in delegates])
            self._known.update((row.pk, answered) for row in delegates)

    def _answered_in(self, delegation_id: int) -> set[tuple[int, int]]:
        """Read once."""
        if delegation_id not in self._answered:
            self._answered[delegation_id] = _answers(delegate__delegation=delegation_id)
        return self._answered[delegation_id]

    def in_words(self, delegate: Delegate) -> dict[str, StrOrPromise]:
        """By name, what such a delegate is asked: columns and own fields."""
        columns = {column.name: column.label for column in self.of(delegate).columns}
        own = {own_words.name_of(row): own_words.label_of(row) for row in self.own_of(delegate)}
        return columns | own

    def names_missing(self, delegate: Delegate) -> list[str]:
        """Of these, without which nobody is submitted."""
        own = [own_words.name_of(row) for row in self.own_lacks(delegate)]
        return [*(column.name for column in self.holds_up(delegate)), *own]

    def missing(self, delegate: Delegate) -> list[str]:
        """In words, without which nobody is submitted."""
        own = [own_words.label_of(row) for row in self.own_lacks(delegate)]
        return [*(str(column.label) for column in self.holds_up(delegate)), *own]

    def to_bring(self, delegate: Delegate) -> list[str]:
        """The same, and the photo for the badge where the rank needs one, asked or not."""
        missing = self.missing(delegate)
        photo = str(PHOTO.label)
        is_without = not delegate.photo and delegate.is_photo_needed
        return [photo, *missing] if is_without and photo not in missing else missing

    def lacks(self, delegate: Delegate) -> list[Column]:
        """The required columns that are empty, in the order of the list.

        The rank is loaded, and of a spouse whose spouse they are: see `Delegate.is_photo_needed`.
        """
        return [column for column in self.of(delegate).needed if _is_empty(delegate, column.name)]

    def holds_up(self, delegate: Delegate) -> list[Column]:
        """Without what is known late, such as a flight: nobody is submitted without these."""
        return [column for column in self.lacks(delegate) if not column.is_known_late]


def asked_in(conferences: Collection[Conference]) -> dict[int, Asking]:
    """By id: the tables of several conferences in the queries of one."""
    rules, own_rules = _rules(conferences), _own_rules(conferences)
    found = {}
    for conference in conferences:
        asking = found[conference.pk] = Asking(conference)
        vars(asking).update(rules=rules[conference.pk], own_rules=own_rules[conference.pk])
    return found


def _rules(conferences: Collection[Conference]) -> dict[int, list[FieldRule]]:
    found: dict[int, list[FieldRule]] = {row.pk: [] for row in conferences}
    rows = RegistrationField.objects.filter(conference__in=conferences)
    for row in rows.prefetch_related("lines"):
        found[row.conference_id].append(rule_of(row))
    return found


def _own_rules(
    conferences: Collection[Conference],
) -> dict[int, list[tuple[OwnField, FieldRule]]]:
    found: dict[int, list[tuple[OwnField, FieldRule]]] = {row.pk: [] for row in conferences}
    rows = OwnField.objects.filter(conference__in=conferences)
    for row in rows.prefetch_related("lines", "choices"):
        found[row.conference_id].append((row, own_rule_of(row)))
    return found


def _answers(**whose: Any) -> set[tuple[int, int]]:
    """Delegate and required field."""
    values = OwnValue.objects.filter(**whose, field__is_required=True)
    given = values.exclude(text="", choice=None, file="")
    return set(given.values_list("delegate_id", "field_id"))


def is_own_needed(row: OwnField, delegate: Delegate) -> bool:
    """Of a delegate whom it is asked: who hands in no documents may still add one."""
    return row.is_required and (row.answer != AnswerKind.FILE or delegate.are_documents_needed)


def rule_of(row: RegistrationField) -> FieldRule:
    """Of a row with its lines."""
    return _rule(row.column, row, row.matters)


def own_rule_of(row: OwnField) -> FieldRule:
    """Its name is of no column."""
    return _rule("", row, row.matters)


def _rule(name: str, row: RegistrationField | OwnField, matters: bool | None) -> FieldRule:
    lines: list[Any] = list(row.lines.all())
    return FieldRule(
        name,
        row.is_required,
        matters,
        kinds=_named(line.kind_id for line in lines),
        categories=_named(line.category_id for line in lines),
        ranks=_named(line.rank_id for line in lines),
    )


def _named(ids: Iterable[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in ids if pk is not None)


def _is_empty(delegate: Delegate, column: str) -> bool:
    if column == PHOTO.name:
        return not delegate.photo and delegate.is_photo_needed
    group = names_of_which_one_is_enough(column)
    attributes = (Delegate._meta.get_field(name).attname for name in group)  # type: ignore[union-attr]
    return not any(getattr(delegate, name) for name in attributes)


def names_of_which_one_is_enough(column: str) -> Collection[str]:
    """Of columns: with one of them filled in none is missing."""
    return next((names for names in ONE_IS_ENOUGH if column in names), {column})
