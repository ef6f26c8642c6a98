"""What is asked of each row: is it about somebody else, are its texts right? Pure.

What is asked follows from what is answered in this import in two cases only: a heading that is
another name of a known party, and a text from which what nobody sees was taken out. No other answer
ever brings up a question.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from conference.writing.doubts import Doubt
from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Clear, Line
from delegates.importing.checking.comparing import delegation_label, poorer_spellings
from delegates.importing.checking.drafts import Draft, read_about
from delegates.importing.checking.headings import Headings
from delegates.importing.checking.letters import Rewritten, marks_answer, marks_key
from delegates.importing.checking.parties import delegation_name, is_called_otherwise
from delegates.importing.checking.people import PersonDoubt
from delegates.importing.checking.questions import Answers, Question, key_of
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import HEADING, DelegationKey, shortened
from delegates.importing.words import CLEARING
from delegates.naming.names import PARTS_OF_NAME
from delegates.replies import TargetType


def ask_about_rows(
    drafts: Sequence[Draft],
    doubts: Sequence[PersonDoubt],
    known: Known,
    headings: Headings,
    answers: Answers,
) -> list[Question]:
    """Whatever is asked of these rows, in their order; each draft has its own questions."""
    asking = _Asking(known, headings, answers, {doubt.draft.line.line: doubt for doubt in doubts})
    for draft in drafts:
        if draft.counts and draft.delegation is not None:
            asking.about_the_person(draft)
            asking.about_letters(draft)
        refuse_nobody_to_ask_about(draft, known)
    return asking.questions


def refuse_nobody_to_ask_about(draft: Draft, known: Known) -> None:
    """Nobody new comes into a withdrawn delegation; who is perhaps in it is asked about first."""
    is_asked = any(question.kind == QuestionKind.PERSON for question in draft.questions)
    if not is_asked:
        refuse_withdrawn_delegation(draft, known)


def refuse_withdrawn_delegation(draft: Draft, known: Known) -> None:
    there = known.delegations.get(draft.delegation) if draft.delegation else None
    is_there = draft.delegate is not None and draft.delegate.delegation == there
    if there is not None and there.is_withdrawn and not is_there:
        draft.refuse(
            "delegation",
            draft.line.text("delegation"),
            _("is withdrawn: nobody can be added before it is restored"),
        )


class _Asking:
    def __init__(
        self,
        known: Known,
        headings: Headings,
        answers: Answers,
        doubts: Mapping[int, PersonDoubt],
    ) -> None:
        self.known = known
        self.headings = headings
        self.answers = answers
        self.doubts = doubts
        self.asked: Counter[str] = Counter()
        self.of_all: dict[str, Question] = {}
        """By key: about a text, for every row that has it."""
        self.questions: list[Question] = []

    def about_the_person(self, draft: Draft) -> None:
        doubt = self.doubts.get(draft.line.line)
        if doubt is not None:
            detail = {"candidates": [self._candidate(draft, one) for one in doubt.candidates]}
            self._ask(draft, QuestionKind.PERSON, draft.identity, detail)
            question = draft.questions[-1]
            answers = {candidate["answer"] for candidate in detail["candidates"]}
            given = replies.read(question.answer)
            if given.target and given.whole not in answers:
                # Whom the answer meant is not among those whom it may be any more.
                question.answer = ""
        elif not draft.is_remembered and (poorer := poorer_spellings(draft)):
            said = [[column, old, new] for column, old, new in poorer]
            key = key_of(draft.identity, *(new for _column, _old, new in poorer))
            if (QuestionKind.SPELLING, key) in self.known.remembered:
                return
            self._ask(draft, QuestionKind.SPELLING, key, {"spellings": said})

    def about_letters(self, draft: Draft) -> None:
        """Whether a text is right as it is, or else can be done without."""
        # What is left out would have to be left out of what other answers make of the row.
        is_asked_otherwise = any(one.kind != QuestionKind.PARTY for one in draft.questions)
        texts = [
            column
            for column, doubt in draft.values.doubts
            if column not in PARTS_OF_NAME and not doubt.bare
        ]
        may_go_without = len(texts) == 1 and not is_asked_otherwise
        for column, doubt in draft.taken_out:
            self._ask_about_marks(draft, column, doubt)
        for one in draft.rewritten:
            if one.is_given:
                self._ask_about_rewritten(draft, one)
        for column, doubt in draft.values.doubts:
            if doubt.bare:
                self._ask_about_marks(draft, column, doubt)
                continue
            key = key_of(QuestionKind.LETTERS, doubt.key)
            earlier = self.known.remembered.get((QuestionKind.LETTERS, key))
            if earlier is not None and earlier.reply == Reply.RIGHT and doubt.may_be_right:
                continue
            can_go_without = may_go_without and column in texts
            detail = {
                "column": column,
                "text": doubt.text,
                # Stored with the questions of every import: it keeps the name.
                "finding": doubt.reason,
                "perhaps": doubt.perhaps,
                "can_go_without": can_go_without,
                "is_damaged": not doubt.may_be_right,
            }
            self._ask(draft, QuestionKind.LETTERS, key, detail)
            question = draft.questions[-1]
            possible = {Reply.LEAVE_OUT, *([Reply.WITHOUT] if can_go_without else [])}
            if earlier is not None and earlier.reply in possible:
                question.answer = question.answer or earlier.reply
            if question.answer == Reply.RIGHT and not doubt.may_be_right:
                question.answer = ""

    def _ask_about_marks(self, draft: Draft, column: str, doubt: Doubt) -> None:
        """Once for every row with the text: an answer may change who is meant by it."""
        key = marks_key(doubt)
        if (QuestionKind.LETTERS, key) in self.known.remembered:
            answer = self.known.remembered[QuestionKind.LETTERS, key].reply
            if answer in {Reply.TAKE_OUT, Reply.RIGHT}:
                return
        detail = {
            "column": column,
            "text": doubt.text,
            "finding": doubt.reason,
            "bare": doubt.bare,
            "can_go_without": False,
        }
        self._ask_of_all(draft, key, detail, marks_answer(doubt, self.known, self.answers))

    def _ask_about_rewritten(self, draft: Draft, one: Rewritten) -> None:
        """So that it is seen, and can be taken back."""
        detail = {
            "column": one.column,
            "text": one.text,
            "finding": one.doubt,
            "is_damaged": True,
            "can_go_without": False,
        }
        self._ask_of_all(draft, one.key, detail, replies.write(one.now))

    def _ask_of_all(self, draft: Draft, key: str, detail: dict[str, Any], answer: str) -> None:
        question = self.of_all.get(key)
        if question is None:
            question = self.of_all[key] = Question(
                kind=QuestionKind.LETTERS,
                key=key,
                subject=draft.name,
                lines=[],
                section=delegation_shown(draft, self.known, self.headings),
                detail=detail,
                answer=answer,
            )
            self.questions.append(question)
        question.lines.append(draft.line.line)
        draft.questions.append(question)

    def _ask(self, draft: Draft, kind: QuestionKind, key: str, detail: dict[str, Any]) -> None:
        """Of people who are described alike, each has a question of its own."""
        self.asked[key] += 1
        own = key if self.asked[key] == 1 else key_of(key, str(self.asked[key]))
        question = Question(
            kind=kind,
            key=own,
            subject=draft.name,
            lines=[draft.line.line],
            section=delegation_shown(draft, self.known, self.headings),
            detail=detail,
            answer=self.answers.get((kind, own), ""),
        )
        draft.questions.append(question)
        self.questions.append(question)

    def _candidate(self, draft: Draft, somebody: KnownDelegate | Draft) -> dict[str, Any]:
        if isinstance(somebody, Draft):
            return {
                "answer": replies.same(TargetType.LINE, somebody.line.line),
                "name": somebody.name,
                "line": somebody.line.line,
                "delegation": delegation_shown(somebody, self.known, self.headings),
                "texts": typed(somebody.line),
            }
        draft.readings[somebody.pk] = read_about(draft, somebody, self.known)
        return {
            "answer": replies.same(TargetType.DELEGATE, somebody.pk),
            "name": somebody.name,
            "reference": somebody.reference,
            "delegation": delegation_label(somebody.delegation.key, self.known),
            "texts": {name: text for name, text in somebody.texts.items() if text},
        }


def delegation_shown(draft: Draft, known: Known, headings: Headings) -> str:
    if draft.delegation is None:
        return shortened(draft.line.text("delegation"))
    return delegation_name(draft.delegation, known, headings)


def typed(line: Line) -> dict[str, str]:
    """What the row says by column, in the words of the file."""
    return {
        column: CLEARING if isinstance(value, Clear) else value
        for column, value in line.asked.items()
    }


class NameQuestions:
    """A new delegation owns its names: the file's, or those that are registered."""

    def __init__(self, known: Known, answers: Answers) -> None:
        self.known = known
        self.answers = answers
        self._by_delegation: dict[DelegationKey, Question] = {}

    def ask(self, draft: Draft, key: DelegationKey) -> None:
        text = draft.line.text("delegation")
        if key.party.type == HEADING or not is_called_otherwise(text, key.party, self.known):
            return
        question = self._by_delegation.get(key)
        if question is None:
            own = key_of(QuestionKind.PARTY_NAME, key.party.type, str(key.party.pk), str(key.kind))
            question = self._by_delegation[key] = Question(
                kind=QuestionKind.PARTY_NAME,
                key=own,
                subject=shortened(text),
                lines=[],
                detail={
                    "party": list(key.party),
                    "kind": key.kind,
                    "in_file": text,
                    "registered": self.known.parties.names[key.party],
                },
                answer=self.answers.get((QuestionKind.PARTY_NAME, own), ""),
            )
        question.lines.append(draft.line.line)

    @property
    def questions(self) -> list[Question]:
        return list(self._by_delegation.values())
