"""PostgreSQL is restarted while a worker draws: it costs an attempt, and the worker goes on."""

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.at_work import ONE_AT_A_TIME, BeginUnheard, finish, in_the_middle, ring_until
from tests.faults.errands import Chunks, PrintErrand, SheetPublications, empty_storage
from tests.faults.holding import wait_until
from tests.servers import Worker, empty_broker
from tests.survival.taken_away import Postgres

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postgres(transactional_db: None, tmp_path: Path) -> Postgres:
    if not connection.settings_dict["HOST"].startswith("/"):
        pytest.skip("the test's PostgreSQL is not on a Unix socket")
    return Postgres(tmp_path)


@pytest.mark.parametrize("kind", [Chunks, SheetPublications])
def test_job_that_a_worker_draws_is_done_once_and_the_next_by_that_worker(
    kind: type[PrintErrand], postgres: Postgres, begin_unheard: BeginUnheard, tmp_path: Path
) -> None:
    empty_storage()
    empty_broker()
    errand = kind()
    begin_unheard(errand)
    worker = Worker.started(ONE_AT_A_TIME, tmp_path / "away", {"DATABASE_URL": postgres.url})
    try:
        with in_the_middle(errand):
            postgres.stop()
        wait_until(lambda: "OperationalError" in worker.log(), otherwise=worker.log)
        postgres.start()
        errand.assert_nothing_done()
        finish(errand)
        errand.assert_done_once(orphans=1)
        begin_unheard(errand)

        ring_until(errand.is_done, errand, [worker])
    finally:
        worker.stop()

    errand.pages *= 2
    errand.assert_done_once(orphans=1)
