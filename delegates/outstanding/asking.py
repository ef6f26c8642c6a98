"""What the conference asks of its delegates, read once."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django_stubs_ext import StrOrPromise

from conference.models import Conference
from delegates import own_words
from delegates.columns import asked_of_delegations
from delegates.field_rules import FieldRule, FieldsAsked, fields_asked
from delegates.models import Delegate, OwnField, RegistrationField


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


class Asking:
    """The table of one conference. Of columns and of own fields it is read where it is first asked,
    unless it was read before, with those of others.
    """

    def __init__(
        self,
        conference: Conference,
        rules: list[FieldRule] | None = None,
        own_rules: list[tuple[OwnField, FieldRule]] | None = None,
    ) -> None:
        self.conference = conference
        self._rules, self._own_rules = rules, own_rules
        self._asked: dict[Whom, FieldsAsked] = {}

    @property
    def rules(self) -> list[FieldRule]:
        """In two queries."""
        if self._rules is None:
            self._rules = _rules([self.conference])[self.conference.pk]
        return self._rules

    @property
    def own_rules(self) -> list[tuple[OwnField, FieldRule]]:
        """Own fields in their order, with what they let choose."""
        if self._own_rules is None:
            self._own_rules = _own_rules([self.conference])[self.conference.pk]
        return self._own_rules

    def of(self, delegate: Delegate) -> FieldsAsked:
        """Of somebody whose delegation is loaded."""
        return self.of_such(whom(delegate))

    def of_such(self, such: Whom) -> FieldsAsked:
        """Worked out once for all who are such: of thousands there are few kinds."""
        if such not in self._asked:
            self._asked[such] = fields_asked(self.rules, **asdict(such))
        return self._asked[such]

    def own_of(self, delegate: Delegate) -> list[OwnField]:
        """The own fields that such a delegate is asked, whose delegation is loaded."""
        return self.own_of_such(whom(delegate))

    def own_of_such(self, such: Whom) -> list[OwnField]:
        return [row for row, rule in self.own_rules if rule.fits(**asdict(such))]

    def in_words(self, delegate: Delegate) -> dict[str, StrOrPromise]:
        """By name, what such a delegate is asked: columns and own fields."""
        columns = {column.name: column.label for column in self.of(delegate).columns}
        own = {own_words.name_of(row): own_words.label_of(row) for row in self.own_of(delegate)}
        return columns | own


def asked_in(conferences: Collection[Conference]) -> dict[int, Asking]:
    """By id: the tables of several conferences in the queries of one."""
    rules, own_rules = _rules(conferences), _own_rules(conferences)
    return {row.pk: Asking(row, rules[row.pk], own_rules[row.pk]) for row in conferences}


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
