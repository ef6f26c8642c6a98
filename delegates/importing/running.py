"""The two steps of an import as background work: a file checked, and a checked file applied.

Checking changes nothing, applying is one transaction that ends by asking for the lease: a worker
that was killed in it, or whose import was given up meanwhile, leaves nothing behind. How a step is
claimed, kept and ended is the runner's business: `conference.leased_work`.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import BinaryIO

import pghistory
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.choices import WorkState
from conference.errors import DomainError
from conference.leased_work import Hold, Lane, Tell, WorkKind, unheard
from conference.models import Conference, User
from delegates.choices import QuestionKind, Reply
from delegates.importing import progress, storing
from delegates.importing.applying import Result, apply
from delegates.importing.checking.checked import (
    CheckedFile,
)
from delegates.importing.checking.judgement import check
from delegates.importing.checking.questions import NONE_GIVEN, Answers
from delegates.importing.confined.applying import take_over
from delegates.importing.confined.known import known_of
from delegates.importing.confined.lists import forget_what_is_done
from delegates.importing.confined.reading import read_list
from delegates.importing.known import known_in, memory_of
from delegates.importing.reading import Reading, ReadingChoices, read
from delegates.importing.rejected import rejected_file
from delegates.importing.storing import GivenAnswer
from delegates.models import Delegation, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services.importing import taking_back
from delegates.services.importing.imports import delete_later, forget_files, require_permission
from delegates.services.importing.taking_back import CannotTakeBackError
from delegates.services.registration import self_registration

# One conference's import never waits for another's while two processes are enough.
LANE = Lane("imports", at_once=2, per_conference=1)
# A check or an import of 50,000 rows takes minutes; whatever takes longer hangs.
MOST_SECONDS = 1800
MOST_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Terms:
    """What is to be done about missing delegations, and about rows with problems or questions.

    `others`: lines whose person is another than those whom they may be; None for all of them.
    """

    creates_delegations: bool = False
    good_rows_only: bool = False
    others: frozenset[int] | None = frozenset()

    def require_fit(self, report: CheckedFile) -> None:
        """Raises DomainError where the report holds more than these terms let pass."""
        if report.problems:
            raise DomainError(report.problems[0].reason)
        held_back = len(report.held_back())
        if held_back and not self.good_rows_only:
            raise DomainError(
                _("%d rows have problems or open questions: nothing was imported.") % held_back
            )


def terms_of(run: ImportRun) -> Terms:
    options = run.options
    return Terms(
        creates_delegations=options["creates_delegations"],
        good_rows_only=options.get("good_rows_only", False),
    )


def _do(run: ImportRun, hold: Hold[ImportRun]) -> None:
    try:
        STEPS[ImportStep(run.step)](run, hold)
    finally:
        progress.forget(run.pk)


def _check_step(run: ImportRun, hold: Hold[ImportRun]) -> None:
    reading = _reading(run, hold)
    known = known_of(run.delegation) if run.delegation else known_in(run.conference)
    terms = terms_of(run)
    beat = _beat(hold, 0, len(reading.rows))
    given = storing.answers_of(run)
    report = check(
        reading,
        known,
        answers=storing.in_words(given),
        creates_delegations=terms.creates_delegations,
        progress=beat,
    )
    with transaction.atomic():
        run.require_lease()
        _keep_report(run, reading, report, given, at=hold.clock())


def _apply_step(run: ImportRun, hold: Hold[ImportRun]) -> None:
    """Check again on a locked snapshot; apply if the report still says the same, else show it.

    The lease is asked for at the end: until then the row is free for a sign of life, or for
    somebody to give the import up.
    """
    reading = _reading(run, hold)
    total = 2 * len(reading.rows)
    with transaction.atomic(), pghistory.context(user=run.asked_by_id, import_run=run.pk):
        terms = terms_of(run)
        given = storing.answers_of(run)
        at = hold.clock()
        report = _check_locked(
            reading,
            run.conference,
            terms,
            storing.in_words(given),
            by=run.asked_by,
            delegation=_held_of(run, at),
            beat=_beat(hold, 0, total),
        )
        if report.fingerprint() != storing.fingerprint(run):
            run.require_lease()
            _keep_report(run, reading, report, given, at=at, has_changed=True)
            return
        if run.delegation:
            terms.require_fit(report)
            result, proposed = take_over(report, delegation=run.delegation, by=run.asked_by, at=at)
            run.summary = {**run.summary, "proposed": proposed}
        else:
            result = _apply(
                report,
                run.conference,
                terms,
                by=run.asked_by,
                at=at,
                run=run,
                beat=_beat(hold, total // 2, total),
            )
        run.require_lease()
        _keep_rejected(run, reading, report)
        audit.record(
            "delegates.imported", target=run, by=run.asked_by, at=at, detail=asdict(result)
        )
        run.summary = {**run.summary, "result": asdict(result)}
        run.report = {**run.report, "new_delegations": report.registered_delegations()}
        run.state = WorkState.DONE
        run.error = ""
        run.applied_at = at
        if run.delegation:
            forget_what_is_done(run)
        run.save()


def _held_of(run: ImportRun, at: dt.datetime) -> Delegation | None:
    """The delegation of a focal point's list, where they may still add people to it."""
    if run.delegation is None:
        return None
    return self_registration.held_open(delegation=run.delegation, by=run.asked_by, at=at)


