"""What applying a row changes, field by field, and what follows from it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from conference.writing.lines import clean_line
from delegates.category_rules import category_for
from delegates.choices import position_in_words
from delegates.columns import COLUMNS
from delegates.importing.checking.drafts import Draft
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import HEADING, Change, DelegationKey, Party, Plan, shortened
from delegates.importing.words import HEAD
from delegates.naming.names import PARTS_OF_NAME
from delegates.recognition.likeness import is_only_marks_or_case


@dataclass(frozen=True)
class RowEffect:
    """One row's plan, its changes in words, and the names of those whose live badge is outdated."""

    plan: Plan
    changes: list[Change]
    needs_new_badge: list[str]


@dataclass(frozen=True)
class Leadership:
    """Who leads after the import: lines that name a head, and the delegates with a good row."""

    heads: Mapping[DelegationKey, int]
    in_file: frozenset[int]


NOBODY_LEADS = Leadership({}, frozenset())


def effect_of(
    draft: Draft, known: Known, leadership: Leadership, *, takes_spelling: bool = False
) -> RowEffect:
    """What the row changes. A name that only loses marks or capitals is left as it is registered,
    unless `takes_spelling`.
    """
    assert draft.delegation is not None
    if draft.delegate is None:
        plan = _plan_of_new(draft, draft.delegation, known)
        changes: list[Change] = []
    else:
        change = _Comparison(
            draft, draft.delegate, draft.delegation, known, leadership, takes_spelling
        )
        plan, changes = change.plan(), change.changes()
    displaced = _displaced(draft, draft.delegation, known, leadership)
    badges = [draft.delegate] if draft.delegate and _outdates(changes, known) else []
    if displaced and _outdates(displaced[1], known):
        badges.append(displaced[0])
    return RowEffect(
        plan,
        [*changes, *(displaced[1] if displaced else [])],
        [delegate.name for delegate in badges if delegate.pk in known.badge_holders],
    )


def _outdates(changes: list[Change], known: Known) -> bool:
    return any(change.column in known.on_badges for change in changes)


def _plan_of_new(draft: Draft, delegation: DelegationKey, known: Known) -> Plan:
    fields = dict(draft.values.fields)
    is_head = draft.values.position == HEAD
    rules_say = category_for(
        known.rules, kind_id=delegation.kind, is_head=is_head, rank_id=fields.get("rank")
    )
    if fields.get("category") in (None, rules_say):
        fields.pop("category", None)
    if draft.values.position not in ("", HEAD):
        fields["position"] = draft.values.position
    return Plan(delegation, None, fields, is_head or None)


@dataclass(frozen=True)
class _Comparison:
    """A delegate who is there against the row about them."""

    draft: Draft
    delegate: KnownDelegate
    delegation: DelegationKey
    known: Known
    leadership: Leadership
    takes_spelling: bool

    @property
    def asked(self) -> Mapping[str, Any]:
        return self.draft.values.fields

    @property
    def is_moved(self) -> bool:
        return self.delegation != self.delegate.delegation.key

    @property
    def leads_after(self) -> bool:
        position = self.draft.values.position
        if position or self.is_moved or not self.delegate.is_head:
            return position == HEAD
        line = self.draft.line.line
        return self.leadership.heads.get(self.delegation, line) == line

    def plan(self) -> Plan:
        values: dict[str, Any] = {column: new for column, _old, new in self._plain_changes()}
        values |= {column: new for column, _old, new in self._chosen_changes()}
        if self._is_category_asked():
            values["category"] = self.asked["category"]
        position = self.draft.values.position
        if position not in ("", HEAD, self.delegate.position):
            values["position"] = position
        is_changed = self.leads_after != self.delegate.is_head or (
            self.leads_after and self.is_moved
        )
        return Plan(
            self.delegation, self.delegate.pk, values, self.leads_after if is_changed else None
        )

    def changes(self) -> list[Change]:
        """The category comes last: it may follow from what stands before it."""
        return [
            *self._delegation_change(),
            *self._position_change(),
            *(Change(column, old, new) for column, old, new in self._plain_in_words()),
            *self._chosen_in_words(),
            *self._category_change(),
        ]

    def _delegation_change(self) -> Iterator[Change]:
        if self.is_moved:
            old = delegation_label(self.delegate.delegation.key, self.known)
            yield Change("delegation", old, place_label(self.draft, self.delegation, self.known))

    def _position_change(self) -> Iterator[Change]:
        asked = self.draft.values.position
        after = asked if asked not in ("", HEAD) else self.delegate.position
        old = position_in_words(self.delegate.position, is_head=self.delegate.is_head)
        new = position_in_words(after, is_head=self.leads_after)
        leads_anew = self.leads_after and self.is_moved
        if old != new or leads_anew:
            yield Change("position", old, new, is_consequence=not asked)

    def _plain_changes(self) -> Iterator[tuple[str, str, str]]:
        for column in COLUMNS.texts():
            old = self.delegate.texts[column]
            if column not in self.asked or is_same_text(column, old, self.asked[column]):
                continue
            if self.takes_spelling or not is_poorer_spelling(column, old, self.asked[column]):
                yield column, old, self.asked[column]

    def _plain_in_words(self) -> Iterator[tuple[str, str, str]]:
        for column, old, new in self._plain_changes():
            choices = COLUMNS[column].choices
            if choices:
                yield column, str(choices(old).label), str(choices(new).label)
            else:
                yield column, old, new

    def _chosen_changes(self) -> Iterator[tuple[str, int | None, int | None]]:
        olds = {"rank": self.delegate.rank_id, "nationality": self.delegate.nationality_id}
        for column, old in olds.items():
            if column in self.asked and self.asked[column] != old:
                yield column, old, self.asked[column]

    def _chosen_in_words(self) -> Iterator[Change]:
        for column, old, new in self._chosen_changes():
            label = rank_label if column == "rank" else country_label
            yield Change(column, label(old, self.known), label(new, self.known))

    def _is_category_asked(self) -> bool:
        """A cell that repeats the present category asks for nothing, by hand or by the rules."""
        if "category" not in self.asked:
            return False
        asked = self.asked["category"]
        if asked is None:
            return self.delegate.is_category_set_by_hand
        return bool(asked != self.delegate.category_id)

    def _category_change(self) -> Iterator[Change]:
        is_asked = self._is_category_asked()
        old = self.delegate.category_id
        new = self._category_after()
        if self.delegation.kind == 0 and not is_asked:
            # Nobody knows yet what the heading is: no rule can say.
            return
        if old != new:
            letters = category_label(old, self.known), category_label(new, self.known)
            yield Change("category", *letters, is_consequence=not is_asked)
        elif is_asked:
            letter = category_label(old, self.known)
            by_hand, by_rules = _("%s, set by hand"), _("%s, by the rules")
            yield Change("category", by_hand % letter, by_rules % letter)

    def _category_after(self) -> int | None:
        if self._is_category_asked() and self.asked["category"] is not None:
            return int(self.asked["category"])
        if self.delegate.is_category_set_by_hand and not self._is_category_asked():
            return self.delegate.category_id
        return category_for(
            self.known.rules,
            kind_id=self.delegation.kind,
            is_head=self.leads_after,
            rank_id=self.asked.get("rank", self.delegate.rank_id),
        )


