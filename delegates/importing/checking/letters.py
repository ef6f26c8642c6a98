"""What nobody sees in the names of a row, taken out where somebody said so. Pure."""

from dataclasses import replace

from conference.letters import Written
from conference.writing.findings import Doubt, Finding, hidden_marks
from conference.writing.lines import DIRECTION_MARKS
from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Line
from delegates.importing.checking.questions import Answers, key_of
from delegates.importing.known import Known
from delegates.letters import printed_texts
from delegates.models import Delegate

TakenOut = tuple[tuple[str, Finding], ...]
"""Column and finding of the texts from which something was taken out."""


def without_hidden_marks(line: Line, known: Known, answers: Answers) -> tuple[Line, TakenOut]:
    """The row as it is without the marks that an answer takes out, here or earlier.

    Before anything is compared: who is meant, and what is asked of them, follows from the rest.
    """
    taken = tuple(
        (column, finding)
        for column, written in printed_texts(Delegate).items()
        if written != Written.WORDS
        and (finding := _finding(line.text(column)))
        and marks_answer(finding, known, answers) == Reply.TAKE_OUT
    )
    bare = {column: finding.bare for column, finding in taken}
    return (replace(line, asked={**line.asked, **bare}) if bare else line), taken


def _finding(text: str) -> Finding | None:
    marks = [] if text.isascii() else [letter for letter in text if letter in DIRECTION_MARKS]
    return hidden_marks(text, marks) if marks else None


def marks_answer(finding: Finding, known: Known, answers: Answers) -> str:
    """The answer to a question about hidden marks: one for every row with that text."""
    key = marks_key(finding)
    earlier = known.remembered.get((QuestionKind.LETTERS, key))
    return answers.get((QuestionKind.LETTERS, key), "") or (earlier.reply if earlier else "")


def marks_key(finding: Finding) -> str:
    assert finding.code == Doubt.DIRECTION
    return key_of(QuestionKind.LETTERS, finding.key)
