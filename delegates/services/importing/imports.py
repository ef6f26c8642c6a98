"""Imports: uploaded, decided on, given up, expired. What is asked here, a worker does."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.choices import Verdict
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services.importing import cell_meanings, column_assignments
from delegates.services.importing.built_on import people_with_badges
from delegates.services.importing.cell_meanings import CellNote

WAKE = "delegates.wake"
QUEUE = "import"
KEPT = dt.timedelta(days=7)
COUNTS = (*Verdict.values, "new_delegations", "badges")
FILE_FIELDS = ("file", "rejected_file")

NEEDED = ("delegates.add_delegate", "delegates.change_delegate")
NEEDED_TO_CREATE = ("delegates.add_delegation",)


def may_import(user: User, conference: Conference, *, creates_delegations: bool = False) -> bool:
    """Whoever brings a file must be allowed to do what it asks for."""
    needed = (*NEEDED, *(NEEDED_TO_CREATE if creates_delegations else ()))
    return all(user.has_perm(permission, conference) for permission in needed)


def require_permission(by: User, conference: Conference, *, creates_delegations: bool) -> None:
    """Raises DomainError: the page hides what a user may not do, the command cannot."""
    if not may_import(by, conference, creates_delegations=creates_delegations):
        raise DomainError(_("%s may not import delegates into this conference.") % by)


@transaction.atomic
def start(
    *,
    file: BinaryIO,
    file_name: str,
    conference: Conference,
    creates_delegations: bool,
    by: User,
    at: dt.datetime,
) -> ImportRun:
    """The file is kept and will be checked; nothing in the conference changes."""
    require_permission(by, conference, creates_delegations=creates_delegations)
    run = ImportRun(
        conference=conference,
        file_name=file_name[:255],
        options={"creates_delegations": creates_delegations},
        created_at=at,
        created_by=by,
        asked_by=by,
        expires_at=at + KEPT,
    )
    run.file.save(file_name, File(file), save=False)
    run.save()
    audit.record(
        "import.uploaded",
        target=run,
        by=by,
        at=at,
        detail={"bytes": run.file.size, "creates_delegations": creates_delegations},
    )
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return run


@transaction.atomic
def read_otherwise(
    *,
    run: ImportRun,
    choices: Mapping[str, Any],
    headings: Mapping[str, str],
    said: Sequence[CellNote],
    offered: Sequence[CellNote],
    creates_delegations: bool = False,
    by: User,
    at: dt.datetime,
) -> ImportRun:
    """The same file is read as chosen and checked anew.

    `choices` as `ReadingChoices` keeps them. What `headings` mean, as they are written, and what
    is `said` of cells is remembered for the conference, and nothing else of what was `offered`.
    `creates_delegations` from now on, if not before.
    """
    run = reported(run)
    creates_delegations = creates_delegations or run.options["creates_delegations"]
    require_permission(by, run.conference, creates_delegations=creates_delegations)
    column_assignments.assign(conference=run.conference, headings=headings, by=by, at=at)
    cell_meanings.remember(conference=run.conference, said=said, offered=offered, by=by, at=at)
    audit.record(
        "import.reading_chosen",
        target=run,
        by=by,
        at=at,
        detail={
            "columns": sorted(set(headings.values())),
            "sheets": len(choices["sheets"]),
            "creates_delegations": creates_delegations,
        },
    )
    options = {
        **run.options,
        "creates_delegations": creates_delegations,
        "reading": dict(choices),
    }
    return ask(run, ImportStep.CHECK, options, by=by, at=at)


@transaction.atomic
def check_again(*, run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    """A check that broke off is begun anew, with whatever had been answered before."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    _require_of_organizers(run)
    if not run.may_be_checked_again:
        raise DomainError(_("This file needs no further check."))
    creates = run.options["creates_delegations"]
    require_permission(by, run.conference, creates_delegations=creates)
    audit.record("import.check_asked", target=run, by=by, at=at)
    return ask(run, ImportStep.CHECK, run.options, by=by, at=at)


@transaction.atomic
def ask_to_apply(*, run: ImportRun, good_rows_only: bool, by: User, at: dt.datetime) -> ImportRun:
    """The worker will apply what the report says, if it still says so then.

    Without `good_rows_only`, a file with a problem or an open question is refused here.
    """
    run = reported(run)
    creates = run.options["creates_delegations"]
    require_permission(by, run.conference, creates_delegations=creates)
    _require_sense(run, good_rows_only=good_rows_only)
    counts = {name: run.summary[name] for name in COUNTS if name in run.summary}
    options = {"creates_delegations": creates, "good_rows_only": good_rows_only}
    audit.record("import.apply_asked", target=run, by=by, at=at, detail={**counts, **options})
    return ask(run, ImportStep.APPLY, {**run.options, **options}, by=by, at=at)


