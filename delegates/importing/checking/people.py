"""Whom the rows without a reference are about: somebody registered, somebody else, or a question.

A name is not an identity (design 6). A row is a registered delegate where the name is theirs,
nothing that it says speaks against it, and nobody else of the file or the delegation could be
meant; and where somebody answered so before. Everything else is asked. Within a delegation likeness
asks, across delegations only an equal folded name or e-mail. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conference.writing.folding import fold
from delegates.choices import QuestionKind, Reply
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.questions import key_of
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import DelegationKey
from delegates.recognition.descriptions import Description
from delegates.recognition.likeness import Reason, facts_of
from delegates.recognition.people import Everywhere, Found, People

Somebody = KnownDelegate | Draft

AGAINST = frozenset({Reason.OTHER_GENDER, Reason.OTHER_EMAIL, Reason.OTHER_BIRTH})
# What an answer about a person is remembered by, besides delegation and name.
DESCRIBING = (
    "gender", "honorific", "email", "function", "department", "ministry", "own_name",
)  # fmt: skip
MOST_CANDIDATES = 5


@dataclass
class Doubt:
    """The row's person is perhaps one of these: delegates, and rows that stand before it."""

    draft: Draft
    candidates: list[Somebody]


def recognise_people(drafts: Sequence[Draft], known: Known) -> Iterator[Doubt | None]:
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
            draft.identity = identity_of(draft.description, delegation)
        yield from _Group(delegation, rows, known, elsewhere).doubts()


def description_of(draft: Draft) -> tuple[str, ...]:
    """What a row says of its person, folded, as far as it tells people apart."""
    fields = draft.values.fields
    return (draft.name_key, *(fold(str(fields.get(name) or "")) for name in DESCRIBING))


def identity_of(description: tuple[str, ...], delegation: DelegationKey) -> str:
    """The description in a delegation: the key of what is answered about the person."""
    return key_of(delegation.party.type, str(delegation.party.pk), *description)


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

    def doubts(self) -> Iterator[Doubt | None]:
        asked: dict[int, list[Somebody]] = {}
        by_name: defaultdict[str, list[Draft]] = defaultdict(list)
        for draft in self.rows:
            if not self._is_remembered(draft):
                by_name[draft.name_key].append(draft)
        for name_key, rows in by_name.items():
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
                if not draft.is_set_aside:
                    people.add(draft, description)
                    self.elsewhere.add(draft, description, self.delegation)
            yield Doubt(draft, candidates) if candidates else None

    def _people(self) -> People[Somebody]:
        """Who is in the delegation, or comes into it by a row with a reference."""
        people: People[Somebody] = People()
        for delegate in self.there:
            people.add(delegate, _described(delegate))
        for draft in self.with_reference:
            if draft.delegate not in self.there:
                people.add(draft, _described(draft))
        return people

    def _is_remembered(self, draft: Draft) -> bool:
        """Whether somebody said before that this is a registered delegate."""
        earlier = self.known.remembered.get((QuestionKind.PERSON, draft.identity))
        if earlier is None or earlier.reply != Reply.SAME:
            return False
        delegate = self.known.delegates.get(earlier.delegate_id or 0)
        if delegate is None:
            return False
        draft.delegate = delegate
        draft.is_remembered = True
        draft.is_repeated = delegate.delegation.key != self.delegation
        return True

    def _is_unwanted(self, draft: Draft) -> bool:
        """Whether somebody left such a row out before."""
        earlier = self.known.remembered.get((QuestionKind.PERSON, draft.identity))
        return earlier is not None and earlier.reply == Reply.LEAVE_OUT

    def _of_one_name(
        self, rows: Sequence[Draft], here: Sequence[KnownDelegate]
    ) -> Iterator[tuple[Draft, list[Somebody]]]:
        """Give each row the delegate of its name if there is no doubt; yields those in doubt.

        First those who are written exactly so, then the last row if one delegate is left.
        """
        left = list(rows)
        for draft, delegate in _as_written(rows, list(self._free(here))):
            self._give(draft, delegate)
            left.remove(draft)
        for draft in [draft for draft in left if self._is_unwanted(draft)]:
            draft.is_left_out = True
            left.remove(draft)
        free = list(self._free(here))
        if len(left) == 1 and len(free) == 1 and not _contradict(left[0], free[0]):
            self._give(left[0], free[0])
            return
        for number, draft in enumerate(left):
            before: list[Somebody] = list(left[:number])
            candidates = [*free, *(one for one in here if one not in free), *before]
            if candidates:
                yield draft, candidates[:MOST_CANDIDATES]

    def _free(self, here: Iterable[KnownDelegate]) -> Iterator[KnownDelegate]:
        return (delegate for delegate in here if delegate.pk not in self.taken)

    def _give(self, draft: Draft, delegate: KnownDelegate) -> None:
        draft.delegate = delegate
        self.taken.add(delegate.pk)


def _as_written(
    rows: Sequence[Draft], delegates: Sequence[KnownDelegate]
) -> Iterator[tuple[Draft, KnownDelegate]]:
    """Rows and delegates of whom the row asks for no text that the delegate does not have.

    Where several fit each other those come together who have most in common, blanks included.
    """
    pairs = [
        (-_in_common(draft, delegate), draft.line.line, delegate.pk, draft, delegate)
        for draft in rows
        for delegate in delegates
        if _says_the_same(draft, delegate)
    ]
    given: set[int] = set()
    taken: set[int] = set()
    for _likeness, line, pk, draft, delegate in sorted(pairs, key=lambda pair: pair[:3]):
        if line not in given and pk not in taken:
            given.add(line)
            taken.add(pk)
            yield draft, delegate


def _says_the_same(draft: Draft, delegate: KnownDelegate) -> bool:
    fields = draft.values.fields
    return all(
        fold(str(fields.get(name) or "")) == fold(text)
        for name, text in delegate.texts.items()
        if fields.get(name) and name not in {"given_name", "family_name"}
    )


def _in_common(draft: Draft, delegate: KnownDelegate) -> int:
    """How many texts are the same to the letter."""
    fields = draft.values.fields
    return sum((fields.get(name) or "") == text for name, text in delegate.texts.items())


def _contradict(draft: Draft, delegate: KnownDelegate) -> bool:
    """Whether what the row says of the person is not what is known of the delegate.

    Another function may be a promotion, or another person of the name: nobody is made somebody else
    without being asked about.
    """
    mine, theirs = _described(draft), _described(delegate)
    is_another = not AGAINST.isdisjoint(facts_of(mine, theirs))
    is_moved = bool(mine.function and theirs.function) and fold(mine.function) != fold(
        theirs.function
    )
    return is_another or is_moved


def _described(somebody: Somebody) -> Description:
    if isinstance(somebody, KnownDelegate):
        return Description.of(somebody.texts)
    return Description.of({name: str(value) for name, value in somebody.values.fields.items()})


def _candidates(found: Sequence[Found[Somebody]]) -> list[Somebody]:
    return [somebody for somebody, _verdict, _reasons in found[:MOST_CANDIDATES]]
