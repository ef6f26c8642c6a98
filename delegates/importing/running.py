"""The two steps of an import as background work: a file checked, and a checked file applied.

A step is done by whoever holds its lease, and counts once: checking changes nothing, applying is
one transaction that begins by locking the lease. A worker killed in it leaves nothing behind.
"""

import datetime as dt
import io
from dataclasses import asdict, dataclass
from typing import BinaryIO

import pghistory
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference import audit
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Conference, User
from conference.spreadsheets import Sheet
from delegates.importing import progress
from delegates.importing.applying import Result, apply
from delegates.importing.checking import check
from delegates.importing.known import known_in
from delegates.importing.progress import Progress, unheard
from delegates.importing.reading import read
from delegates.importing.rejected import write_rejected
from delegates.importing.report import Report, RowReport, Selection
from delegates.models import ImportRun
from delegates.models.imports import ImportStep
from delegates.services.imports import delete_later, require_permission

LEASE = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 3
NOTHING_CONFIRMED = Selection()


@dataclass(frozen=True)
class Terms:
    """What is to be done about missing delegations, doubtful rows and rows with problems."""

    creates_delegations: bool = False
    good_rows_only: bool = False
    selection: Selection = NOTHING_CONFIRMED

    def require_fit(self, report: Report) -> None:
        """Raises DomainError where the report holds more than these terms let pass."""
        if report.problems:
            raise DomainError(report.problems[0].reason)
        held_back = len(report.held_back(self.selection))
        if held_back and not self.good_rows_only:
            raise DomainError(
                _("%d rows have problems or open questions: nothing was imported.") % held_back
            )


def terms_of(run: ImportRun) -> Terms:
    options = run.options
    return Terms(
        creates_delegations=options["creates_delegations"],
        good_rows_only=options.get("good_rows_only", False),
        selection=Selection(
            frozenset(options.get("confirmed_lines", ())), options.get("confirms_all", False)
        ),
    )


def run_next() -> bool:
    """Do one step of one import that waits, or whose worker is gone; False if there is none.

    One import runs at a time: badges are printed by the same processes, and imports can wait.
    The report is written in the language of whoever uploaded the file, in both steps: two reports
    are compared word for word.
    """
    at = timezone.now()
    if ImportRun.objects.in_hands(at).exists():
        return False
    run = ImportRun.objects.claim(at=at, lease=LEASE)
    if run is None:
        return False
    with override(run.created_by.language):
        _do(run)
    progress.forget(run.pk)
    return True


def _do(run: ImportRun) -> None:
    if run.attempts > MOST_ATTEMPTS:
        _fail(run, _("The import was interrupted again and again. Upload the file once more."))
        return
    try:
        if run.step == ImportStep.CHECK:
            check_step(run)
        else:
            apply_step(run)
    except DomainError as error:
        _fail(run, str(error))
    except Exception:
        _hand_back(run)
        raise


def check_step(run: ImportRun) -> None:
    sheet = _sheet(run)
    total = len(sheet.rows)

    def beat(done: int) -> None:
        progress.tell(run.pk, done=done, total=total)
        held = ImportRun.objects.filter(pk=run.pk, lease=run.lease)
        held.update(leased_until=timezone.now() + LEASE)

    known = known_in(run.conference)
    terms = terms_of(run)
    report = check(sheet, known, creates_delegations=terms.creates_delegations, progress=beat)
    with transaction.atomic():
        if run.holds_lease():
            _keep_report(run, sheet, report)