def _take_back_step(run: ImportRun, hold: Hold[ImportRun]) -> None:
    with transaction.atomic(), pghistory.context(user=run.asked_by_id, import_taken_back=run.pk):
        at = hold.clock()
        require_permission(run.asked_by, run.conference, creates_delegations=False)
        try:
            result = taking_back.take_back(run=run, by=run.asked_by, at=at)
        except CannotTakeBackError as refusal:
            run.require_lease()
            _keep_refusal(run, refusal)
            return
        run.require_lease()
        audit.record("import.taken_back", target=run, by=run.asked_by, at=at, detail=asdict(result))
        run.summary = {**run.summary, "taken_back": asdict(result)}
        run.state = WorkState.DONE
        run.error = ""
        run.taken_back_at, run.taken_back_by = at, run.asked_by
        forget_files(run)
        run.save()


def _keep_refusal(run: ImportRun, refusal: CannotTakeBackError) -> None:
    """Who stands against it is said on the import's page, and expires with its report."""
    run.step = ImportStep.APPLY
    run.state = WorkState.DONE
    run.error = ""
    run.report = {**run.report, "built_on": [row.as_json() for row in refusal.found]}
    run.save()


STEPS = {
    ImportStep.CHECK: _check_step,
    ImportStep.APPLY: _apply_step,
    ImportStep.TAKE_BACK: _take_back_step,
}


def import_at_once(
    *, file: BinaryIO, conference: Conference, terms: Terms, by: User | None, at: dt.datetime
) -> tuple[CheckedFile, Result | None]:
    """Check and, unless refused by the terms, apply: for the command. No run is kept.

    In nobody's name it is a dry run: the report is all there is.
    """
    reading = read(file, memory=memory_of(conference))
    if by is None:
        known = known_in(conference, is_locked=False)
        creates = terms.creates_delegations
        report = check(reading, known, creates_delegations=creates)
        answers = _others(report, terms)
        return check(reading, known, answers=answers, creates_delegations=creates), None
    with transaction.atomic(), pghistory.context(user=by.pk):
        report = _check_locked(reading, conference, terms, NONE_GIVEN, by=by)
        if answers := _others(report, terms):
            report = _check_locked(reading, conference, terms, answers, by=by)
        try:
            terms.require_fit(report)
        except DomainError:
            return report, None
        result = _apply(report, conference, terms, by=by, at=at)
        audit.record(
            "delegates.imported",
            target=None,
            conference_id=conference.pk,
            by=by,
            at=at,
            detail=asdict(result),
        )
        return report, result


def _others(report: CheckedFile, terms: Terms) -> dict[tuple[str, str], str]:
    """The answer "another person" for the lines of which the command says so."""
    return {
        (question.kind, question.key): Reply.ANOTHER
        for question in report.questions
        if question.kind == QuestionKind.PERSON
        and (terms.others is None or not terms.others.isdisjoint(question.lines))
    }


