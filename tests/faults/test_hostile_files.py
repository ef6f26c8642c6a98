"""A file that asks for too much costs its own conference an import, and the others nothing."""

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from conference.choices import Role, WorkState
from delegates.models import ImportRun
from delegates.services.importing import imports
from tests.factories import ConferenceFactory, DelegationFactory, StaffRoleFactory
from tests.faults.errands import ROWS
from tests.faults.holding import wait_until
from tests.hostile_workbooks import WORKBOOKS, empty_formulas
from tests.process_tree import descendants
from tests.servers import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def upload(data: bytes) -> ImportRun:
    """Into a conference of its own."""
    conference = ConferenceFactory()
    DelegationFactory(conference=conference, country__iso2="TJ", country__iso3="TJK")
    return imports.start(
        file=io.BytesIO(data),
        file_name="people.xlsx",
        conference=conference,
        creates_delegations=False,
        by=StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user,
        at=timezone.now(),
    )


def has_state(run: ImportRun, state: WorkState) -> Callable[[], bool]:
    def look() -> bool:
        run.refresh_from_db()
        return run.state == state

    return look


def readers_of(worker: Worker) -> set[int]:
    return {pid for pid in descendants(worker.pid) if is_reader(pid)}


def is_reader(pid: int) -> bool:
    try:
        return b"conference.spreadsheets.opening" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("name", WORKBOOKS)
def test_hostile_file_fails_in_words_at_once_and_ends_no_worker(name: str, worker: Worker) -> None:
    hostile = WORKBOOKS[name]
    pool = worker.pool()

    refused, other = upload(hostile.data()), upload(ROWS.encode())

    wait_until(has_state(refused, WorkState.FAILED), otherwise=worker.log)
    wait_until(has_state(other, WorkState.DONE), otherwise=worker.log)
    assert refused.error.startswith(hostile.words)
    assert refused.attempts == 1
    assert pool == worker.pool()


def test_import_ends_while_the_file_of_another_conference_is_read_and_ends_its_reader(
    worker: Worker,
) -> None:
    slow = upload(empty_formulas())
    wait_until(lambda: bool(readers_of(worker)), otherwise=worker.log)
    (reader,) = readers_of(worker)
    os.kill(reader, signal.SIGSTOP)

    other = upload(ROWS.encode())
    wait_until(has_state(other, WorkState.DONE), otherwise=worker.log)
    was_being_read = has_state(slow, WorkState.RUNNING)()
    os.kill(reader, signal.SIGKILL)

    wait_until(has_state(slow, WorkState.FAILED), otherwise=worker.log)
    assert was_being_read
    assert slow.attempts == 1
    assert slow.error.startswith("The file was not opened: it takes too much memory or time")


def test_reader_of_an_import_that_is_given_up_ends(worker: Worker) -> None:
    run = upload(empty_formulas())
    wait_until(lambda: bool(readers_of(worker)), otherwise=worker.log)
    (reader,) = readers_of(worker)
    os.kill(reader, signal.SIGSTOP)
    pool = worker.pool()

    imports.give_up(run=run, by=run.created_by, at=timezone.now())

    wait_until(lambda: not readers_of(worker), otherwise=worker.log)
    assert pool == worker.pool()
