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
from delegates.choices import Gender, QuestionKind, Reply
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.matching import Draft
from delegates.importing.questions import key_of
from delegates.importing.report import DelegationKey
from delegates.recognition.likeness import likeness_keys, similar_names

Somebody = KnownDelegate | Draft

# What tells a person apart from another of the same name, where both say it.
TELLING = ("gender", "email", "function")
# What an answer about a person is remembered by, besides delegation and name.
DESCRIBING = (
    "gender", "honorific", "email", "function", "department", "ministry", "own_name",
)  # fmt: skip
MOST_CANDIDATES = 5
# Up to here every name is compared with every other; beyond, only those that share a key.
FEW = 300


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
    elsewhere = _Elsewhere(known)
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
        elsewhere: "_Elsewhere",
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
        names = self._names()
        for draft in self.rows:
            candidates = asked.get(draft.line.line, [])
            if draft.is_new and not draft.is_left_out:
                candidates = candidates or names.like(draft) or self.elsewhere.equal_to(draft)
                if not draft.is_set_aside:
                    names.add(draft)
                    self.elsewhere.add(draft)
            yield Doubt(draft, candidates) if candidates else None

    def _names(self) -> "_Names":
        """Who is in the delegation, or comes into it by a row with a reference."""
        names = _Names(is_large=len(self.there) + len(self.rows) > FEW)
        for delegate in self.there:
            names.add(delegate)
        for draft in self.with_reference:
            if draft.delegate not in self.there:
                names.add(draft)
        return names

    def _is_remembered(self, draft: Draft) -> bool:
        """Whether somebody said before that this is a registered delegate."""
        earlier = self.known.remembered.get((QuestionKind.PERSON, draft.identity))
        if earlier is None or earlier.reply != Reply.SAME:
            return False
        delegate = self.known.delegates.get(earlier.delegate_id or 0)
        if delegate is None:
            return False
        draft.delegate = delegate
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


def _contradict(draft: Draft, somebody: Somebody) -> bool:
    """Whether what one says of the person cannot be said of the other's."""
    return any(
        mine and theirs and fold(mine) != fold(theirs)
        for mine, theirs in ((_said(draft, name), _said(somebody, name)) for name in TELLING)
    )


def _said(somebody: Somebody, name: str) -> str:
    if isinstance(somebody, KnownDelegate):
        found = somebody.texts[name]
    else:
        found = str(somebody.values.fields.get(name) or "")
    return "" if name == "gender" and found == Gender.NOT_STATED else found


class _Elsewhere:
    """Who is in another delegation under an equal name or e-mail."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._rows: defaultdict[str, list[Draft]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        for key in self._keys(draft):
            self._rows[key].append(draft)

    def equal_to(self, draft: Draft) -> list[Somebody]:
        email = _said(draft, "email").casefold()
        registered = [
            *self._known.by_whole_name.get(draft.name_key, ()),
            *(self._known.by_email.get(email, ()) if email else ()),
        ]
        found: dict[int, Somebody] = {}
        for somebody in (
            *registered,
            *(row for key in self._keys(draft) for row in self._rows[key]),
        ):
            is_apart = _gender_differs(draft, somebody) or _is_in(somebody, draft.delegation)
            if not is_apart:
                found.setdefault(id(somebody), somebody)
        return list(found.values())[:MOST_CANDIDATES]

    def _keys(self, draft: Draft) -> list[str]:
        email = _said(draft, "email").casefold()
        return [f"={draft.name_key}", *([f"@{email}"] if email else [])]


def _gender_differs(draft: Draft, somebody: Somebody) -> bool:
    mine, theirs = _said(draft, "gender"), _said(somebody, "gender")
    return bool(mine and theirs and mine != theirs)


def _is_in(somebody: Somebody, delegation: DelegationKey | None) -> bool:
    if isinstance(somebody, KnownDelegate):
        return somebody.delegation.key == delegation
    return somebody.delegation == delegation


class _Names:
    """The people of one delegation by name, in the order in which they were added."""

    def __init__(self, *, is_large: bool) -> None:
        self._is_large = is_large
        self._people: list[tuple[str, Somebody]] = []
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, somebody: Somebody) -> None:
        name = _spoken(somebody)
        if self._is_large:
            for key in likeness_keys(name):
                self._by_key[key].append(len(self._people))
        self._people.append((name, somebody))

    def like(self, draft: Draft) -> list[Somebody]:
        """Those whose name is perhaps the same, the first first."""
        name = _spoken(draft)
        found: list[Somebody] = []
        for number in self._candidates(name):
            other, somebody = self._people[number]
            if similar_names(name, other) and not _gender_differs(draft, somebody):
                found.append(somebody)
                if len(found) == MOST_CANDIDATES:
                    break
        return found

    def _candidates(self, name: str) -> Iterable[int]:
        if not self._is_large:
            return range(len(self._people))
        return sorted({number for key in likeness_keys(name) for number in self._by_key[key]})


def _spoken(somebody: Somebody) -> str:
    if isinstance(somebody, KnownDelegate):
        return f"{somebody.texts['given_name']} {somebody.texts['family_name']}"
    return f"{somebody.given_name} {somebody.family_name}"
