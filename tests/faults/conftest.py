"""Two real worker processes, and work that none of them has heard of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conference.celery import app
from tests.faults.at_work import (
    ONE_AT_A_TIME,
    BeginUnheard,
    let_go_on,
    log_of,
    stand_at_rest,
    standing_still,
)
from tests.faults.errands import Errand
from tests.faults.holding import wait_until
from tests.servers import Worker, empty_broker

LAST_WORDS = 10_000


@pytest.fixture(scope="module")
def standing_workers(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Worker]]:
    """Two, each of which does one thing at a time. What is killed of them comes back."""
    folder: Path = tmp_path_factory.mktemp("workers")
    empty_broker()
    started = [Worker.started(ONE_AT_A_TIME, folder / f"worker{number}") for number in range(2)]
    yield started
    let_go_on(started)
    for worker in started:
        worker.stop()


@pytest.fixture
def workers(transactional_db: None, standing_workers: list[Worker]) -> Iterator[list[Worker]]:
    """They have nothing to do at first, and at the end.

    Between two tests they stand still: what had reached one before the broker was emptied would be
    taken up while the tables are.
    """
    let_go_on(standing_workers)
    empty_broker()
    yield standing_workers
    # Shown with a test that has failed: what a worker did is seen nowhere else.
    print(log_of(standing_workers)[-LAST_WORDS:])
    empty_broker()
    wait_until(lambda: stand_at_rest(standing_workers), otherwise=lambda: log_of(standing_workers))


@pytest.fixture
def begin_unheard(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> BeginUnheard:
    """The messages of the beginning are lost: no worker hears of the work.

    A bell of an earlier test may still lie in the hands of standing workers, with the broker empty:
    they do nothing until all is begun.
    """
    standing = "workers" in request.fixturenames
    workers: list[Worker] = request.getfixturevalue("workers") if standing else []

    def lose(*message: object, **options: object) -> None:
        pass

    def begin(errand: Errand, pieces: int = 1) -> None:
        with monkeypatch.context() as patched, standing_still(workers):
            patched.setattr(app, "send_task", lose)
            errand.begin(pieces)

    return begin
