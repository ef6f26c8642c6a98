"""Holding a worker up at a place that a test chooses, until the block ends."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

PATIENCE_SECONDS = 60
# How many are held up there.
HeldUp = Callable[[], int]


def wait_until(is_so: Callable[[], object], *, otherwise: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


def blocked_by(backend: int) -> int:
    """How many connections wait for what that one holds; others may wait for each other."""
    return _count(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND %s = ANY(pg_blocking_pids(pid))",
        backend,
    )


def is_blocked(backend: int) -> bool:
    """Whether that connection waits for another."""
    return bool(_count("SELECT cardinality(pg_blocking_pids(%s))", backend))


def backend_of(database: BaseDatabaseWrapper) -> int:
    """The process of PostgreSQL at the other end of a connection."""
    database.ensure_connection()
    found: int = database.connection.info.backend_pid
    return found


def others_at_work() -> int:
    """How many other connections are in a transaction, those of killed processes included."""
    return _count(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )


def _count(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: int = cursor.fetchone()[0]
    return found


@contextmanager
def locked(statement: str, *values: Any) -> Iterator[HeldUp]:
    """A connection of its own holds what the statement locks."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, values)
        yield partial(blocked_by, backend_of(other))
    finally:
        other.rollback()
        other.close()


def table_locked(model: type[Model]) -> Any:
    """Nobody can even read it."""
    return locked(f"LOCK TABLE {model._meta.db_table} IN ACCESS EXCLUSIVE MODE")


def row_locked(row: Model) -> Any:
    return locked(f"SELECT 1 FROM {row._meta.db_table} WHERE id = %s FOR UPDATE", row.pk)


@contextmanager
def file_withheld(key: str) -> Iterator[HeldUp]:
    """Whoever reads this file of the storage waits for its content, which comes at the end.

    Who cancels the work meanwhile may delete it.
    """
    path = Path(default_storage.path(key))
    content = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    writers: list[int] = []

    def held_up() -> int:
        # A pipe cannot be opened for writing, without waiting, before somebody reads it.
        with suppress(OSError):
            writers.append(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        return len(writers)

    try:
        yield held_up
    finally:
        if path.exists():
            path.unlink()
            path.write_bytes(content)
        for writer in writers:
            with suppress(BrokenPipeError):
                os.write(writer, content)
            os.close(writer)
