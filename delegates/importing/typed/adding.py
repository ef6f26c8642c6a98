"""People typed on the page of their delegation: checked as an import's rows are, added at once.

What becomes of them is an import without a file: it is on the list of imports, remembers whom it
registered and changed, and can be taken back.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.choices import WorkState
from conference.database.row_inserts import insert_rows
from conference.errors import DomainError
from conference.models import User
from delegates import photos, replies
from delegates.choices import QuestionKind, Reply, Verdict
from delegates.importing.applying import apply
from delegates.importing.cells import line_of
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.checking.judgement import check
from delegates.importing.checking.questions import Answers, Question, key_of
from delegates.importing.reading import FileRow, Layout, Reading
from delegates.importing.typed.known import known_around, named
from delegates.importing.typed.pasted import columns_here, require_few
from delegates.models import Delegate, Delegation, ImportedDelegate, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services import registering
from delegates.services.importing.imports import KEPT, require_permission

PLAIN = {
    QuestionKind.PERSON: {Reply.ANOTHER, Reply.LEAVE_OUT},
    QuestionKind.LETTERS: {Reply.RIGHT, Reply.TAKE_OUT, Reply.LEAVE_OUT, Reply.WITHOUT},
    QuestionKind.SPELLING: {Reply.TAKE, Reply.KEEP},
}

# Of a row that is about somebody who is in the delegation already.
REGISTERED = {Verdict.CHANGED, Verdict.SAME}


@dataclass(frozen=True)
class TypedPeople:
    """What somebody wants to add to a delegation.

    `rows`: number of the row to its texts by column. `answers` to what was asked of them, `shown`
    what was to be seen when they were given: see `digests_of`. Photos are keys under which they
    wait in the storage, by the row's number, and by the id of whoever is in the delegation already.
    """

    rows: Mapping[int, Mapping[str, str]]
    answers: Answers = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    photos_of_rows: Mapping[int, str] = field(default_factory=dict)
    photos_of_members: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Added:
    """`run` is None where nothing was added: the report says what has to be said first."""

    report: CheckedFile
    run: ImportRun | None = None
    photos: int = 0

    @property
    def registered(self) -> int:
        return int(self.run.summary["result"]["created"]) if self.run else 0


@transaction.atomic
def add(*, delegation: Delegation, typed: TypedPeople, by: User, at: dt.datetime) -> Added:
    """All of the rows, or none: a problem, an open question and a change of somebody registered
    that was not shown before are left to whoever typed them.
    """
    require_permission(by, delegation.conference, creates_delegations=False)
    require_few(len(typed.rows))
    report = _checked(delegation, typed, by)
    if report.held_back() or _changes_nobody_saw(report, typed.shown):
        return Added(report)
    run = ImportRun.objects.create(
        conference=delegation.conference,
        step=ImportStep.APPLY,
        state=WorkState.DONE,
        file_name=_("%s: typed on its page") % str(delegation)[:200],
        options={"creates_delegations": False},
        created_at=at,
        created_by=by,
        asked_by=by,
        applied_at=at,
        expires_at=at + KEPT,
    )
    with pghistory.context(user=by.pk, import_run=run.pk):
        result = apply(
            report,
            conference=delegation.conference,
            by=by,
            at=at,
            run=run,
            photos={
                row.line: photos.taken(typed.photos_of_rows[row.line])
                for row in report.rows
                if row.verdict == Verdict.NEW and row.line in typed.photos_of_rows
            },
        )
        given = _give_photos(delegation, report, typed, run, by=by, at=at)
    run.summary = {**run.summary, **report.counts(), "result": asdict(result)}
    run.save()
    audit.record("delegates.imported", target=run, by=by, at=at, detail=asdict(result))
    new = sum(
        row.verdict == Verdict.NEW and row.line in typed.photos_of_rows for row in report.rows
    )
    return Added(report, run, photos=new + given)


def _checked(delegation: Delegation, typed: TypedPeople, by: User) -> CheckedFile:
    """With the answers that are answers to what is asked now."""
    rows = [
        FileRow(number, {**_texts(texts), **named(delegation)}, {})
        for number, texts in sorted(typed.rows.items())
    ]
    lines = [line_of(row) for row in rows]
    known = known_around(delegation, lines, by=by, is_held=True)
    reading = Reading(rows, (), [], [], Layout())
    report = check(reading, known, answers=typed.answers)
    fitting: Answers = {
        (question.kind, question.key): question.answer
        for question in report.questions
        if question.answer and _fits(question, typed)
    }
    given = {(question.kind, question.key) for question in report.questions if question.answer}
    return report if fitting.keys() == given else check(reading, known, answers=fitting)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: texts[name] for name in columns_here() if name in texts}


def _fits(question: Question, typed: TypedPeople) -> bool:
    """Whether the answer is one to the question, and was given to it as it is now."""
    answer = question.answer
    if typed.answers.get((question.kind, question.key)) != answer:
        return True  # Remembered from before.
    if digest_of(question) not in typed.shown:
        return False
    if answer == Reply.WITHOUT:
        return bool(question.detail.get("can_go_without"))
    if answer == Reply.TAKE_OUT:
        return bool(question.detail.get("bare"))
    return answer in PLAIN.get(question.kind, ()) or answer in question.outcomes


def read_answers(given: Mapping[tuple[str, str], str]) -> Answers:
    """Those that may be answers to anything; who sends another has not answered."""
    found = {}
    for question, answer in given.items():
        try:
            found[question] = str(replies.read(answer))
        except replies.NotAnAnswerError:
            continue
    return found


def digest_of(question: Question) -> str:
    """Of what the question shows: whom somebody may be, what is odd about a text."""
    candidates = sorted(one["answer"] for one in question.detail.get("candidates", ()))
    return key_of(question.kind, question.key, *candidates)


def digests_of(report: CheckedFile) -> frozenset[str]:
    """Of everything that a page with this report shows: questions, and what each row and each
    answer would change of somebody who is registered.
    """
    return frozenset(
        [
            *(digest_of(question) for question in report.questions),
            *(row.outcome.digest for row in changes_in(report)),
            *(one.digest for each in report.questions for one in each.outcomes.values()),
        ]
    )


def changes_in(report: CheckedFile) -> list[RowReport]:
    return [row for row in report.rows if row.verdict == Verdict.CHANGED]


def _changes_nobody_saw(report: CheckedFile, shown: Collection[str]) -> bool:
    return any(row.outcome.digest not in shown for row in changes_in(report))


def _give_photos(
    delegation: Delegation,
    report: CheckedFile,
    typed: TypedPeople,
    run: ImportRun,
    *,
    by: User,
    at: dt.datetime,
) -> int:
    """To people who are registered already: rows that turned out to be about them, and members."""
    wanted = dict(typed.photos_of_members)
    wanted |= {
        row.delegate_id: typed.photos_of_rows[row.line]
        for row in report.rows
        if row.delegate_id and row.line in typed.photos_of_rows and row.verdict in REGISTERED
    }
    # Whoever may be seen was held by the check.
    people = Delegate.objects.visible_to(by).filter(delegation=delegation).in_bulk(list(wanted))
    if len(people) < len(wanted):
        raise DomainError(_("Somebody is no longer in this delegation: reload the page."))
    registering.change_many(
        changes=[
            registering.Change(people[pk], {"photo": photos.taken(key)})
            for pk, key in sorted(wanted.items())
        ],
        conference=delegation.conference,
        by=by,
        at=at,
    )
    known = ImportedDelegate.objects.filter(run=run).values_list("delegate", flat=True)
    _remember(run, sorted(people.keys() - set(known)))
    return len(wanted)


def _remember(run: ImportRun, changed: Sequence[int]) -> None:
    rows: list[tuple[Any, ...]] = [(run.conference_id, run.pk, pk, False) for pk in changed]
    insert_rows(ImportedDelegate, ("conference", "run", "delegate", "is_new"), rows)