def _check_locked(
    reading: Reading,
    conference: Conference,
    terms: Terms,
    answers: Answers,
    *,
    by: User,
    delegation: Delegation | None = None,
    beat: Tell = unheard,
) -> CheckedFile:
    """Of a focal point's list, which `delegation` has been held for, in what they may do."""
    if delegation:
        known = known_of(delegation, is_held=True)
    else:
        require_permission(by, conference, creates_delegations=terms.creates_delegations)
        known = known_in(conference, is_locked=True)
    return check(
        reading,
        known,
        answers=answers,
        creates_delegations=terms.creates_delegations,
        progress=beat,
    )


def _apply(
    report: CheckedFile,
    conference: Conference,
    terms: Terms,
    *,
    by: User,
    at: dt.datetime,
    run: ImportRun | None = None,
    beat: Tell = unheard,
) -> Result:
    terms.require_fit(report)
    return apply(report, conference=conference, by=by, at=at, run=run, progress=beat)


def _beat(hold: Hold[ImportRun], before: int, total: int) -> Tell:
    def beat(done: int) -> None:
        hold.require()
        progress.tell(hold.work.pk, done=before + done, total=total)

    return beat


def _reading(run: ImportRun, hold: Hold[ImportRun]) -> Reading:
    if not run.file:
        raise DomainError(_("The file has expired. Upload it once more."))
    choices = ReadingChoices.from_json(run.options.get("reading", {}))
    with run.file.open("rb") as file:
        if run.delegation:
            return read_list(file, choices, run.delegation, hold.require)
        return read(file, choices, memory_of(run.conference), look=hold.require)


def _keep_report(
    run: ImportRun,
    reading: Reading,
    report: CheckedFile,
    given: storing.Given,
    *,
    at: dt.datetime,
    has_changed: bool = False,
) -> None:
    """The report waits for a decision; `has_changed`: it differs from the one decided on."""
    run.step = ImportStep.CHECK
    run.state = WorkState.DONE
    run.error = ""
    run.summary = {**report.counts(), "has_changed": has_changed}
    run.report = {
        "problems": [problem.reason for problem in report.problems],
        "notices": report.notices,
        "new_delegations": sorted(report.new_delegations.values()),
    }
    run.layout = reading.layout.as_json()
    storing.store(run, report, given, GivenAnswer("", run.asked_by_id, at))
    _keep_rejected(run, reading, report)
    run.save()


def _keep_rejected(run: ImportRun, reading: Reading, report: CheckedFile) -> None:
    """None for a focal point: it offers to choose from all delegations of the conference."""
    if not run.delegation_id:
        content = rejected_file(run.conference, reading, report.held_back())
        _replace_file(run, "rejected_file", content)


def _replace_file(run: ImportRun, name: str, content: bytes, *, ending: str = ".xlsx") -> None:
    field = getattr(run, name)
    if field:
        delete_later(field.storage, field.name)
    setattr(run, name, "")
    if content:
        getattr(run, name).save(f"{name}{ending}", ContentFile(content), save=False)


@transaction.atomic
def _fail(run: ImportRun, reason: str, at: dt.datetime) -> None:
    """A file that was checked goes back to its report: the answers given are not lost."""
    run.require_lease()
    run.state = WorkState.DONE if run.step == ImportStep.APPLY else WorkState.FAILED
    if run.step == ImportStep.APPLY:
        run.step = ImportStep.CHECK
    run.error = reason
    run.save(update_fields=["step", "state", "error"])


def _language(run: ImportRun) -> str:
    """Of the page of a focal point's list, else of whoever uploaded the file; the same in both
    steps: two reports are compared word for word.
    """
    return str(run.options.get("language") or run.created_by.language)


KINDS = (
    WorkKind(
        name="import",
        rows=ImportRun.objects.all,
        do=_do,
        fail=_fail,
        language=_language,
        lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
        most_attempts=3,
        wait=dt.timedelta(seconds=5),
        priority=0,
        lane=LANE,
        memory=MOST_BYTES,
        seconds=MOST_SECONDS,
    ),
)
