"""Two transactions at once, in an order that a test decides."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

PATIENCE_SECONDS = 20


def nothing() -> None:
    """Between two steps of a race."""


def while_uncommitted(
    first: Callable[[], Any], second: Callable[[], Any], then: Callable[[], Any] = nothing
) -> Any:
    """Runs `first`, and `second` on a connection of its own before `first` is committed.

    As soon as `second` has finished or waits for a lock comes `then`, and the commit. Returns
    what `second` returned, or raises what it raised. The test must be one with `transaction=True`.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            running = pool.submit(_alone, second)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not running.done() and not _somebody_waits() and time.monotonic() < deadline:
                time.sleep(0.01)
            then()
        return running.result(PATIENCE_SECONDS)


def _alone(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        row = cursor.fetchone()
    return bool(row and row[0])
