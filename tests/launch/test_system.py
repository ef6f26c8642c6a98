"""The whole of `make run` but its servers, with real processes on the tests' database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from badges.models import PrintChunk
from badges.services import jobs
from conference import embedded
from conference.celery import app
from tests.servers import empty_broker, worker_environment

PATIENCE_SECONDS = 30
KEEPS_THE_APPS = """
import time
from launch import system
from launch.supervisor import Supervisor
supervisor = Supervisor()
with system.listening_socket() as listener:
    system.start_apps(supervisor, listener)
    print("ready", flush=True)
    time.sleep(600)
"""


def await_that(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def parents() -> dict[int, int]:
    """Every living process's parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    known = parents()
    found: set[int] = set()
    while more := {child for child, parent in known.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def is_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        ours = "JOIN pg_database d ON d.oid = database WHERE datname = current_database()"
        cursor.execute(f"SELECT count(*) FROM pg_locks {ours} AND NOT granted")
        waiting: int = cursor.fetchone()[0]
    return waiting > 0


@pytest.fixture
def keeper(transactional_db: None) -> Iterator["subprocess.Popen[bytes]"]:
    """What keeps a web server, a worker and a scheduler that are ready; all gone at the end."""
    empty_broker()
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS_THE_APPS],
        cwd=embedded.ROOT,
        env=os.environ | worker_environment(),
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    while process.stdout.readline() != b"ready\n":
        assert process.poll() is None
    started = descendants(process.pid)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    for pid in started & parents().keys():
        os.kill(pid, signal.SIGKILL)


def test_supervisor_killed_in_the_middle_of_a_task_leaves_no_process(
    keeper: "subprocess.Popen[bytes]",
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {PrintChunk._meta.db_table}")
        app.send_task(jobs.WAKE, queue=jobs.QUEUE)
        await_that(is_waiting_for_a_lock)
        started = descendants(keeper.pid)

        keeper.kill()
        keeper.wait()

        await_that(lambda: not started & parents().keys())
