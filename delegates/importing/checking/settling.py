"""What becomes of rows by what was answered: from drafts and their questions to outcomes. Pure.

The one rule for a whole file and for the rows that hang together with an answer: what is settled in
one request is what the next check of the file would say.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.translation import gettext as _

from delegates import replies
from delegates.choices import WANTED, QuestionKind, Reply, Verdict
from delegates.importing.checking.asking import refuse_withdrawn_delegation
from delegates.importing.checking.comparing import Leadership, effect_of
from delegates.importing.checking.drafts import Draft, refuse_as_rivals, refuse_rival_kinds
from delegates.importing.checking.keeping import keeping, kept_at_first
from delegates.importing.checking.merging import merged, what_is_not_taken
from delegates.importing.checking.parties import placed
from delegates.importing.checking.questions import REJECTED, REPEATED, Outcome
from delegates.importing.checking.speaking import (
    Speaking,
    SpokenFor,
    delegate_named,
    line_named,
    naming_the_head,
    takes_spelling,
    without_its_text,
)
from delegates.importing.known import Confined, Known
from delegates.importing.report import DelegationKey, heading
from delegates.importing.words import HEAD
from delegates.replies import TargetType


@dataclass
class Fate:
    """What becomes of a row. `draft` is a copy, with the problems and notices that follow."""

    draft: Draft
    outcome: Outcome

    @property
    def speaker(self) -> int | None:
        """The line that an answer says the row is counted with."""
        return line_named(self.draft)

    @property
    def delegate_id(self) -> int | None:
        """Whom the row is about, also where another line says so."""
        if self.outcome.plan is not None:
            return self.outcome.plan.delegate_id
        named = delegate_named(self.draft)
        if named is not None:
            return named
        return self.draft.delegate.pk if self.draft.delegate else None

    def new_delegation(self, known: Known) -> DelegationKey | None:
        """The one that has to be registered for the row, or would be once it is answered."""
        is_there = self.draft.delegation in known.delegations
        return None if is_there or self.outcome.verdict not in WANTED else self.draft.delegation


@dataclass(frozen=True)
class Settled:
    """Every row by its line; `leadership` is what the outcomes were worked out with."""

    fates: Mapping[int, Fate]
    leadership: Leadership = field(default_factory=lambda: Leadership({}, frozenset()))


def settle(drafts: Sequence[Draft], known: Known) -> Settled:
    """The drafts are left as they are: another answer may say something else of them."""
    rows = [placed(draft, known) for draft in drafts]
    refuse_rival_kinds([row for row in rows if row.heading is not None], known)
    for row in rows:
        row.notices.extend(_what_is_left_away(row))
        if any(_is_another(question.kind, question.answer) for question in row.questions):
            refuse_withdrawn_delegation(row, known)
    speaking = Speaking(rows, known)
    while rivals := _rival_heads(speaking.people()):
        for group in rivals:
            refuse_as_rivals(group)
        speaking = Speaking(rows, known)
    people = speaking.people()
    wholes = {person.speaker.line.line: merged(person) for person in people}
    leadership = _who_leads(people, wholes)
    fates = {
        line: Fate(row, speaking.stops[line] or REPEATED) for line, row in speaking.by_line.items()
    }
    for person in people:
        line = person.speaker.line.line
        fates[line].outcome = outcome_of(wholes[line], known, leadership)
        if known.confined and (problem := _of_focal_points(wholes[line], known.confined)):
            fates[line].draft.refuse(*problem)
            fates[line].outcome = REJECTED
        for other, notice in what_is_not_taken(person, wholes[line], known):
            fates[other].draft.notices.append(notice)
    return Settled(fates, leadership)


def _of_focal_points(draft: Draft, confined: Confined) -> tuple[str, str, str] | None:
    """What its focal point may not change of somebody in the delegation: column, value, reason."""
    if draft.delegate is None:
        return None
    pk, position = draft.delegate.pk, draft.values.position
    if reason := confined.closed.get(pk):
        return "", draft.delegate.name, reason
    if pk == confined.head_id and position:
        return "position", draft.line.text("position"), confined.leads
    return None


def _what_is_left_away(draft: Draft) -> Iterator[str]:
    """The file's text stays to be seen: the row has to say that it is not registered."""
    for question in draft.questions:
        if question.kind == QuestionKind.LETTERS and question.answer == Reply.WITHOUT:
            column = heading(question.detail["column"])
            yield _("“%s”: registered without this text, as was answered.") % column


