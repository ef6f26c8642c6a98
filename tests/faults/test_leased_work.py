"""Every kind of work in the hands of real worker processes: killed, late, doubled and forgotten."""

import pytest
from django.utils import timezone

from badges.services import desk
from conference import leased_work
from conference.choices import WorkState
from conference.models import User
from tests.faults.at_work import (
    BeginUnheard,
    Held,
    at_the_start,
    before_the_commit,
    finish,
    in_the_middle,
    kill_pool_of,
    log_of,
    pool_of,
    ring_until,
    standing_still,
)
from tests.faults.errands import ERRANDS, TWO_AT_ONCE, Chunks, Endless, Errand, empty_storage
from tests.faults.holding import table_locked, wait_until
from tests.servers import Worker, empty_broker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=ERRANDS, ids=lambda kind: kind.__name__)
def errand(request: pytest.FixtureRequest, transactional_db: None) -> Errand:
    empty_storage()
    made: Errand = request.param()
    return made


@pytest.mark.parametrize("held", [at_the_start, in_the_middle, before_the_commit])
def test_worker_killed_leaves_nothing_and_another_does_it_once(
    errand: Errand, held: Held, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand)

    with held(errand):
        kill_pool_of(workers)
    errand.assert_nothing_done()
    states_then = errand.states()
    finish(errand)

    assert states_then == {WorkState.RUNNING}
    assert errand.attempts() == {2}
    errand.assert_done_once(orphans=1)


def test_worker_that_lost_its_lease_is_ended_and_changes_nothing(
    errand: Errand, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand)

    with in_the_middle(errand):
        pool = pool_of(workers)
        other = leased_work.claim(errand.kinds, lambda: timezone.now() + errand.kinds[0].lease)
        wait_until(lambda: not pool <= pool_of(workers), otherwise=lambda: log_of(workers))
    errand.assert_nothing_done()
    assert other is not None
    leased_work.perform(other)
    finish(errand)

    assert errand.attempts() == {2}
    errand.assert_done_once()


def test_work_cancelled_while_it_computes_ends_and_leaves_nothing(
    errand: Errand, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand)

    with in_the_middle(errand):
        pool = pool_of(workers)
        errand.cancel()
        wait_until(lambda: not pool <= pool_of(workers), otherwise=lambda: log_of(workers))

    errand.assert_nothing_left()
    assert leased_work.claim(errand.kinds, timezone.now) is None


def test_broker_that_is_emptied_loses_nothing(errand: Errand, workers: list[Worker]) -> None:
    with standing_still(workers):
        errand.begin(2)
        empty_broker()
        states_then = errand.states()

    ring_until(errand.is_done, errand, workers)
    assert states_then == {WorkState.WAITING}
    errand.assert_done_once()


def test_task_delivered_three_times_is_done_once(
    errand: Errand, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand, 2)

    for _delivery in range(3):
        errand.ring()

    wait_until(errand.is_done, otherwise=lambda: log_of(workers))
    assert errand.attempts() == {1}
    errand.assert_done_once()


@pytest.mark.parametrize("errand", TWO_AT_ONCE, ids=lambda kind: kind.__name__, indirect=True)
def test_two_workers_at_once_take_a_piece_each(
    errand: Errand, begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    begin_unheard(errand, 2)

    with table_locked(User) as held_up:
        # A worker takes a second message before it has done with the first, but no third.
        for _message in range(3):
            errand.ring()
        wait_until(lambda: held_up() == 2, otherwise=lambda: log_of(workers))
    states_then = errand.states()

    wait_until(errand.is_done, otherwise=lambda: log_of(workers))
    assert errand.attempts() == {1}
    errand.assert_done_once()
    assert states_then <= {WorkState.RUNNING, WorkState.DONE}


def test_badge_leaves_for_the_desk_while_a_worker_draws_it(
    begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    """Of the file in hand and of one that nobody has begun; each is on one page of all, once."""
    empty_storage()
    errand = Chunks()
    begin_unheard(errand, 2)
    [job] = errand.jobs
    at_the_desk = [job.entries.get(order=order).generation.badge.delegate for order in (1, 4)]

    with in_the_middle(errand):
        errand.jobs += [
            desk.print_out_of(job=job, holder_id=delegate.pk, by=errand.clerk, at=timezone.now())
            for delegate in at_the_desk
        ]
    wait_until(errand.is_done, otherwise=lambda: log_of(workers))

    errand.assert_done_once()
    assert [row.page_count for row in errand.jobs] == [2, 1, 1]


def test_design_that_computes_for_hours_ends_with_its_job(
    begin_unheard: BeginUnheard, workers: list[Worker]
) -> None:
    """It waits for nothing, as what is held up above does; its process is there for others then."""
    empty_storage()
    endless, other = Endless(), Chunks()
    begin_unheard(endless)
    endless.ring()
    wait_until(lambda: endless.states() == {WorkState.RUNNING})
    pool = pool_of(workers)

    endless.cancel()

    wait_until(lambda: not pool <= pool_of(workers), otherwise=lambda: log_of(workers))
    endless.assert_nothing_left()
    other.begin()
    wait_until(other.is_done, otherwise=lambda: log_of(workers))
