"""Workers at a piece of work: who they are, where they are held up, and who does what they left."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Protocol

from django.utils import timezone

from conference import leased_work
from launch.processes import Workforce
from tests.faults.errands import Errand
from tests.faults.holding import others_at_work, row_locked, table_locked, wait_until
from tests.servers import Worker

ONE_AT_A_TIME = Workforce(("default", "print", "import"), processes=1)


class BeginUnheard(Protocol):
    def __call__(self, errand: Errand, pieces: int = 1) -> None: ...


def stand_at_rest(workers: list[Worker]) -> bool:
    """Nobody is at work, and nobody takes up anything until they are let go on."""
    stand_still(workers)
    if others_at_work():
        let_go_on(workers)
        return False
    return True


def pool_of(workers: list[Worker]) -> set[int]:
    return {pid for worker in workers for pid in worker.pool()}


def kill_pool_of(workers: list[Worker]) -> None:
    for pid in pool_of(workers):
        # One that an earlier test ended may only now be gone.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def standing_still(workers: list[Worker]) -> Iterator[None]:
    """They take up nothing, not even what a bell of an earlier test still tells them; and none was
    stopped while it holds what the test will wait for.
    """
    if workers:
        wait_until(lambda: stand_at_rest(workers), otherwise=lambda: log_of(workers))
    try:
        yield
    finally:
        let_go_on(workers)


def stand_still(workers: list[Worker]) -> None:
    for worker in workers:
        os.killpg(worker.pid, signal.SIGSTOP)


def let_go_on(workers: list[Worker]) -> None:
    for worker in workers:
        os.killpg(worker.pid, signal.SIGCONT)


def log_of(workers: list[Worker]) -> str:
    return "\n".join(worker.log() for worker in workers)


def ring_until(is_so: Callable[[], bool], errand: Errand, workers: list[Worker]) -> None:
    """As the scheduler does, only sooner.

    A worker takes a second message before it has done with its first: two bells may both have gone
    to one, and a bell to a worker's process that was just ended is lost with it.
    """

    def is_so_now() -> bool:
        errand.ring()
        return is_so()

    wait_until(is_so_now, otherwise=lambda: log_of(workers))


# Where a worker is held up: each rings, and begins when a worker is there


@contextmanager
def at_the_start(errand: Errand) -> Iterator[None]:
    """The work is claimed; whose language it is done in is asked next."""
    with table_locked(errand.asked_first) as held_up:
        errand.ring()
        wait_until(held_up)
        yield


@contextmanager
def in_the_middle(errand: Errand) -> Iterator[None]:
    with errand.held_in_the_middle() as held_up:
        errand.ring()
        wait_until(held_up)
        yield


@contextmanager
def before_the_commit(errand: Errand) -> Iterator[None]:
    """All is computed; whether the lease still holds is asked last."""
    with ExitStack() as until_the_end:
        with in_the_middle(errand):
            held_up = until_the_end.enter_context(row_locked(errand.rows()[0]))
        wait_until(held_up)
        yield


Held = Callable[[Errand], AbstractContextManager[None]]


def finish(errand: Errand) -> None:
    """Somebody else does what is left, once the lease has run out."""

    def later() -> object:
        return timezone.now() + errand.kinds[0].lease

    def is_finished() -> bool:
        leased_work.run_next(errand.kinds, later)
        return errand.is_done()

    wait_until(is_finished)
