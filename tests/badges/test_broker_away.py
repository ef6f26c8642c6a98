"""Redis goes away with print jobs in hand: only the bell is late."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.db import transaction
from redis import Redis

from badges.choices import JobState
from badges.models import PrintEntry, PrintJob
from badges.services.printing import jobs
from conference import embedded
from conference.celery import app
from conference.settings import celery_url
from launch import servers
from tests.badges.conftest import MakeDelegates, Send
from tests.servers import worker_environment

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 60
KEEPS_A_WORKER = """
import signal
import launch.supervisor
from launch import processes
from launch.commands import raise_stopped_on_signals
from launch.servers import dying_with_us
from launch.supervisor import Kind, Supervisor
launch.supervisor.WORTH_RESTARTING_SECONDS = 1
raise_stopped_on_signals()
supervisor = Supervisor()
worker = dying_with_us(processes.worker(processes.PRINTING, level="info"), by=signal.SIGKILL)
try:
    supervisor.start("worker", worker, kind=Kind.APP)
    while True:
        supervisor.look_after()
finally:
    supervisor.stop()
"""


class LostValkey:
    """A Valkey of a test's own, to be stopped, started and spoilt."""

    def __init__(self) -> None:
        self.server = servers.Valkey(socket=embedded.var_dir() / "lost" / "valkey.sock")
        self.url = f"unix://{self.server.socket}?db=0"

    def start(self) -> None:
        self.server.prepare()
        self.process = subprocess.Popen(self.server.command(), stdout=subprocess.DEVNULL)
        servers.await_ready(self.server, self.process, lambda: "")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def order(self, *words: str) -> None:
        with Redis.from_url(self.url) as server:
            server.execute_command(*words)

    def ring(self) -> None:
        with Celery(broker=celery_url(self.url)).connection() as connection:
            app.send_task(jobs.WAKE, queue=jobs.QUEUE, connection=connection)


@pytest.fixture
def valkey() -> Iterator[LostValkey]:
    valkey = LostValkey()
    valkey.start()
    yield valkey
    valkey.kill()


@pytest.fixture
def supervisor(valkey: LostValkey, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Of one worker, on that Valkey; gives what both have said."""
    output = tmp_path / "supervisor.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", KEEPS_A_WORKER],
            cwd=embedded.ROOT,
            env=os.environ | worker_environment() | {"REDIS_URL": valkey.url},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    yield lambda: output.read_text(errors="replace")
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=PATIENCE_SECONDS)


def await_that(is_so: Callable[[], bool], log: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, log()
        time.sleep(0.2)


def state_of(job: PrintJob) -> str:
    job.refresh_from_db()
    return job.state


@pytest.mark.parametrize("loss", ["killed", "takes no changes"])
def test_loss_of_redis_with_work_in_hand_ends_no_worker_for_good_and_counts_as_no_attempt(
    loss: str,
    valkey: LostValkey,
    supervisor: Callable[[], str],
    make_delegates: MakeDelegates,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Redis that takes no changes ends Celery's main process, which finishes its tasks first."""
    monkeypatch.setattr(jobs, "BADGES_PER_FILE", 2)
    make_delegates(8)
    await_that(lambda: supervisor().count(" ready.") == 1, supervisor)
    job = send()
    second = PrintEntry.objects.filter(job=job, chunk__number=2)
    with transaction.atomic():
        assert len(second.select_for_update(of=("self",))) == 2
        valkey.ring()
        await_that(lambda: job.chunks.filter(state="running").exists(), supervisor)
        if loss == "killed":
            valkey.kill()
            await_that(lambda: "Connection to broker lost" in supervisor(), supervisor)
        else:
            valkey.order("REPLICAOF", "127.0.0.1", "1")
            await_that(lambda: "Unrecoverable error" in supervisor(), supervisor)
    await_that(lambda: state_of(job) == JobState.PUBLISHED, supervisor)
    attempts = set(job.chunks.values_list("attempts", flat=True))
    if loss == "killed":
        valkey.start()
    else:
        await_that(lambda: "is started again" in supervisor(), supervisor)
        valkey.order("REPLICAOF", "NO", "ONE")

    later = send(make_delegates(1))
    valkey.ring()

    await_that(lambda: state_of(later) == JobState.PUBLISHED, supervisor)
    assert attempts == set(later.chunks.values_list("attempts", flat=True)) == {1}
