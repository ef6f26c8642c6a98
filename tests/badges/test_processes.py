"""Print jobs in the hands of real worker processes that are killed, doubled and forgotten."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from badges import files
from badges.choices import GenerationState, JobState
from badges.models import Badge, Generation, PrintChunk, PrintEntry, PrintJob
from badges.services import jobs
from conference.celery import app
from conference.choices import WorkState
from conference.models import User
from delegates.services import accreditation, registration
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.badges.printed import keys_of, manifest_of, pages_of, stored_files, text_of
from tests.servers import StartWorker, Worker, empty_broker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_storage")]

PATIENCE_SECONDS = 60
QUICK_LEASE = {"PRINT_LEASE_SECONDS": "3"}
PEOPLE = 24
A_FILE = 2


def ring() -> None:
    """As the scheduler does every ten seconds."""
    app.send_task(jobs.WAKE, queue=jobs.QUEUE)


def send_unheard(send: Send) -> PrintJob:
    """The bell of the sending is lost: no worker takes the job up before the next one."""
    job = send()
    empty_broker()
    return job


def wait_until(is_so: Callable[[], bool], worker: Worker, *, ringing: bool = False) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, worker.log()
        if ringing:
            ring()
        time.sleep(0.2)


def is_published(job: PrintJob) -> Callable[[], bool]:
    def published() -> bool:
        job.refresh_from_db()
        assert job.state in {JobState.RUNNING, JobState.PUBLISHED}, job.error
        return job.state == JobState.PUBLISHED

    return published


@contextmanager
def held_up(job: PrintJob, worker: Worker) -> Iterator[None]:
    """Begins in the middle of the job; meanwhile the third chunk cannot be finished, so that the
    worker, which has two processes, comes no further than the fourth.
    """
    third = PrintEntry.objects.filter(job=job, chunk__number=3)
    with transaction.atomic():
        assert len(third.select_for_update(of=("self",))) == A_FILE
        ring()
        wait_until(lambda: {WorkState.DONE, WorkState.RUNNING} <= states_of(job), worker)
        yield


def states_of(job: PrintJob) -> set[str]:
    return set(job.chunks.values_list("state", flat=True))


def assert_whole(job: PrintJob, *, pages: int) -> None:
    """The files and no other, the right pages, everything issued once and nothing left over."""
    job.refresh_from_db()
    manifest = manifest_of(job)
    assert (job.state, job.page_count) == (JobState.PUBLISHED, pages)
    assert pages_of(job) == manifest
    assert len(set(manifest)) == pages
    assert stored_files() == sorted(keys_of(job))
    assert job.chunks.filter(file="").count() == 0
    assert Generation.objects.live().count() == pages
    assert Generation.objects.filter(state=GenerationState.RESERVED).count() == 0


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BADGES_PER_FILE", A_FILE)


def test_job_is_printed_by_a_worker(
    make_delegates: MakeDelegates, send: Send, worker: Worker
) -> None:
    make_delegates(PEOPLE)

    job = send()

    wait_until(is_published(job), worker)
    assert_whole(job, pages=PEOPLE)


def test_killing_the_worker_in_the_middle_changes_nothing(
    make_delegates: MakeDelegates, send: Send, start_worker: StartWorker
) -> None:
    make_delegates(PEOPLE)
    job = send_unheard(send)
    victim = start_worker(**QUICK_LEASE)
    with held_up(job, victim):
        victim.kill()
    state_then = PrintJob.objects.get().state
    empty_broker()
    successor = start_worker(**QUICK_LEASE)

    wait_until(is_published(job), successor, ringing=True)
    assert state_then == JobState.RUNNING
    assert max(job.chunks.values_list("attempts", flat=True)) == 2
    assert_whole_but_for_orphans(job, pages=PEOPLE)


def assert_whole_but_for_orphans(job: PrintJob, *, pages: int) -> None:
    """A worker killed between storing a file and saying so leaves that file behind."""
    orphans = set(stored_files()).difference(keys_of(job))
    assert len(orphans) <= 2
    files.discard(orphans)
    assert_whole(job, pages=pages)


def test_emptying_the_broker_loses_nothing(
    make_delegates: MakeDelegates, send: Send, start_worker: StartWorker
) -> None:
    make_delegates(PEOPLE)
    job = send()
    empty_broker()

    worker = start_worker()
    waits = set(PrintChunk.objects.values_list("state", flat=True))
    ring()

    wait_until(is_published(job), worker)
    assert waits == {WorkState.WAITING}
    assert_whole(job, pages=PEOPLE)


def test_two_workers_and_a_task_delivered_many_times_make_each_file_once(
    make_delegates: MakeDelegates, send: Send, start_worker: StartWorker
) -> None:
    one, other = start_worker(), start_worker()
    make_delegates(PEOPLE)

    job = send()
    for _ in range(10):
        ring()

    wait_until(is_published(job), one)
    assert set(job.chunks.values_list("attempts", flat=True)) == {1}
    assert_whole(job, pages=PEOPLE)
    assert other.process.poll() is None


def test_edits_between_chunks_do_what_the_snapshot_says(
    make_delegates: MakeDelegates, send: Send, start_worker: StartWorker, clerk: User
) -> None:
    delegates = make_delegates(PEOPLE, family_name="Before")
    job = send_unheard(send)
    worker = start_worker()

    with held_up(job, worker):
        accreditation.withdraw(delegate=delegates[0], reason="Ill", by=clerk, at=AT)
        changed = delegates[-1]
        registration.change(delegate=changed, fields={"family_name": "After"}, by=clerk, at=AT)

    wait_until(is_published(job), worker)
    assert_whole(job, pages=PEOPLE - 1)
    assert text_of(job).count("BEFORE") == PEOPLE - 1
    assert "AFTER" not in text_of(job)
    assert list(
        job.entries.filter(page__isnull=True).values_list("generation__badge__delegate", "obstacle")
    ) == [(delegates[0].pk, "withdrawn")]


def test_cancelling_in_the_middle_leaves_nothing(
    make_delegates: MakeDelegates, send: Send, start_worker: StartWorker, clerk: User
) -> None:
    make_delegates(PEOPLE)
    job = send_unheard(send)
    worker = start_worker()
    with held_up(job, worker):
        pass

    jobs.cancel(job=job, by=clerk, at=AT)
    worker.stop()

    job.refresh_from_db()
    assert (job.state, keys_of(job)) == (JobState.CANCELLED, [])
    assert WorkState.CANCELLED in states_of(job)
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
    assert Badge.objects.count() == PEOPLE
    assert stored_files() == []
