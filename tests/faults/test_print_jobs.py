"""Print jobs in the hands of real workers: cancelled and paused at every point, and what fails
around them. Totals are right, and of each job there is one artifact.
"""

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Queue
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from badges.choices import JobState, Purpose
from badges.models import Generation, PrintJob
from badges.services.printing import jobs, pauses
from badges.services.printing.jobs import NobodyToPrintError, PrintOrder
from conference.choices import WorkState
from conference.errors import DomainError
from tests.faults.at_work import (
    BeginUnheard,
    Held,
    at_the_start,
    before_the_commit,
    in_the_middle,
    log_of,
    pool_of,
    ring_until,
)
from tests.faults.errands import (
    Chunks,
    Preparations,
    PrintErrand,
    Publications,
    SheetPublications,
    empty_storage,
)
from tests.faults.holding import PATIENCE_SECONDS, backend_of, is_blocked, wait_until
from tests.servers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
SMALLER_THAN_A_FILE = 4_000
EVERY_POINT: list[Held] = [at_the_start, in_the_middle, before_the_commit]


@pytest.fixture(
    params=[Preparations, Chunks, Publications, SheetPublications], ids=lambda kind: kind.__name__
)
def errand(request: pytest.FixtureRequest, transactional_db: None) -> PrintErrand:
    empty_storage()
    made: PrintErrand = request.param()
    return made


def beside(act: Callable[[], Any]) -> tuple["Future[Any]", int]:
    """Begun on a connection of its own, whose backend it names: it may wait for who is held up."""
    backends: Queue[int] = Queue()

    def alone() -> Any:
        try:
            backends.put(backend_of(connection))
            return act()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(alone)
    pool.shutdown(wait=False)
    return future, backends.get(timeout=PATIENCE_SECONDS)


def act_at(held: Held, errand: PrintErrand, act: Callable[[], Any]) -> Exception | None:
    """Somebody decides while a worker is held up there; what is said to them."""
    with held(errand):
        decided, backend = beside(act)
        wait_until(lambda: decided.done() or is_blocked(backend))
    error = decided.exception(timeout=60)
    assert error is None or isinstance(error, DomainError), error
    return error


@pytest.mark.parametrize("held", EVERY_POINT)
def test_job_cancelled_at_any_point_leaves_nothing_or_was_published_before(
    errand: PrintErrand, held: Held, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand)

    refused = act_at(held, errand, errand.cancel)

    if refused is None:
        wait_until(lambda: errand.states() != {WorkState.RUNNING})
        assert {job.state for job in errand.refresh()} == {JobState.CANCELLED}
        assert not Generation.objects.live().exists()
        assert not Generation.objects.reserved().exists()
    else:
        assert (isinstance(errand, Publications), held) == (True, before_the_commit)
        errand.assert_done_once()


@pytest.mark.parametrize("held", EVERY_POINT)
def test_job_paused_at_any_point_issues_nothing_until_it_goes_on_and_is_done_once(
    errand: PrintErrand, held: Held, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand)
    [job] = errand.jobs

    refused = act_at(
        held, errand, lambda: pauses.pause(job=job, by=errand.clerk, at=timezone.now())
    )

    if refused is None:
        wait_until(lambda: errand.states() != {WorkState.RUNNING})
        assert {row.state for row in errand.refresh()} == {JobState.PAUSED}
        assert not Generation.objects.live().exists()
        pauses.resume(job=job, by=errand.clerk, at=timezone.now())
    else:
        assert (isinstance(errand, Publications), held) == (True, before_the_commit)

    ring_until(errand.is_done, errand, workers)
    # Whoever no longer holds the work is ended, it may be with its file stored: the sweep's.
    errand.assert_done_once(orphans=1)


# What fails around them


@contextmanager
def disk_full_for(workers: list[Worker]) -> Iterator[None]:
    """They, and whoever comes in the place of one, may write so many bytes into one file."""
    limit_files_of(workers, SMALLER_THAN_A_FILE)
    try:
        yield
    finally:
        limit_files_of(workers, resource.RLIM_INFINITY)


def limit_files_of(workers: list[Worker], most: int) -> None:
    for pid in {worker.pid for worker in workers} | pool_of(workers):
        # One that has ended meanwhile leaves its place to another.
        with suppress(ProcessLookupError):
            _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


@pytest.mark.parametrize("kind", [Chunks, SheetPublications])
def test_disk_that_is_full_for_a_while_is_waited_for(
    kind: type[PrintErrand], begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    empty_storage()
    errand = kind()
    begin_unheard(errand)

    with disk_full_for(workers):
        errand.ring()
        wait_until(lambda: bool(errand.rows()[0].error), otherwise=lambda: log_of(workers))
    said = errand.rows()[0].error

    ring_until(errand.is_done, errand, workers)
    assert said.startswith("A file could not be read or stored: File too large")
    errand.assert_done_once()


@pytest.mark.parametrize("kind", [Chunks, SheetPublications])
def test_of_two_operators_who_send_the_same_people_at_once_each_badge_comes_from_one(
    kind: type[PrintErrand], workers: list[Worker]
) -> None:
    empty_storage()
    errand = kind()
    conference = errand.conference()
    errand.delegates(conference, 4)
    errand.pages = 4
    both = Barrier(2)

    def send() -> PrintJob | None:
        both.wait()
        order = PrintOrder(
            conference, None, Purpose.FIRST, "en", badges_per_file=2, sheets=errand.sheets
        )
        try:
            return jobs.send(order=order, by=errand.clerk, at=timezone.now())
        except NobodyToPrintError:
            return None

    sent = [future.result(timeout=60) for future, _backend in [beside(send), beside(send)]]

    errand.jobs = [job for job in sent if job]
    wait_until(errand.is_done, otherwise=lambda: log_of(workers))
    assert len(errand.jobs) == 1
    errand.assert_done_once()
