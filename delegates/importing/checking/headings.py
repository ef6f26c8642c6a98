"""The headings of a file that name no party, or several: each is asked about once. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Line
from delegates.importing.checking.questions import (
    Answers,
    Question,
    key_of,
)
from delegates.importing.known import Known
from delegates.importing.report import HEADING, Party, shortened
from delegates.recognition.party_keys import marked_key, party_key
from delegates.replies import HEADING_CODE, FullReply


class Meaning(NamedTuple):
    """The parties that a text names; where it is not one alone, `likely` are whom it may mean.

    `differs_in_marks`: nothing else parts it from the first of them.
    """

    parties: tuple[Party, ...] = ()
    likely: tuple[Party, ...] = ()
    differs_in_marks: bool = False


@dataclass
class Headings:
    """Two that only marks part, "Zoï" and "ZOI", may be one organization or two: of the one that
    comes later in the file it is asked whether it is the same as the former.
    """

    known: Known
    answers: Answers
    questions: dict[str, Question] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    _parties: dict[str, Party] = field(default_factory=dict)
    _by_code: dict[str, Question] = field(default_factory=dict)
    _but_marks: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def question(self, text: str, line: Line, meaning: Meaning) -> Question:
        key = heading_question_key(text)
        question = self.questions.get(key)
        if question is None:
            question = self._ask(key, text, line, meaning)
        question.lines.append(line.line)
        return question

    def former(self, question: Question) -> Question | None:
        """The question of the heading that somebody said this one is the same as."""
        return self._by_code.get(_code_in(question.answer))

    def party(self, question: Question) -> Party:
        """Whoever sends a delegation under the heading, until it has a name."""
        return self._parties[question.key]

    def _ask(self, key: str, text: str, line: Line, meaning: Meaning) -> Question:
        formers = self._but_marks[party_key(text)]
        likely = [[same_heading(other), self.questions[other].subject] for other in formers]
        likely += [
            [replies.same(*party), self.known.parties.names[party]] for party in meaning.likely
        ]
        question = self.questions[key] = Question(
            kind=QuestionKind.PARTY,
            key=key,
            subject=shortened(text),
            lines=[],
            section=shortened(line.section or line.text("kind")),
            detail={
                "text": text,
                "likely": likely,
                # A name of each of these, so that nobody new can be called so.
                "is_taken": len(meaning.parties) > 1,
                "differs_in_marks": bool(formers) or meaning.differs_in_marks,
                "is_like_one": len(formers) + meaning.differs_in_marks == 1,
            },
            answer=self._answer(key),
        )
        if (code := _code_in(question.answer)) and code not in self._by_code:
            # The heading that it was the same as has a name by now, or stands below it.
            question.answer = ""
        formers.append(key)
        self._by_code[key[:HEADING_CODE]] = question
        self._parties[key] = Party(HEADING, len(self.texts))
        self.texts.append(text)
        return question

    def _answer(self, key: str) -> str:
        earlier = self.known.remembered.get((QuestionKind.PARTY, key))
        given = self.answers.get((QuestionKind.PARTY, key), "")
        return given or (earlier.reply if earlier else "")


def heading_question_key(text: str) -> str:
    return key_of(QuestionKind.PARTY, marked_key(text) or text)


def same_heading(key: str) -> str:
    """The answer that a heading is another spelling of the one with this question's key."""
    return str(FullReply(Reply.SAME, heading=key[:HEADING_CODE]))


def settled_by(question: Question, questions: dict[str, Question]) -> Question:
    """The question whose answer counts for the heading: its own, or that of its other spelling.

    `questions` by their keys.
    """
    by_code = {key[:HEADING_CODE]: one for key, one in questions.items()}
    while former := by_code.get(_code_in(question.answer)):
        question = former
    return question


def _code_in(answer: str) -> str:
    return replies.read(answer).heading
