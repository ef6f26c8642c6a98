"""Imports as background work: a changed conference, whose turn it is, expiry."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from conference import leased_work
from conference.choices import Role, WorkState
from conference.errors import DomainError
from conference.models import AuditEvent, User
from delegates.choices import Reply
from delegates.importing import answering, progress
from delegates.importing.reading import ReadingChoices
from delegates.models import Delegate, ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services import registering
from delegates.services.importing import imports
from tests import factories
from tests.delegates.importing.worker import claim_import, import_next
from tests.spreadsheets import sheet_of

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

NAMES = "Delegation;Given name;Family name"
GOOD = f"{NAMES}\nTJ;Ali;Valiev\nOSCE;Olim;Karim"
MIXED = f"{NAMES};E-mail\nTJ;Ali;Valiev;\nNowhere;Olim;Karim;nobody\nTJ;Vali;Aliev;"


def start(office: "Office", text: str, *, creates: bool = False) -> ImportRun:
    return imports.start(
        file=io.BytesIO(text.encode()),
        file_name="people.csv",
        conference=office.conference,
        creates_delegations=creates,
        by=office.organizer,
        at=timezone.now(),
    )


def checked(office: "Office", text: str) -> ImportRun:
    run = start(office, text)
    import_next()
    run.refresh_from_db()
    return run


def decide(run: ImportRun, by: User, *, good_rows_only: bool = False) -> None:
    imports.ask_to_apply(run=run, good_rows_only=good_rows_only, by=by, at=timezone.now())


def create_missing(run: ImportRun, *, by: User) -> None:
    imports.read_otherwise(
        run=run,
        choices=ReadingChoices().as_json(),
        headings={},
        said=[],
        offered=[],
        creates_delegations=True,
        by=by,
        at=timezone.now(),
    )


def answer(run: ImportRun, reply: str, *, lines: Sequence[int] = ()) -> ImportRun:
    """The reply to every question, or to those that hang on the lines."""
    asked = ImportQuestion.objects.of_run(run)
    if lines:
        asked = asked.filter(lines__overlap=lines)
    return answering.answer(
        run=run,
        questions=list(asked.values_list("pk", flat=True)),
        answer=reply,
        by=run.created_by,
        at=timezone.now(),
    )


def stored_lines(run: ImportRun) -> dict[int, str]:
    lines = ImportLine.objects.of_run(run).order_by("line")
    return dict(lines.values_list("line", "verdict"))


def rejected_lines(run: ImportRun) -> list[tuple[str, ...]]:
    with run.rejected_file.open("rb") as file:
        return [row.cells for row in sheet_of(file.read()).rows]


def test_check_leaves_a_report_and_changes_nothing(office: "Office") -> None:
    run = checked(office, MIXED)

    assert (run.step, run.state, run.is_reported) == (ImportStep.CHECK, WorkState.DONE, True)
    assert {name: run.summary[name] for name in ("rows", "new", "open", "rejected")} == {
        "rows": 3,
        "new": 2,
        "open": 0,
        "rejected": 1,
    }
    assert stored_lines(run) == {2: "new", 3: "rejected", 4: "new"}
    assert Delegate.objects.count() == 0


def test_summary_and_audit_hold_no_personal_value(office: "Office") -> None:
    run = checked(office, GOOD)
    decide(run, office.organizer)
    import_next()
    run.refresh_from_db()

    events = AuditEvent.objects.filter(target_type="delegates.importrun")
    said = json.dumps([run.summary, *events.values_list("detail", flat=True)])
    assert "Ali" not in said
    assert list(events.order_by("pk").values_list("action", flat=True)) == [
        "import.uploaded",
        "import.apply_asked",
        "delegates.imported",
    ]


def test_audit_says_who_asked_for_what_on_which_figures(office: "Office") -> None:
    colleague = factories.StaffRoleFactory(
        conference=office.conference, role=Role.REGISTRATION_OFFICER
    ).user
    run = checked(office, MIXED)
    create_missing(run, by=colleague)
    import_next()
    run.refresh_from_db()

    decide(run, colleague, good_rows_only=True)

    events = AuditEvent.objects.filter(target_id=run.pk).order_by("pk")
    assert [(event.action, event.by, event.detail) for event in events] == [
        (
            "import.uploaded",
            office.organizer,
            {"bytes": run.file.size, "creates_delegations": False},
        ),
        (
            "import.reading_chosen",
            colleague,
            {"columns": [], "sheets": 0, "creates_delegations": True},
        ),
        (
            "import.apply_asked",
            colleague,
            {
                "new": 2,
                "changed": 0,
                "same": 0,
                "open": 0,
                "repeated": 0,
                "left_out": 0,
                "rejected": 1,
                "new_delegations": 0,
                "badges": 0,
                "good_rows_only": True,
                "creates_delegations": True,
            },
        ),
    ]


def test_apply_registers_what_the_report_said_in_the_name_of_who_decided(office: "Office") -> None:
    colleague = factories.StaffRoleFactory(
        conference=office.conference, role=Role.REGISTRATION_OFFICER
    ).user
    run = checked(office, GOOD)

    decide(run, colleague)
    import_next()

    run.refresh_from_db()
    assert run.applied_at is not None
    assert run.summary["result"]["created"] == 2
    assert AuditEvent.objects.filter(action="delegate.registered", by=colleague).count() == 2


def test_file_with_problems_is_all_or_nothing_unless_good_rows_are_asked_for(
    office: "Office",
) -> None:
    run = checked(office, MIXED)

    with pytest.raises(DomainError, match="1 rows have problems"):
        decide(run, office.organizer)
    decide(run, office.organizer, good_rows_only=True)
    import_next()

    run.refresh_from_db()
    assert sorted(Delegate.objects.values_list("given_name", flat=True)) == ["Ali", "Vali"]
    assert run.summary["result"]["held_back"] == 1


def test_rejected_rows_come_back_with_reasons_and_can_be_imported_once_corrected(
    office: "Office",
) -> None:
    run = checked(office, MIXED)

    heading, row = rejected_lines(run)
    corrected = ";".join(heading) + "\n" + ";".join(["OSCE", *row[1:3], "", *row[4:]])
    again = checked(office, corrected)

    assert heading == (
        *("Delegation", "Given name", "Family name", "E-mail"),
        *("Reason", "Line in the original"),
    )
    assert row[:4] == ("Nowhere", "Olim", "Karim", "nobody")
    assert row[4:] == ("E-mail: “nobody” is not an e-mail address", "3")
    assert (again.summary["new"], again.summary["rejected"]) == (1, 0)
    assert again.report["notices"] == []


def test_row_in_doubt_needs_an_answer(office: "Office") -> None:
    run = checked(office, f"{NAMES}\nTJ;Sodiq;Rahmonov\nTJ;Sodik;Rakhmonov")

    with pytest.raises(DomainError, match="1 rows need an answer"):
        decide(run, office.organizer)
    answered = answer(run, Reply.ANOTHER)
    decide(run, office.organizer)
    import_next()

    assert (answered.summary["new"], answered.summary["open"]) == (2, 0)
    assert Delegate.objects.count() == 2


def test_apply_stops_with_the_new_report_when_the_conference_has_changed(office: "Office") -> None:
    run = checked(office, GOOD)
    decide(run, office.organizer)
    registering.register(
        delegate=Delegate(delegation=office.tajikistan, given_name="Ali", family_name="Valiev"),
        by=office.organizer,
        at=timezone.now(),
    )

    import_next()

    run.refresh_from_db()
    assert (run.is_reported, run.applied_at, run.summary["has_changed"]) == (True, None, True)
    assert (run.summary["new"], run.summary["same"]) == (1, 1)
    assert Delegate.objects.count() == 1
    decide(run, office.organizer)
    import_next()
    assert Delegate.objects.count() == 2


def test_file_that_cannot_be_read_fails_with_its_reason(office: "Office") -> None:
    run = checked(office, "\0\0\0")

    assert run.state == WorkState.FAILED
    assert "UTF-16" in run.error
    assert not run.is_reported


def test_new_delegations_of_an_applied_import_are_those_that_were_registered(
    office: "Office",
) -> None:
    run = checked(office, f"{NAMES}\nCIS;Ali;Valiev\nNowhere;Eva;Nagy")
    create_missing(run, by=office.organizer)
    import_next()
    run.refresh_from_db()
    before = run.report["new_delegations"]
    decide(run, office.organizer, good_rows_only=True)
    import_next()

    run.refresh_from_db()
    assert before == ["Independent States", "Nowhere"]
    assert run.report["new_delegations"] == ["Independent States"]
    assert run.summary["result"]["new_delegations"] == 1


def test_new_delegations_are_those_that_the_answers_leave(office: "Office") -> None:
    run = checked(office, f"{NAMES}\nNowhere;Ali;Valiev\nNo Place;Eva;Nagy\nNo Place;Eva;Nagy")
    before = (run.summary["new_delegations"], run.report["new_delegations"])

    run = answer(run, Reply.LEAVE_OUT, lines=[3])
    run.refresh_from_db()

    assert before == (2, ["No Place", "Nowhere"])
    assert (run.summary["new_delegations"], run.report["new_delegations"]) == (1, ["Nowhere"])


def test_check_again_creates_missing_delegations_where_asked(office: "Office") -> None:
    run = checked(office, f"{NAMES}\nCIS;Ali;Valiev")
    assert run.summary["rejected"] == 1

    create_missing(run, by=office.organizer)
    import_next()

    run.refresh_from_db()
    assert (run.summary["rejected"], run.summary["new_delegations"]) == (0, 1)
    assert not run.rejected_file


@pytest.mark.parametrize(
    "role", [Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.BADGE_DESK, Role.DOOR, None]
)
def test_only_who_may_register_delegates_there_imports(office: "Office", role: Role | None) -> None:
    stranger = factories.UserFactory()
    factories.StaffRoleFactory(user=stranger, role=Role.ORGANIZER)
    if role:
        factories.StaffRoleFactory(user=stranger, conference=office.conference, role=role)
    run = checked(office, GOOD)

    for refused in (
        lambda: decide(run, stranger),
        lambda: imports.start(
            file=io.BytesIO(GOOD.encode()),
            file_name="x.csv",
            conference=office.conference,
            creates_delegations=False,
            by=stranger,
            at=timezone.now(),
        ),
    ):
        with pytest.raises(DomainError, match="may not import delegates"):
            refused()


def test_role_taken_away_between_decision_and_import_stops_it(office: "Office") -> None:
    run = checked(office, GOOD)
    decide(run, office.organizer)
    office.organizer.staff_roles.all().delete()

    import_next()

    run.refresh_from_db()
    assert (run.is_reported, run.applied_at) == (True, None)
    assert "may not import delegates" in run.error
    assert Delegate.objects.count() == 0


# Leases


def test_one_import_of_a_conference_runs_at_a_time(office: "Office") -> None:
    held = start(office, GOOD)
    waiting = start(office, MIXED)
    assert claim_import().work == held

    meanwhile = import_next()
    ImportRun.objects.filter(pk=held.pk).update(leased_until=timezone.now())
    afterwards = import_next()

    waiting.refresh_from_db()
    assert (meanwhile, afterwards, waiting.attempts) == (False, True, 0)


def test_imports_of_two_conferences_run_beside_each_other_and_a_third_waits(
    office: "Office",
) -> None:
    others = [factories.StaffRoleFactory(role=Role.ORGANIZER) for _conference in range(2)]
    start(office, GOOD)
    for role in others:
        start(replace(office, conference=role.conference, organizer=role.user), GOOD)

    beside = [claim_import().work.conference for _worker in range(2)]

    assert beside == [office.conference, others[0].conference]
    assert import_next() is False
    assert ImportRun.objects.get(conference=others[1].conference).attempts == 0


def test_give_up_deletes_the_files_and_a_worker_in_the_middle_leaves_no_report(
    office: "Office", django_capture_on_commit_callbacks: object
) -> None:
    run = start(office, GOOD)
    name = run.file.name
    claimed = claim_import()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        imports.give_up(run=run, by=office.organizer, at=timezone.now())
    leased_work.perform(claimed)

    run.refresh_from_db()
    assert (run.state, stored_lines(run)) == (WorkState.CANCELLED, {})
    assert not default_storage.exists(name)


def test_applied_import_cannot_be_given_up_or_applied_again(office: "Office") -> None:
    run = checked(office, GOOD)
    decide(run, office.organizer)
    import_next()

    with pytest.raises(DomainError, match="has been taken over already"):
        imports.give_up(run=run, by=office.organizer, at=timezone.now())
    with pytest.raises(DomainError, match="no longer waiting for a decision"):
        decide(run, office.organizer)


def test_expired_imports_lose_their_files_and_nothing_else(
    office: "Office", django_capture_on_commit_callbacks: object
) -> None:
    run = checked(office, MIXED)
    other = checked(office, GOOD)
    names = [run.file.name, run.rejected_file.name]
    assert all(default_storage.exists(name) for name in names)
    ImportRun.objects.filter(pk=run.pk).update(expires_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert imports.expire(at=timezone.now()) == 1

    run.refresh_from_db()
    assert not any(default_storage.exists(name) for name in names)
    assert (run.state, run.summary["rows"]) == (WorkState.CANCELLED, 3)
    assert default_storage.exists(other.file.name)
    with pytest.raises(DomainError):
        decide(run, office.organizer)


def test_progress_is_told_and_forgotten(office: "Office") -> None:
    progress.tell(7, done=0, total=40)
    progress.tell(7, done=10, total=40)

    told = progress.read(7)
    progress.forget(7)

    assert told == progress.State(done=10, total=40)
    assert progress.read(7) is None
