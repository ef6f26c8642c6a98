"""The demonstration's badges: sent once, waited for, named when they are whole."""

import io
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from badges.management.commands import demo_badges
from badges.models import PrintJob
from conference.models import Conference
from tests.badges.conftest import MakeDelegates
from tests.factories import StaffRoleFactory
from tests.servers import Worker


@pytest.fixture
def demonstration(conference: Conference, settings: Settings, tmp_path: Path) -> Conference:
    conference.slug = demo_badges.SLUG
    conference.save()
    StaffRoleFactory(conference=conference)
    settings.VAR_DIR = tmp_path
    return conference


def said() -> list[str]:
    output = io.StringIO()
    call_command("demo_badges", stdout=output)
    return output.getvalue().splitlines()


@pytest.mark.django_db(transaction=True)
def test_badges_are_printed_once_by_the_worker_and_named_whole(
    worker: Worker, demonstration: Conference, make_delegates: MakeDelegates, tmp_path: Path
) -> None:
    make_delegates(3)

    first, second = said(), said()

    target = tmp_path / "badges-2018.pdf"
    assert first[0].startswith("Printing badges: ")
    assert first[-1] == f"Badges: {target}"
    assert second == [f"Badges: {target}"]
    assert PrintJob.objects.count() == 1
    assert len(pypdfium2.PdfDocument(target)) == 3
    assert sorted(path.name for path in tmp_path.glob("badges*")) == ["badges-2018.pdf"]


def test_failure_is_said_in_words(demonstration: Conference, make_delegates: MakeDelegates) -> None:
    make_delegates(approved=False)

    with pytest.raises(CommandError, match="No badge can be printed for what was chosen"):
        said()


def test_without_the_demonstration_it_says_what_to_run() -> None:
    with pytest.raises(CommandError, match="seed_demo"):
        said()
