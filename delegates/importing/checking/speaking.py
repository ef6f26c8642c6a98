"""Which rows of a file are about one person, and which of them speaks. Pure.

A row comes into the conference by itself, or is counted with the row or the delegate that an answer
names; while something of it is open it waits, and whoever is counted with it waits with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from delegates import replies
from delegates.choices import QuestionKind, Reply, Verdict
from delegates.importing.checking.comparing import NOBODY_LEADS, effect_of
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.keeping import keeping
from delegates.importing.checking.questions import (
    LEFT_OUT,
    OPEN,
    REJECTED,
    REPEATED,
    Outcome,
    Question,
)
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.values import without_text
from delegates.replies import FullReply

BESIDE_ITS_SPEAKER = {
    Verdict.REJECTED: OPEN,
    Verdict.OPEN: OPEN,
    Verdict.LEFT_OUT: LEFT_OUT,
    Verdict.REPEATED: REPEATED,
}
"""What becomes of a row that is counted with one that does not come."""


@dataclass
class SpokenFor:
    """A person and the rows about them that come, as each reads about the person.

    Where they are registered, `delegate` is who.
    """

    delegate: KnownDelegate | None
    speaker: Draft
    others: list[Draft]

    @property
    def rows(self) -> list[Draft]:
        return [self.speaker, *self.others]


def person_named(draft: Draft) -> FullReply:
    """The answer that says whom the row is about: a delegate, a line, or nobody else."""
    answers = (replies.read(question.answer) for question in draft.questions)
    return next((one for one in answers if one.delegate_id or one.line), replies.NOT_ANSWERED)


def delegate_named(draft: Draft) -> int | None:
    return person_named(draft).delegate_id


def line_named(draft: Draft) -> int | None:
    return person_named(draft).line


class Speaking:
    """`stops` says of each line what becomes of it where it does not come; None where it does."""

    def __init__(self, drafts: Sequence[Draft], known: Known) -> None:
        self.known = known
        self.by_line = {draft.line.line: draft for draft in drafts}
        self._left_out = {draft.line.line for draft in drafts if _is_unwanted(draft)}
        own = {draft.line.line: self._stop(draft) for draft in drafts}
        self.stops = {draft.line.line: self._with_its_speaker(draft, own) for draft in drafts}

    def people(self) -> list[SpokenFor]:
        """Everybody who comes, in the order of the file."""
        groups: dict[tuple[str, int], list[Draft]] = {}
        delegates: dict[tuple[str, int], KnownDelegate] = {}
        for line, draft in self.by_line.items():
            if self.stops[line] is not None:
                continue
            root = self._root(draft)
            delegate = self._delegate_of(root)
            key = ("line", root.line.line) if delegate is None else ("delegate", delegate.pk)
            reading = as_answered(draft, self.known)
            groups.setdefault(key, []).append(reading)
            if delegate is not None:
                delegates[key] = delegate
        return [self._spoken_for(rows, delegates.get(key)) for key, rows in groups.items()]

    def _spoken_for(self, rows: Sequence[Draft], delegate: KnownDelegate | None) -> SpokenFor:
        """Of several rows about one delegate one speaks, the same whatever their order.

        A row of their own before one of which somebody said that it is them; of rows of their own
        that which says most of what is registered, else the first.
        """
        about = [row for row in rows if line_named(row) is None]
        own = [row for row in about if person_named(row).reply is None] if delegate else []
        if len(own) > 1:
            speaker = min(own, key=lambda row: (self._how_much_changes(row), row.line.line))
        else:
            speaker = (own or about)[0]
        return SpokenFor(delegate, speaker, [row for row in rows if row is not speaker])

    def _how_much_changes(self, draft: Draft) -> int:
        return len(effect_of(draft, self.known, NOBODY_LEADS).changes)

    def _stop(self, draft: Draft) -> Outcome | None:
        if draft.problems or draft.delegation is None:
            return LEFT_OUT if draft.is_left_out and not draft.problems else REJECTED
        if draft.line.line in self._left_out:
            return LEFT_OUT
        if any(self._is_waited_for(question) for question in draft.questions):
            return OPEN
        return REPEATED if draft.is_repeated else None

    def _is_waited_for(self, question: Question) -> bool:
        """Not where it asks whether somebody is one of those who are left out."""
        if not question.holds_back:
            return False
        candidates = question.detail.get("candidates", ())
        return question.kind != QuestionKind.PERSON or not all(
            candidate.get("line") in self._left_out for candidate in candidates
        )

    def _with_its_speaker(self, draft: Draft, own: Mapping[int, Outcome | None]) -> Outcome | None:
        stop = own[draft.line.line]
        its_speaker = own[self._root(draft).line.line]
        if stop is not None or its_speaker is None:
            return stop
        return BESIDE_ITS_SPEAKER[Verdict(its_speaker.verdict)]

    def _root(self, draft: Draft) -> Draft:
        seen = {draft.line.line}
        while (line := line_named(draft)) is not None and line not in seen:
            seen.add(line)
            draft = self.by_line[line]
        return draft

    def _delegate_of(self, root: Draft) -> KnownDelegate | None:
        named = delegate_named(root)
        return root.delegate if named is None else self.known.delegates[named]


def _is_unwanted(draft: Draft) -> bool:
    return draft.is_left_out or any(
        question.answer == Reply.LEAVE_OUT for question in draft.questions
    )


def as_answered(draft: Draft, known: Known) -> Draft:
    """The row with what its answers make of what it asks for."""
    named = person_named(draft)
    if named.delegate_id is not None:
        delegate = known.delegates[named.delegate_id]
        values = keeping(draft.readings[named.delegate_id], delegate, named.kept)
        draft = replace(draft, delegate=delegate, values=values)
    for question in draft.questions:
        if question.kind == QuestionKind.LETTERS and question.answer == Reply.WITHOUT:
            draft = without_its_text(draft, question.detail["column"])
    return draft


def without_its_text(draft: Draft, column: str) -> Draft:
    fields = without_text(draft.values.fields, column)
    return replace(draft, values=replace(draft.values, fields=fields))


def takes_spelling(draft: Draft) -> bool:
    return any(
        question.kind == QuestionKind.SPELLING and question.answer == Reply.TAKE
        for question in draft.questions
    )


def naming_the_head(people: Iterable[SpokenFor], head: str) -> Iterator[tuple[SpokenFor, Draft]]:
    """Every row that names its person the head of the delegation in which they are registered."""
    for person in people:
        for row in person.rows:
            if row.values.position == head and row.delegation == person.speaker.delegation:
                yield person, row
