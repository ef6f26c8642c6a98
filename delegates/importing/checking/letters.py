"""Texts of rows as somebody answered that they are, before anything is compared. Pure.

What nobody sees in a name is taken out, and a damaged text is written as somebody typed it: who is
meant, and what is asked of them, follows from the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conference.letters import Written, doubts
from conference.writing.doubts import Doubt, DoubtCode, hidden_marks
from conference.writing.lines import DIRECTION_MARKS
from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Line
from delegates.importing.checking.questions import Answers, key_of
from delegates.importing.known import Known
from delegates.importing.report import heading, shortened
from delegates.letters import printed_texts
from delegates.models import Delegate


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text of the file and what it is now. `doubt` is "" where its doubt is gone by now."""

    column: str
    key: str
    text: str
    now: str
    doubt: str
    is_given: bool
    """Answered in this import, and not in an earlier one."""

    @property
    def notice(self) -> str:
        return _("“%(column)s”: “%(text)s” is written as “%(now)s”, as was answered.") % {
            "column": heading(self.column),
            "text": shortened(self.text),
            "now": shortened(self.now),
        }


@dataclass(frozen=True, slots=True)
class Mended:
    """A row as its answers have it. `taken_out`: column and doubt of what lost hidden marks."""

    line: Line
    taken_out: tuple[tuple[str, Doubt], ...] = ()
    rewritten: tuple[Rewritten, ...] = ()


class AnsweredLetters:
    def __init__(self, known: Known, answers: Answers) -> None:
        self.known = known
        self.answers = answers
        self.earlier = {
            key: said.written
            for (kind, key), said in known.remembered.items()
            if kind == QuestionKind.LETTERS and said.reply == Reply.WRITE
        }
        given = {key: said for (kind, key), said in answers.items() if kind == QuestionKind.LETTERS}
        self.given = {key: text for key, said in given.items() if (text := replies.read(said).text)}
        # Whatever else was answered now is so, and not as it was in an earlier file.
        self.written = {
            **{key: text for key, text in self.earlier.items() if not given.get(key)},
            **self.given,
        }

    def mended(self, line: Line) -> Mended:
        taken = tuple(self._taken_out(line))
        bare = {column: doubt.bare for column, doubt in taken}
        rewritten = tuple(self._rewritten(line)) if self.written else ()
        now = {one.column: one.now for one in rewritten}
        asked = {**line.asked, **bare, **now}
        return Mended(replace(line, asked=asked) if bare or now else line, taken, rewritten)

    def _taken_out(self, line: Line) -> Iterator[tuple[str, Doubt]]:
        for column, written in printed_texts(Delegate).items():
            if (
                written != Written.WORDS
                and (doubt := _doubt(line.text(column)))
                and marks_answer(doubt, self.known, self.answers) == Reply.TAKE_OUT
            ):
                yield column, doubt

    def _rewritten(self, line: Line) -> Iterator[Rewritten]:
        for column, written in printed_texts(Delegate).items():
            text = line.text(column)
            for code in DoubtCode if text else ():
                key = key_of(QuestionKind.LETTERS, f"{code}:{text}")
                if key in self.written:
                    found = (one for one in doubts(text, written) if one.code == code)
                    reason = next((one.reason for one in found), "")
                    is_given = key in self.given
                    yield Rewritten(column, key, text, self.written[key], reason, is_given)
                    break


def _doubt(text: str) -> Doubt | None:
    marks = [] if text.isascii() else [letter for letter in text if letter in DIRECTION_MARKS]
    return hidden_marks(text, marks) if marks else None


def marks_answer(doubt: Doubt, known: Known, answers: Answers) -> str:
    """The answer to a question about hidden marks: one for every row with that text."""
    key = marks_key(doubt)
    earlier = known.remembered.get((QuestionKind.LETTERS, key))
    return answers.get((QuestionKind.LETTERS, key), "") or (earlier.reply if earlier else "")


def marks_key(doubt: Doubt) -> str:
    assert doubt.code == DoubtCode.DIRECTION
    return key_of(QuestionKind.LETTERS, doubt.key)
