"""Whom the rows without a reference are about: somebody registered, somebody else, or a question.

A name is not an identity (design 6). A row is a registered delegate where the name is theirs and it
says nothing of them that is not registered, and where somebody answered so before. Everything else
is asked: what it says besides may be news of them, or another person of the name. Within a
delegation likeness asks, across delegations only an equal folded name or e-mail. Pure.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.writing.folding import fold
from delegates.choices import Position, QuestionKind, Reply
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.headings import heading_question_key
from delegates.importing.checking.questions import key_of
from delegates.importing.known import Known, KnownDelegate, Remembered
from delegates.importing.report import HEADING, DelegationKey
from delegates.importing.words import HEAD
from delegates.naming.names import FURTHER_PARTS_OF_NAME
from delegates.recognition.descriptions import Description
from delegates.recognition.people import Everywhere, Found, People

Somebody = KnownDelegate | Draft

# What an answer about a person is remembered by, besides delegation and name.
DESCRIBING = (
    "gender", "honorific", "email", "phone", "function", "department", "ministry", "own_name",
)  # fmt: skip
MOST_CANDIDATES = 5


@dataclass
class PersonDoubt:
    """The row's person is perhaps one of these: delegates, and rows that stand before it."""

    draft: Draft
    candidates: list[Somebody]


