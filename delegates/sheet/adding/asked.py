"""What is asked of rows before they are added, at each row: an import's questions, on one page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.importing.checking.checked import CheckedFile
from delegates.importing.checking.keeping import kept_at_first
from delegates.importing.checking.questions import Question
from delegates.importing.report import Change, heading


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a row may be about, and what would become of them."""

    reply: str
    name: str
    url: str
    about: Sequence[str]
    changes: Sequence[Change]


@dataclass(frozen=True)
class AskedOfRow:
    """`replies` are the value of an answer, its words, and whether it is the usual one."""

    words: str
    candidates: Sequence[Candidate]
    replies: Sequence[tuple[str, str, bool]]
    answer: str


def asked_by_row(
    report: CheckedFile, person_url: Callable[[int], str]
) -> dict[int, list[AskedOfRow]]:
    found: dict[int, list[AskedOfRow]] = {}
    for question in report.questions:
        if question.kind in WORDS:
            shown = _question(question, person_url)
            for line in question.lines:
                found.setdefault(line, []).append(shown)
    return found


def _question(question: Question, person_url: Callable[[int], str]) -> AskedOfRow:
    about = f"{question.kind}:{question.key}:"
    return AskedOfRow(
        words=WORDS[question.kind](question),
        candidates=[
            _candidate(question, about, one, person_url)
            for one in question.detail.get("candidates", ())
        ],
        replies=[
            (f"{about}{reply}", words, is_usual) for reply, words, is_usual in _replies(question)
        ],
        answer=question.answer,
    )


def _candidate(
    question: Question,
    about: str,
    one: Mapping[str, Any],
    person_url: Callable[[int], str],
) -> Candidate:
    outcome = question.outcomes.get(one["answer"])
    # The name that is registered stays: on the person's own page it is changed.
    kept = kept_at_first(outcome.changes) if outcome else ()
    answer = replies.read(one["answer"])
    answer = replace(answer, kept=tuple(sorted(kept)))
    outcome = question.outcomes.get(str(answer))
    registered = str(answer.delegate_id) if "reference" in one else ""
    texts = one.get("texts", {})
    row = _("Row %d of this page") % one["line"] if "line" in one else ""
    details = (one.get("reference"), row, one["delegation"], texts.get("function"))
    return Candidate(
        reply=f"{about}{answer}",
        name=one["name"],
        url=person_url(int(registered)) if registered else "",
        about=[text for text in details if text],
        changes=outcome.changes if outcome else (),
    )


def _replies(question: Question) -> list[tuple[str, str, bool]]:
    if question.kind == QuestionKind.PERSON:
        return [
            (Reply.ANOTHER, _("Another person: register"), True),
            (Reply.LEAVE_OUT, _("Leave this row out"), False),
        ]
    detail = question.detail
    found = []
    if detail.get("bare"):
        found.append((str(Reply.TAKE_OUT), _("Remove hidden characters"), True))
    if not detail.get("is_damaged"):
        found.append((str(Reply.RIGHT), _("Correct as it is"), False))
    if detail.get("can_go_without"):
        found.append((str(Reply.WITHOUT), _("Register without this text"), False))
    return [*found, (str(Reply.LEAVE_OUT), _("Leave this row out"), False)]


WORDS: Mapping[str, Callable[[Question], str]] = {
    QuestionKind.PERSON: lambda _question: _("This person may be registered already."),
    QuestionKind.LETTERS: lambda question: (
        _("%(column)s “%(text)s” %(finding)s")
        % {
            "column": heading(question.detail["column"]),
            "text": question.detail["text"],
            "finding": question.detail["finding"],
        }
    ),
}
