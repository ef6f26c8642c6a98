"""The import at the command line: the same work, a report in words, an exit code."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from conference.models import AuditEvent
from delegates.models import Delegate, ImportRun
from tests import factories

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

NAMES = "Delegation;Given name;Family name"


def run(office: "Office", path: Path, *options: str, by: str = "") -> str:
    output = io.StringIO()
    call_command(
        "import_delegates",
        str(path),
        "--conference",
        office.conference.slug,
        "--by",
        by or office.organizer.email,
        *options,
        stdout=output,
        no_color=True,
    )
    return output.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def test_command_imports_and_says_so(office: "Office", path: Path) -> None:
    path.write_text(f"{NAMES}\nTJ;Ali;Valiev\nTJ;Olim;Karim")

    said = run(office, path)

    assert "2 rows: 2 new, 0 changed, 0 no change, 0 with problems" in said
    assert "Imported: 2 registered, 0 changed" in said
    event = AuditEvent.objects.get(action="delegates.imported")
    assert (event.by, event.conference, event.detail["created"]) == (
        office.organizer,
        office.conference,
        2,
    )
    assert ImportRun.objects.count() == 0


def test_command_dry_run_needs_nobodys_name_and_anything_else_does(
    office: "Office", path: Path
) -> None:
    path.write_text(f"{NAMES}\nTJ;Ali;Valiev")
    command = ["import_delegates", str(path), "--conference", office.conference.slug]
    output = io.StringIO()

    call_command(*command, "--dry-run", stdout=output, no_color=True)

    assert "1 rows: 1 new" in output.getvalue()
    with pytest.raises(CommandError, match="in whose name"):
        call_command(*command)
    assert Delegate.objects.count() == 0


def test_command_dry_run_changes_nothing(office: "Office", path: Path) -> None:
    path.write_text(f"{NAMES}\nTJ;Ali;Valiev")

    said = run(office, path, "--dry-run")

    assert "1 new" in said
    assert "Imported" not in said
    assert Delegate.objects.count() == 0


def test_command_with_problems_fails_and_imports_nothing(
    office: "Office", path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(f"{NAMES};E-mail\nTJ;Ali;Valiev;nobody\nTJ;Olim;Karim;")
    output = io.StringIO()

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command(
            "import_delegates",
            str(path),
            conference=office.conference.slug,
            by=office.organizer.email,
            stdout=output,
            no_color=True,
        )

    assert "Line 2: E-mail: “nobody” is not an e-mail address" in output.getvalue()
    assert Delegate.objects.count() == 0


def test_command_imports_good_rows_only_where_asked_and_still_fails(
    office: "Office", path: Path
) -> None:
    path.write_text(f"{NAMES};E-mail\nTJ;Ali;Valiev;nobody\nTJ;Olim;Karim;")

    with pytest.raises(CommandError) as caught:
        run(office, path, "--good-rows-only")

    assert caught.value.returncode == 2
    assert Delegate.objects.get().given_name == "Olim"


@pytest.mark.parametrize(
    ("options", "created"), [((), 0), (("--another-person", "3"), 2), (("--all-others",), 2)]
)
def test_command_asks_about_near_matches(
    office: "Office", path: Path, options: tuple[str, ...], created: int
) -> None:
    path.write_text(f"{NAMES}\nTJ;Sodiq;Rahmonov\nTJ;Sodik;Rakhmonov")

    if created:
        run(office, path, *options)
    else:
        with pytest.raises(CommandError):
            run(office, path, *options)

    assert Delegate.objects.count() == created


def test_command_registers_missing_delegations_where_asked(office: "Office", path: Path) -> None:
    path.write_text(f"{NAMES}\nCIS;Ali;Valiev")

    with pytest.raises(CommandError):
        run(office, path)
    said = run(office, path, "--create-delegations")

    assert "New delegation: Independent States" in said


def test_command_lists_every_change_field_by_field(office: "Office", path: Path) -> None:
    path.write_text(f"{NAMES};Function\nTJ;Ali;Valiev;Adviser")
    run(office, path)
    reference = Delegate.objects.get().reference
    path.write_text(f"{NAMES};Function;Reference\nTJ;Ali;Valiev;Minister;{reference}")

    assert "Line 2: Ali VALIEV: Function: “Adviser” → “Minister”" in run(office, path)


@pytest.mark.parametrize("content", ["", "\0\0\0", "PK\x03\x04"])
def test_command_refuses_what_is_no_spreadsheet(office: "Office", path: Path, content: str) -> None:
    path.write_text(content)

    with pytest.raises(CommandError):
        run(office, path)


def test_command_needs_somebody_who_may(office: "Office", path: Path) -> None:
    path.write_text(f"{NAMES}\nTJ;Ali;Valiev")

    with pytest.raises(CommandError, match="may not import delegates"):
        run(office, path, by=factories.StaffRoleFactory().user.email)
    with pytest.raises(CommandError, match="no active user"):
        run(office, path, by="nobody@example.org")