def _require_sense(run: ImportRun, *, good_rows_only: bool) -> None:
    if run.report.get("problems"):
        raise DomainError(_("The file as a whole has problems: correct it and upload it again."))
    if good_rows_only:
        return
    if run.summary[Verdict.REJECTED]:
        raise DomainError(
            _("%d rows have problems. Correct the file, or import the good rows only.")
            % run.summary[Verdict.REJECTED]
        )
    if run.summary[Verdict.OPEN]:
        raise DomainError(
            _("%d rows need an answer. Answer, or import without them.") % run.summary[Verdict.OPEN]
        )


def may_be_taken_back(run: ImportRun) -> bool:
    """Whether it is worth asking: what else stands against it can be resolved."""
    return run.may_be_taken_back and not people_with_badges(run).exists()


@transaction.atomic
def ask_to_take_back(*, run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    """A worker will take the import back, if nothing has been built on it by then."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not may_be_taken_back(run):
        raise DomainError(_("This import can no longer be taken back."))
    require_permission(by, run.conference, creates_delegations=False)
    audit.record("import.take_back_asked", target=run, by=by, at=at)
    return ask(run, ImportStep.TAKE_BACK, run.options, by=by, at=at)


@transaction.atomic
def give_up(*, run: ImportRun, by: User, at: dt.datetime) -> ImportRun:
    """Nothing of the file is imported any more, and the file is deleted.

    A worker that is at it finds its lease gone, in the middle of importing too.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at:
        raise DomainError(_("This file has been taken over already."))
    run.state = WorkState.CANCELLED
    run.lease = None
    run.leased_until = None
    forget_files(run)
    run.save()
    audit.record("import.given_up", target=run, by=by, at=at)
    return run


@transaction.atomic
def expire(*, at: dt.datetime) -> int:
    """Delete the files of imports whose time is over; what they did stays. Returns how many."""
    runs = list(ImportRun.objects.expired(at).select_for_update(skip_locked=True).order_by("pk"))
    for run in runs:
        if run.is_unfinished or run.is_reported:
            run.state = WorkState.CANCELLED
        forget_files(run)
        run.save()
    return len(runs)


def reported(run: ImportRun, *, of: User | None = None) -> ImportRun:
    """`of`: the focal point whose list it is; None of what organizers upload."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if of is None:
        _require_of_organizers(run)
    if not run.is_reported or (of is not None and run.created_by_id != of.pk):
        raise DomainError(_("This file is no longer waiting for a decision."))
    return run


def _require_of_organizers(run: ImportRun) -> None:
    """Officers see the list of a focal point; checked as theirs it would learn of everybody."""
    if run.delegation_id:
        raise DomainError(_("The focal point who uploaded this list decides on it."))


def ask(
    run: ImportRun, step: ImportStep, options: dict[str, Any], *, by: User, at: dt.datetime
) -> ImportRun:
    run.step = step
    run.state = WorkState.WAITING
    run.attempts = 0
    run.options = options
    run.asked_by = by
    run.expires_at = at + KEPT
    run.save()
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return run


def forget_files(run: ImportRun) -> None:
    """The rows let go of the files at once; storage lets go after the commit."""
    forget_lines(run)
    forget_all_but_lines(run)


def forget_all_but_lines(run: ImportRun) -> None:
    run.report, run.layout, run.error = {}, {}, ""
    for name in FILE_FIELDS:
        _forget_file(run, name)


def forget_rejected_file(run: ImportRun) -> None:
    """Of rows that stayed out before something was answered."""
    _forget_file(run, "rejected_file")


def _forget_file(run: ImportRun, name: str) -> None:
    field = getattr(run, name)
    if field:
        delete_later(field.storage, field.name)
        setattr(run, name, "")


def forget_lines(run: ImportRun) -> None:
    """Delete what the report says of each row: it holds personal data."""
    ImportLine.objects.of_run(run).delete()
    ImportQuestion.objects.of_run(run).delete()


def delete_later(storage: Any, name: str) -> None:
    """A file is deleted once the transaction that stops naming it has committed."""
    transaction.on_commit(lambda: storage.delete(name))