def apply_step(run: ImportRun) -> None:
    """Check again on a locked snapshot; apply if the report still says the same, else show it."""
    sheet = _sheet(run)
    total = 2 * len(sheet.rows)
    with transaction.atomic(), pghistory.context(user=run.asked_by_id, import_run=run.pk):
        if not run.holds_lease():
            return
        terms = terms_of(run)
        report = _check_locked(
            sheet, run.conference, terms, by=run.asked_by, beat=_half(run, 0, total)
        )
        if report.fingerprint() != run.summary["fingerprint"]:
            _keep_report(run, sheet, report, has_changed=True)
            return
        at = timezone.now()
        result = _apply(
            report,
            run.conference,
            terms,
            by=run.asked_by,
            at=at,
            beat=_half(run, total // 2, total),
        )
        _replace_file(run, "rejected_file", _rejected(sheet, report.held_back(terms.selection)))
        audit.record(
            "delegates.imported", target=run, by=run.asked_by, at=at, detail=asdict(result)
        )
        run.summary = {**run.summary, "result": asdict(result)}
        run.state = WorkState.DONE
        run.applied_at = at
        run.save()


def import_at_once(
    *, file: BinaryIO, conference: Conference, terms: Terms, by: User | None, at: dt.datetime
) -> tuple[Report, Result | None]:
    """Check and, unless refused by the terms, apply: for the command. No run is kept.

    In nobody's name it is a dry run: the report is all there is.
    """
    sheet = read(file)
    if by is None:
        known = known_in(conference, is_locked=False)
        return check(sheet, known, creates_delegations=terms.creates_delegations), None
    with transaction.atomic(), pghistory.context(user=by.pk):
        report = _check_locked(sheet, conference, terms, by=by)
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


def _check_locked(
    sheet: Sheet, conference: Conference, terms: Terms, *, by: User, beat: Progress = unheard
) -> Report:
    require_permission(by, conference, creates_delegations=terms.creates_delegations)
    known = known_in(conference, is_locked=True)
    return check(sheet, known, creates_delegations=terms.creates_delegations, progress=beat)


def _apply(
    report: Report,
    conference: Conference,
    terms: Terms,
    *,
    by: User,
    at: dt.datetime,
    beat: Progress = unheard,
) -> Result:
    terms.require_fit(report)
    return apply(
        report, selection=terms.selection, conference=conference, by=by, at=at, progress=beat
    )


def _half(run: ImportRun, before: int, total: int) -> Progress:
    return lambda done: progress.tell(run.pk, done=before + done, total=total)


def _sheet(run: ImportRun) -> Sheet:
    if not run.file:
        raise DomainError(_("The file has expired. Upload it once more."))
    with run.file.open("rb") as file:
        return read(file)


def _keep_report(
    run: ImportRun, sheet: Sheet, report: Report, *, has_changed: bool = False
) -> None:
    """The report waits for a decision; `has_changed`: it differs from the one decided on."""
    run.step = ImportStep.CHECK
    run.state = WorkState.DONE
    run.summary = {
        **report.counts(),
        "stops": bool(report.problems),
        "fingerprint": report.fingerprint(),
        "has_changed": has_changed,
    }
    _replace_file(run, "report_file", report.as_json().encode(), ending=".json")
    _replace_file(run, "rejected_file", _rejected(sheet, report.held_back(NOTHING_CONFIRMED)))
    run.save()


def _rejected(sheet: Sheet, rows: list[RowReport]) -> bytes:
    if not rows:
        return b""
    file = io.BytesIO()
    write_rejected(file, sheet, rows)
    return file.getvalue()


def _replace_file(run: ImportRun, name: str, content: bytes, *, ending: str = ".xlsx") -> None:
    field = getattr(run, name)
    if field:
        delete_later(field.storage, field.name)
    setattr(run, name, "")
    if content:
        getattr(run, name).save(f"{name}{ending}", ContentFile(content), save=False)


@transaction.atomic
def _fail(run: ImportRun, reason: str) -> None:
    if run.holds_lease():
        run.state = WorkState.FAILED
        run.error = reason
        run.save(update_fields=["state", "error"])


@transaction.atomic
def _hand_back(run: ImportRun) -> None:
    """Something broke that is not the file's fault: others may try, but not for ever."""
    if run.holds_lease():
        is_last = run.attempts >= MOST_ATTEMPTS
        run.state = WorkState.FAILED if is_last else WorkState.WAITING
        run.error = _("Something went wrong on our side. Nothing was imported.") if is_last else ""
        run.save(update_fields=["state", "error"])