def _is_another(kind: str, answer: str) -> bool:
    return kind == QuestionKind.PERSON and answer == Reply.ANOTHER


def _rival_heads(people: Iterable[SpokenFor]) -> list[list[Draft]]:
    """Rows that name several people head of one delegation, delegation by delegation."""
    rows: defaultdict[DelegationKey, list[Draft]] = defaultdict(list)
    leaders: defaultdict[DelegationKey, set[int]] = defaultdict(set)
    for person, row in naming_the_head(people, HEAD):
        assert row.delegation is not None
        rows[row.delegation].append(row)
        leaders[row.delegation].add(person.speaker.line.line)
    return [rows[key] for key, heads in leaders.items() if len(heads) > 1]


def _who_leads(people: Iterable[SpokenFor], wholes: Mapping[int, Draft]) -> Leadership:
    heads, in_file = {}, set()
    for person in people:
        whole = wholes[person.speaker.line.line]
        if whole.values.position == HEAD and whole.delegation is not None:
            heads[whole.delegation] = whole.line.line
        if person.delegate is not None:
            in_file.add(person.delegate.pk)
    return Leadership(heads, frozenset(in_file))


def outcome_of(draft: Draft, known: Known, leadership: Leadership) -> Outcome:
    effect = effect_of(draft, known, leadership, takes_spelling=takes_spelling(draft))
    there = Verdict.CHANGED if effect.changes else Verdict.SAME
    verdict = Verdict.NEW if draft.is_new else there
    return Outcome(verdict, effect.plan, effect.changes, effect.needs_new_badge)


def tell_outcomes(settled: Settled, known: Known) -> None:
    """With each question, what every answer that changes what its row does makes of it."""
    rows = [fate.draft for fate in settled.fates.values()]
    with_own_row = {row.delegate.pk for row in rows if row.delegate is not None and row.counts}
    for row in rows:
        for question in row.questions:
            if question.kind == QuestionKind.PERSON:
                for candidate in question.detail["candidates"]:
                    pk = replies.read(candidate["answer"]).delegate_id
                    if pk is None or pk in with_own_row:
                        question.outcomes[candidate["answer"]] = REPEATED
                    else:
                        about = partial(_about, row, pk, known)
                        question.outcomes |= _of_person(about, pk, known, settled.leadership)
            elif question.kind == QuestionKind.SPELLING:
                taken = replace(row, questions=[replace(question, answer=Reply.TAKE)])
                question.outcomes[Reply.TAKE] = outcome_of(taken, known, settled.leadership)
            elif question.kind == QuestionKind.LETTERS and question.detail["can_go_without"]:
                without = without_its_text(row, question.detail["column"])
                question.outcomes[Reply.WITHOUT] = outcome_of(without, known, settled.leadership)


def _of_person(
    about: Callable[[Collection[str]], Draft], pk: int, known: Known, leadership: Leadership
) -> dict[str, Outcome]:
    """Where all that the row says is taken, and where what stays at first stays."""
    whole = outcome_of(about(()), known, leadership)
    found = {replies.same(TargetType.DELEGATE, pk): whole}
    if kept := kept_at_first(whole.changes):
        answer = replies.same(TargetType.DELEGATE, pk, kept=kept)
        found[answer] = outcome_of(about(kept), known, leadership)
    return found


def _about(row: Draft, pk: int, known: Known, kept: Collection[str]) -> Draft:
    delegate = known.delegates[pk]
    return replace(row, delegate=delegate, values=keeping(row.readings[pk], delegate, kept))
