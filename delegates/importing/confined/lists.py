"""Lists of focal points: uploaded, read otherwise, answered, taken over, given up.

Each belongs to a delegation and to whoever uploaded it. What is asked here, a worker does; whether
it is theirs to ask is found out each time: see `self_registration`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.errors import DomainError
from conference.letters import never_right
from conference.models import User
from delegates import replies
from delegates.choices import APPLIED, HELD_BACK, QuestionKind, Reply
from delegates.importing.checking.keeping import is_among, same_keeping
from delegates.models import Delegation, ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services.importing import imports
from delegates.services.registration import self_registration

ASKED = frozenset({QuestionKind.PERSON, QuestionKind.LETTERS, QuestionKind.SPELLING})
PLAIN: Mapping[str, frozenset[str]] = {
    QuestionKind.PERSON: frozenset({Reply.ANOTHER, Reply.LEAVE_OUT}),
    QuestionKind.LETTERS: frozenset({Reply.RIGHT, Reply.TAKE_OUT, Reply.LEAVE_OUT, Reply.WITHOUT}),
    QuestionKind.SPELLING: frozenset({Reply.TAKE, Reply.KEEP}),
}


@transaction.atomic
def upload(
    *, file: BinaryIO, file_name: str, delegation: Delegation, by: User, at: dt.datetime
) -> ImportRun:
    """The file is kept and will be checked, in the place of one that this user uploaded before and
    has not taken over.
    """
    held = self_registration.held_open(delegation=delegation, by=by, at=at)
    own = ImportRun.objects.of_focal_point(by, held)
    for former in own.filter(applied_at=None).exclude(file=""):
        imports.give_up(run=former, by=by, at=at)
    run = ImportRun(
        conference=held.conference,
        delegation=held,
        file_name=file_name[:255],
        options=_spoken({"creates_delegations": False}),
        created_at=at,
        created_by=by,
        asked_by=by,
        expires_at=at + imports.KEPT,
    )
    run.file.save(file_name, File(file), save=False)
    run.save()
    audit.record("import.uploaded", target=run, by=by, at=at, detail={"bytes": run.file.size})
    bell.ring_on_commit(imports.WAKE, queue=imports.QUEUE)
    return run


@transaction.atomic
def read_otherwise(
    *, run: ImportRun, choices: Mapping[str, Any], by: User, at: dt.datetime
) -> ImportRun:
    """The same file is checked anew, its columns read as chosen: `choices` as `ReadingChoices`
    keeps them. Nothing of it is remembered for another list.
    """
    run = _held(run, by, at)
    audit.record("import.reading_chosen", target=run, by=by, at=at)
    options = _spoken({**run.options, "reading": dict(choices)})
    return imports.ask(run, ImportStep.CHECK, options, by=by, at=at)


@transaction.atomic
def answer(*, run: ImportRun, given: Mapping[int, str], by: User, at: dt.datetime) -> ImportRun:
    """Answers by the ids of questions, "" takes one back; the list is checked anew with them."""
    run = _held(run, by, at)
    questions = ImportQuestion.objects.of_run(run).filter(kind__in=ASKED).in_bulk(list(given))
    if len(questions) < len(given):
        raise DomainError(_("The list has changed in the meantime. Look at it again."))
    for pk, question in questions.items():
        question.answer = _full(question, given[pk])
        question.answered_by = by if question.answer else None
        question.answered_at = at if question.answer else None
        question.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("import.answered", target=run, by=by, at=at, detail={"questions": len(given)})
    return imports.ask(run, ImportStep.CHECK, _spoken(run.options), by=by, at=at)


def _full(question: ImportQuestion, text: str) -> str:
    """The answer in full: where the row is somebody of the delegation, their name stays."""
    detail = question.detail
    try:
        reply = replies.read(text)
    except replies.NotAnAnswerError as error:
        raise _no_answer() from error
    if not text:
        return ""
    if text in PLAIN[question.kind]:
        is_fit = {
            Reply.RIGHT: never_right(detail.get("text", "")) is None,
            Reply.TAKE_OUT: bool(detail.get("bare")),
            Reply.WITHOUT: bool(detail.get("can_go_without")),
        }
        if reply.reply is None or not is_fit.get(reply.reply, True):
            raise _no_answer()
        return text
    # Whom else the text might name was never a candidate of the question.
    offered = {each["answer"] for each in detail.get("candidates", ())}
    if text not in offered:
        raise _no_answer()
    if reply.delegate_id is None:
        return text
    if not is_among(reply, question.outcomes):
        raise _no_answer()
    return same_keeping(text, question.outcomes)


def _no_answer() -> DomainError:
    return DomainError(_("This does not answer the question. Look at it again."))


@transaction.atomic
def ask_to_take_over(*, run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    """The worker will take over what the page showed, if the check still says the same then; lines
    that are refused or wait for an answer stay out.
    """
    run = _held(run, by, at)
    if run.report.get("problems"):
        raise DomainError(_("The list cannot be read as it is: correct it and upload it again."))
    if not sum(run.summary.get(verdict, 0) for verdict in APPLIED):
        raise DomainError(_("Nothing of the list can be taken over."))
    audit.record("import.apply_asked", target=run, by=by, at=at)
    options = {**run.options, "good_rows_only": True}
    return imports.ask(run, ImportStep.APPLY, options, by=by, at=at)


@transaction.atomic
def give_up(*, run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    """Nothing of it is taken over, and it is deleted; also once registration is closed."""
    return imports.give_up(run=run, by=by, at=at)


def forget_what_is_done(run: ImportRun) -> None:
    """Of a list that was taken over stays why lines were refused, until it expires."""
    ImportQuestion.objects.of_run(run).delete()
    ImportLine.objects.of_run(run).exclude(verdict__in=HELD_BACK).delete()
    imports.forget_all_but_lines(run)


def _spoken(options: Mapping[str, Any]) -> dict[str, Any]:
    """The check is shown on the page from which it is asked for: it speaks that page's language.
    Taking over does not change it, as two reports are compared word for word then.
    """
    return {**options, "language": get_language()}


def _held(run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    assert run.delegation is not None
    self_registration.held_open(delegation=run.delegation, by=by, at=at)
    return imports.reported(run, of=by)
