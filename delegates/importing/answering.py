"""Answering what an import asks. Nothing in the conference changes before the file is imported."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference import audit
from conference.database.id_lists import among
from conference.database.row_updates import update_values
from conference.errors import DomainError
from conference.letters import never_right
from conference.models import User
from delegates import replies
from delegates.choices import APPLIED, QuestionKind, Reply, Verdict
from delegates.importing.checking.keeping import is_among, only_candidate, same_keeping
from delegates.importing.kept_json import KeptJson, as_text
from delegates.importing.settling import settle_lines
from delegates.models import (
    Country,
    ImportLine,
    ImportQuestion,
    ImportRun,
    Organization,
    UsualKind,
)
from delegates.models.importing.imports import ImportStep
from delegates.replies import FullReply, TargetType
from delegates.services import parties
from delegates.services.importing import imports

PLAIN: Mapping[str, frozenset[str]] = {
    QuestionKind.PARTY: frozenset({Reply.LEAVE_OUT}),
    QuestionKind.PERSON: frozenset({Reply.ANOTHER, Reply.LEAVE_OUT}),
    QuestionKind.LETTERS: frozenset({Reply.RIGHT, Reply.TAKE_OUT, Reply.LEAVE_OUT}),
    QuestionKind.PARTY_NAME: frozenset({Reply.TAKE, Reply.KEEP}),
    QuestionKind.SPELLING: frozenset({Reply.TAKE, Reply.KEEP}),
}
"""The answers to each kind that need no "which"."""


class Asked(NamedTuple):
    """A question that is being answered, as it is stored."""

    pk: int
    kind: str
    answer: str
    subject: str
    lines: list[int]
    outcomes: Mapping[str, Any]
    detail: Mapping[str, Any]


NONE_CHOSEN: Mapping[int, Collection[str]] = {}


@transaction.atomic
def answer(
    *,
    run: ImportRun,
    questions: Sequence[int],
    answer: str,
    general: Collection[int] = (),
    taken: Mapping[int, Collection[str]] = NONE_CHOSEN,
    by: User,
    at: dt.datetime,
) -> ImportRun:
    """The answer to all these questions of one kind; "" takes back what was answered.

    A plain "same" about people is answered where there is one candidate only, of headings where
    marks alone part them from another; it leaves the other questions as they are, and so does every
    answer to many of which it fits some only. Of people it takes from the file those of the fields
    that differ which `taken` says of the question; else all but the name.

    Their lines, and those that hang together with them, are what the answer makes of them from now
    on. Where a heading is another name of a known party, or a name is written otherwise, the file
    is checked once more by a worker, and where somebody whom the report names has been erased.

    Of those in `general` every conference is to know whom the heading means, once the file is
    imported.
    """
    given = _read(answer)
    run = imports.reported(run)
    imports.require_permission(by, run.conference, creates_delegations=given.reply == Reply.ADD)
    asked = _asked(ImportQuestion.objects.of_run(run).filter(pk__in=among(questions)))
    if len(asked) != len(set(questions)) or len({question.kind for question in asked}) != 1:
        raise DomainError(_("The report has changed in the meantime. Look at it again."))
    if given.reply == Reply.WRITE:
        asked = _with_the_text(run, asked)
    elif _means_the_only_candidate(asked[0].kind, answer):
        asked = [question for question in asked if only_candidate(question.outcomes)]
    elif _means_the_one_alike(asked[0].kind, answer):
        asked = _alike(asked)
    elif len(asked) > 1:
        asked = [question for question in asked if _fits(question, given)]
    _require_fit(run, asked, given)
    former = [question.answer for question in asked]
    stored = [_stored(question, answer, taken.get(question.pk)) for question in asked]
    _write(asked, stored, by=by, at=at)
    if wanted := [question.pk for question in asked if question.pk in general]:
        _make_general(run, wanted, by=by)
    what = {"kind": asked[0].kind, "answer": given.reply or "", "questions": len(asked)}
    audit.record("import.answered", target=run, by=by, at=at, detail=what)
    lines = {line for question in asked for line in question.lines}
    if _changes_who_is_meant(asked, [answer, *former]) or not settle_lines(run, lines):
        return imports.ask(run, ImportStep.CHECK, run.options, by=by, at=at)
    _count_anew(run)
    return run


def _asked(questions: QuerySet[ImportQuestion]) -> list[Asked]:
    columns = ("pk", "kind", "answer", "subject", "lines", as_text("outcomes"), as_text("detail"))
    rows: Iterable[tuple[Any, ...]] = questions.order_by("pk").values_list(*columns)
    return [
        Asked(pk, kind, answer, subject, lines, KeptJson(outcomes), KeptJson(detail))
        for pk, kind, answer, subject, lines, outcomes, detail in rows
    ]


def _make_general(run: ImportRun, questions: Sequence[int], *, by: User) -> None:
    """Of those that are answered with a party; no other answer has a name to make known.

    Raises DomainError where the user may not say so, or the name is another party's too.
    """
    if not parties.may_make_general(by, run.conference):
        raise DomainError(
            _("%s may not make names known to all conferences: answer for this one.") % by
        )
    asked = ImportQuestion.objects.of_run(run).filter(
        pk__in=among(questions), kind=QuestionKind.PARTY
    )
    named = {
        question: party
        for question in asked.order_by("pk")
        if (party := replies.read(question.answer).party)
    }
    senders = parties.senders(named.values())
    parties.require_general(
        (question.detail["text"], senders[party]) for question, party in named.items()
    )
    asked.filter(pk__in=among(question.pk for question in named)).update(is_general=True)


def _read(text: str) -> FullReply:
    try:
        return replies.read(text)
    except replies.NotAnAnswerError as error:
        raise _no_answer() from error


def _no_answer() -> DomainError:
    return DomainError(_("This does not answer the question. Look at it again."))


def _count_anew(run: ImportRun) -> None:
    """Say how many lines there are of each verdict, whose badges and which delegations are new."""
    verdicts = dict.fromkeys(Verdict.values, 0)
    badges = 0
    names: dict[str, str] = {}
    for row in ImportLine.objects.of_run(run).counted():
        verdicts[row.verdict] += row.lines
        badges += row.badges if row.verdict in APPLIED else 0
        if row.new_delegation:
            names[row.new_delegation] = row.delegation
    counts = {**verdicts, "badges": badges, "new_delegations": len(names)}
    run.summary = {**run.summary, **counts}
    run.report = {**run.report, "new_delegations": sorted(names.values())}
    # Of what stays out now no file is made in a request: none is better than that of before.
    imports.forget_rejected_file(run)
    run.save(update_fields=["summary", "report", "rejected_file"])


def _means_the_only_candidate(kind: str, answer: str) -> bool:
    return kind == QuestionKind.PERSON and answer == Reply.SAME


def _means_the_one_alike(kind: str, answer: str) -> bool:
    return kind == QuestionKind.PARTY and answer == Reply.SAME


def _alike(asked: Sequence[Asked]) -> list[Asked]:
    """Where it is one only: of three that marks part, the third may be either of the others."""
    alike = [question for question in asked if question.detail.get("is_like_one")]
    if not alike:
        raise DomainError(_("None of these differs from another only in its accents."))
    return alike


def _with_the_text(run: ImportRun, asked: Sequence[Asked]) -> list[Asked]:
    """Every question about the same text: what it is said to be holds for all its rows."""
    texts = {question.detail.get("text") for question in asked}
    if asked[0].kind != QuestionKind.LETTERS or len(texts) != 1:
        raise _no_answer()
    of_run = ImportQuestion.objects.of_run(run).filter(kind=QuestionKind.LETTERS)
    return _asked(of_run.filter(detail__text=texts.pop()))


def _require_another_text(asked: Sequence[Asked], text: str) -> None:
    """Judged as in a form; whether it is right where it stands, the next check of the file asks."""
    if text in {question.detail["text"] for question in asked}:
        raise DomainError(_("This is the text in the file: enter the correct text."))
    _require_printable(text)


def _stored(question: Asked, answer: str, taken: Collection[str] | None) -> str:
    """The answer in full: of a plain "same" it says who that is, and what of them stays."""
    if _means_the_one_alike(question.kind, answer):
        return str(question.detail["likely"][0][0])
    if not _means_the_only_candidate(question.kind, answer):
        return answer
    return same_keeping(only_candidate(question.outcomes), question.outcomes, taken)


def _write(asked: Sequence[Asked], answers: Sequence[str], *, by: User, at: dt.datetime) -> None:
    """All of them are answered, or all are taken back."""
    is_answered = all(answers)
    values: dict[str, Any] = {
        "answered_by": by.pk if is_answered else None,
        "answered_at": at if is_answered else None,
        "is_general": False,
        **({"is_open": False} if is_answered else {}),
    }
    columns = {name: [value] * len(asked) for name, value in values.items()}
    ids = [question.pk for question in asked]
    update_values(ImportQuestion, ids, {"answer": answers, **columns})


def _changes_who_is_meant(asked: Sequence[Asked], said: Collection[str]) -> bool:
    """Whether a row may be about others than those of whom it was asked.

    That a heading is another name of a party, that what nobody sees is taken out of a name, or that
    a text is written otherwise, are the answers that bring up other questions: each row may be one
    of those who are registered there, or whom other rows of the file name. Whom a row may be is
    found among all rows, so a worker looks at the file once more.
    """
    if any(replies.read(answer).reply in {Reply.TAKE_OUT, Reply.WRITE} for answer in said):
        return True
    is_party = asked[0].kind == QuestionKind.PARTY
    return is_party and any(replies.read(answer).reply == Reply.SAME for answer in said)


def _require_fit(run: ImportRun, asked: Sequence[Asked], answer: FullReply) -> None:
    """Raises DomainError where the answer is none to one of the questions."""
    letters = [question for question in asked if question.kind == QuestionKind.LETTERS]
    if not asked or not all(_fits(question, answer) for question in letters):
        raise DomainError(_none_of_these(answer))
    kind = asked[0].kind
    if kind == QuestionKind.PARTY and answer.reply == Reply.ADD:
        _require_free_names(asked)
    if kind == QuestionKind.PARTY_NAME and answer.reply == Reply.TAKE:
        for question in asked:
            _require_printable(question.detail["in_file"])
    if kind == QuestionKind.LETTERS and answer.reply == Reply.WRITE:
        _require_another_text(asked, answer.text)
        return
    text = str(answer)
    if _means_the_only_candidate(kind, text) or _means_the_one_alike(kind, text):
        return
    if text == "" or text in PLAIN[kind]:
        return
    if kind == QuestionKind.PARTY and _is_party_answer(run, asked, answer):
        return
    if not all(is_among(answer, question.outcomes) for question in asked):
        raise _no_answer()


def _fits(question: Asked, answer: FullReply) -> bool:
    """Whether an answer to many is one to this question too, where it is not to all of a kind."""
    detail, reply = question.detail, answer.reply
    if reply == Reply.ADD:
        return not detail.get("differs_in_marks")
    if reply == Reply.RIGHT:
        return never_right(detail.get("text", "")) is None
    if reply == Reply.TAKE_OUT:
        return bool(detail.get("bare"))
    return reply != Reply.WITHOUT or str(answer) in question.outcomes


def _none_of_these(answer: FullReply) -> str:
    """Why the answer to many was none to any of them."""
    reasons = {
        Reply.ADD: _(
            "Each of these differs from another only in its accents: say for each whether"
            " it is the same."
        ),
        Reply.RIGHT: _("Letters are missing in each of these: none is correct as it is."),
        Reply.TAKE_OUT: _("None of these has hidden characters."),
        Reply.WITHOUT: _(
            "None of these can be left out: it is a name, or the row has other questions."
        ),
    }
    several = _("Each of these may be several people: say which one it is.")
    return reasons.get(answer.reply, several) if answer.reply else several


def _require_free_names(asked: Sequence[Asked]) -> None:
    for question in asked:
        if question.detail.get("is_taken"):
            raise DomainError(
                _("“%s” is the name of several: say which one, or leave it out.") % question.subject
            )
        _require_printable(question.detail["text"])


def _require_printable(text: str) -> None:
    if doubt := never_right(text):
        raise DomainError(f"“{text}” {doubt.words}")


def _is_party_answer(run: ImportRun, asked: Sequence[Asked], answer: FullReply) -> bool:
    if all(str(answer) in dict(question.detail["likely"]) for question in asked):
        return True
    if answer.reply == Reply.ADD:
        _require_a_kind(run, answer.of_type)
        return True
    if answer.heading:
        _require_above(run, asked, answer.heading)
        return True
    if answer.party is None:
        return False
    known = Organization.objects.known_in(run.conference)
    parties = {TargetType.COUNTRY: Country.objects.all(), TargetType.ORGANIZATION: known}
    return parties[answer.party.type].filter(pk=answer.party.pk).exists()


def _require_above(run: ImportRun, asked: Sequence[Asked], code: str) -> None:
    """Of two spellings in one file the later is the former's: else each could be the other's."""
    headings = ImportQuestion.objects.of_run(run).filter(kind=QuestionKind.PARTY)
    former = headings.filter(key__startswith=code).first()
    if former is None:
        raise _no_answer()
    for question in asked:
        if min(former.lines) >= min(question.lines):
            raise DomainError(
                _("“%(former)s” is not above “%(this)s”: answer for that one instead.")
                % {"former": former.subject, "this": question.subject}
            )


def _require_a_kind(run: ImportRun, of_type: str) -> None:
    if not UsualKind.objects.for_conference(run.conference).filter(sender=of_type).exists():
        raise DomainError(
            _("Organizations of this type send no kind of delegation here yet. Set it first.")
        )