def _displaced(
    draft: Draft, delegation: DelegationKey, known: Known, leadership: Leadership
) -> tuple[KnownDelegate, list[Change]] | None:
    """The former head whom this row replaces, unless they have a row of their own."""
    present = known.delegations.get(delegation)
    if draft.values.position != HEAD or present is None or present.head_id is None:
        return None
    former = known.delegates.get(present.head_id)
    if former is None:
        # A draft: the file learns of nobody.
        return None
    if former.pk in leadership.in_file or (draft.delegate and draft.delegate.pk == former.pk):
        return None
    changes = [
        Change(
            "position",
            position_in_words(former.position, is_head=True),
            position_in_words(former.position, is_head=False),
            person=former.name,
            is_consequence=True,
        )
    ]
    rules_say = category_for(
        known.rules, kind_id=delegation.kind, is_head=False, rank_id=former.rank_id
    )
    if not former.is_category_set_by_hand and rules_say != former.category_id:
        letters = category_label(former.category_id, known), category_label(rules_say, known)
        changes.append(Change("category", *letters, person=former.name, is_consequence=True))
    return former, changes


def is_same_text(column: str, old: str, new: str) -> bool:
    """Spaces that cleaning squeezes, and the case of a language tag, make no difference."""
    if old == new:
        return True
    if column == "own_name_language":
        return old.lower() == new.lower()
    try:
        return clean_line(old) == new
    except ValueError:
        return False


def is_poorer_spelling(column: str, old: str, new: str) -> bool:
    """Whether a name would only lose marks or capitals: "Kouassi-Diabaté" as "KOUASSI-DIABATE"."""
    return column in PARTS_OF_NAME and old != new and is_only_marks_or_case(old, new)


def poorer_spellings(draft: Draft) -> list[tuple[str, str, str]]:
    """Column, what is registered and what the file writes, where that is the poorer spelling."""
    if draft.delegate is None:
        return []
    fields = draft.values.fields
    found = ((column, draft.delegate.texts[column], fields.get(column)) for column in PARTS_OF_NAME)
    return [
        (column, old, new)
        for column, old, new in found
        if new and is_poorer_spelling(column, old, new)
    ]


def delegation_label(key: DelegationKey, known: Known) -> str:
    """Of a delegation that is there, or of a party that is known."""
    found = known.delegations.get(key)
    name = found.name if found else known.parties.names[key.party]
    return f"{name} ({known.kinds[key.kind].label})"


def place_label(draft: Draft, key: DelegationKey, known: Known) -> str:
    """As the file calls it while nobody has said who sends it."""
    if key.party.type != HEADING or draft.heading is None:
        return delegation_label(key, known)
    text = shortened(draft.heading.text)
    return f"{text} ({known.kinds[key.kind].label})" if key.kind else text


def value_label(column: str, value: Any, known: Known) -> str:
    """A value of a row in words."""
    ids = {"category": category_label, "rank": rank_label, "nationality": country_label}
    if column in ids:
        return ids[column](value, known)
    if column == "position":
        return position_in_words("" if value == HEAD else value, is_head=value == HEAD)
    choices = COLUMNS[column].choices
    return str(choices(value).label) if choices else str(value)


def category_label(pk: int | None, known: Known) -> str:
    return known.categories[pk] if pk else ""


def rank_label(pk: int | None, known: Known) -> str:
    return known.ranks[pk] if pk else ""


def country_label(pk: int | None, known: Known) -> str:
    return known.parties.names[Party("country", pk)] if pk else ""