def recognise_people(drafts: Sequence[Draft], known: Known) -> Iterator[PersonDoubt | None]:
    """Tell each row without a reference whom it is about. Yields once for each, with its doubt."""
    groups: defaultdict[DelegationKey, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.delegation is not None and draft.counts and draft.has_a_name:
            groups[draft.delegation].append(draft)
    elsewhere: Everywhere[Somebody, DelegationKey] = Everywhere()
    for delegate in known.delegates.values():
        elsewhere.add(delegate, _described(delegate), delegate.delegation.key)
    for delegation, rows in groups.items():
        for draft in rows:
            draft.description = description_of(draft)
            heading = draft.heading.text if draft.heading else ""
            draft.identity = identity_of(draft.description, delegation, heading)
        yield from _Group(delegation, rows, known, elsewhere).doubts()


def description_of(draft: Draft) -> tuple[str, ...]:
    """What a row says of its person, folded, as far as it tells people apart."""
    fields = draft.values.fields
    said = [fold(str(fields.get(name) or "")) for name in DESCRIBING]
    further = [fold(str(fields.get(name) or "")) for name in FURTHER_PARTS_OF_NAME]
    # Only where the row says them: what is answered of a row without them is still found.
    return (draft.name_key, *said, *(further if any(further) else []))


def identity_of(description: tuple[str, ...], delegation: DelegationKey, heading: str = "") -> str:
    """The description in a delegation: the key of what is answered about the person.

    The delegation of a heading that nobody knows is named by its text: its number is another in
    the next file, and in this one once it is read otherwise.
    """
    party = delegation.party
    sender = heading_question_key(heading) if party.type == HEADING else str(party.pk)
    return key_of(party.type, sender, *description)


def with_position(identity: str, draft: Draft) -> str:
    """The key of an answer that holds for one of several whom their position alone parts."""
    return key_of(identity, draft.values.position or Position.MEMBER)


class _Group:
    """The rows of a file about one delegation, beside who is registered in it."""

    def __init__(
        self,
        delegation: DelegationKey,
        rows: Sequence[Draft],
        known: Known,
        elsewhere: Everywhere[Somebody, DelegationKey],
    ) -> None:
        self.delegation = delegation
        self.known = known
        self.elsewhere = elsewhere
        self.there = known.by_delegation.get(delegation, [])
        self.taken = {draft.delegate.pk for draft in rows if draft.delegate is not None}
        self.rows = [draft for draft in rows if not draft.line.text("reference")]
        self.with_reference = [draft for draft in rows if draft.line.text("reference")]

    def doubts(self) -> Iterator[PersonDoubt | None]:
        asked: dict[int, list[Somebody]] = {}
        by_name: defaultdict[str, list[Draft]] = defaultdict(list)
        for draft in self.rows:
            by_name[draft.name_key].append(draft)
        for name_key, rows in sorted(by_name.items(), key=self._is_a_spelling):
            here = self.known.by_name.get((self.delegation, name_key), [])
            for draft, candidates in self._of_one_name(rows, here):
                asked[draft.line.line] = candidates
        people = self._people()
        for draft in self.rows:
            candidates = asked.get(draft.line.line, [])
            if draft.is_new and not draft.is_left_out:
                description = _described(draft)
                candidates = (
                    candidates
                    or _candidates(people.like(description))
                    or _candidates(self.elsewhere.like(description, self.delegation))
                )
                people.add(draft, description)
                self.elsewhere.add(draft, description, self.delegation)
            yield PersonDoubt(draft, candidates) if candidates else None

    def _people(self) -> People[Somebody]:
        """Who is in the delegation, or comes into it by a row with a reference."""
        people: People[Somebody] = People()
        for delegate in self.there:
            people.add(delegate, _described(delegate))
        for draft in self.with_reference:
            if draft.delegate not in self.there:
                people.add(draft, _described(draft))
        return people

    def _is_a_spelling(self, group: tuple[str, list[Draft]]) -> bool:
        """Whoever is written as registered comes first, then who is called so by lists."""
        name_key, _rows = group
        here = self.known.by_name.get((self.delegation, name_key), [])
        return not any(one.name_key == name_key for one in here)

    def _answered_before(self, draft: Draft) -> Remembered | None:
        """Of people who are described alike, what was said of those in the row's position."""
        keys = (with_position(draft.identity, draft), draft.identity)
        found = (self.known.remembered.get((QuestionKind.PERSON, key)) for key in keys)
        return next(filter(None, found), None)

    def _remembered(self, draft: Draft) -> tuple[KnownDelegate | None, Mapping[str, Any]]:
        """The registered delegate of whom somebody said before that this is them, and what of the
        row was not taken then.
        """
        earlier = self._answered_before(draft)
        if earlier is None or earlier.reply != Reply.SAME:
            return None, {}
        return self.known.delegates.get(earlier.delegate_id or 0), earlier.not_taken

    def _is_unwanted(self, draft: Draft) -> bool:
        """Whether somebody left such a row out before."""
        earlier = self._answered_before(draft)
        return earlier is not None and earlier.reply == Reply.LEAVE_OUT

    def _of_one_name(
        self, rows: Sequence[Draft], here: Sequence[KnownDelegate]
    ) -> Iterator[tuple[Draft, list[Somebody]]]:
        """Give each row the delegate of its name if there is no doubt; yields those in doubt.

        There is none where the row says nothing that the delegate does not have, and where somebody
        answered so before. Whatever else it says may be a change, or another person of the name.
        """
        written = dict(_as_written(rows, [one for one in here if one.pk not in self.taken]))
        before: list[Somebody] = []
        for draft in rows:
            known, not_taken = self._remembered(draft)
            if draft.line.line in written:
                draft.delegate = written[draft.line.line]
                draft.is_remembered = known is draft.delegate
                draft.refused = not_taken if draft.is_remembered else {}
                self.taken.add(draft.delegate.pk)
            elif known is not None:
                draft.delegate = known
                draft.is_remembered, draft.refused = True, not_taken
                draft.is_repeated = known.delegation.key != self.delegation
            elif self._is_unwanted(draft):
                draft.is_left_out = True
        free = [one for one in here if one.pk not in self.taken]
        others = [one for one in here if one.pk in self.taken]
        for draft in rows:
            if not draft.is_new or draft.is_left_out:
                continue
            candidates = [*free, *others, *before][:MOST_CANDIDATES]
            if candidates:
                yield draft, candidates
            if len(before) < MOST_CANDIDATES:
                before.append(draft)


def _as_written(
    rows: Sequence[Draft], delegates: Sequence[KnownDelegate]
) -> Iterator[tuple[int, KnownDelegate]]:
    """Rows and delegates of whom the row asks for no text that the delegate does not have.

    Where several fit each other those come together who have most in common, blanks included.
    """
    pairs = [
        (-_in_common(draft, delegate), draft.line.line, delegate.pk, delegate)
        for draft in rows
        for delegate in delegates
        if _says_the_same(draft, delegate, is_only_one=len(delegates) == 1)
    ]
    given: set[int] = set()
    taken: set[int] = set()
    for _likeness, line, pk, delegate in sorted(pairs, key=lambda pair: pair[:3]):
        if line not in given and pk not in taken:
            given.add(line)
            taken.add(pk)
            yield line, delegate


def _says_the_same(draft: Draft, delegate: KnownDelegate, *, is_only_one: bool) -> bool:
    """A damaged text, of which is asked what it should say, tells an only one from nobody."""
    ignored = {column for column, _doubt in draft.values.doubts} if is_only_one else set()
    if "own_name" in ignored:
        ignored.add("own_name_language")
    fields = {name: said for name, said in draft.values.fields.items() if name not in ignored}
    ids = {"rank": delegate.rank_id, "nationality": delegate.nationality_id}
    return all(fields.get(name) in (None, pk) for name, pk in ids.items()) and all(
        fold(str(fields.get(name) or "")) == fold(text)
        for name, text in delegate.texts.items()
        if fields.get(name) and name not in {"given_name", "family_name"}
    )


def _in_common(draft: Draft, delegate: KnownDelegate) -> int:
    """How many texts are the same to the letter; among people of one description the position."""
    fields = draft.values.fields
    position = HEAD if delegate.is_head else delegate.position
    is_placed_alike = (draft.values.position or Position.MEMBER) == position
    alike = [(fields.get(name) or "") == text for name, text in delegate.texts.items()]
    return [*alike, is_placed_alike].count(True)


def _described(somebody: Somebody) -> Description:
    if isinstance(somebody, KnownDelegate):
        return Description.of(somebody.texts)
    return Description.of({name: str(value) for name, value in somebody.values.fields.items()})


def _candidates(found: Sequence[Found[Somebody]]) -> list[Somebody]:
    return [somebody for somebody, _sameness, _reasons in found[:MOST_CANDIDATES]]
