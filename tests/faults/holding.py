"""Holding a worker up at a place that a test chooses, until the block ends."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.models import Model

PATIENCE_SECONDS = 60
IsHeld = Callable[[], bool]


def wait_until(is_so: Callable[[], bool], *, otherwise: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


def waiting() -> int:
    """How many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        found: int = cursor.fetchone()[0]
    return found


def others_at_work() -> int:
    """How many other connections are in a transaction, those of killed processes included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        found: int = cursor.fetchone()[0]
    return found


@contextmanager
def locked(statement: str, *values: Any) -> Iterator[IsHeld]:
    """A connection of its own holds what the statement locks."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, values)
        yield lambda: waiting() > 0
    finally:
        other.rollback()
        other.close()


def table_locked(model: type[Model]) -> Any:
    """Nobody can even read it."""
    return locked(f"LOCK TABLE {model._meta.db_table} IN ACCESS EXCLUSIVE MODE")


def row_locked(row: Model) -> Any:
    return locked(f"SELECT 1 FROM {row._meta.db_table} WHERE id = %s FOR UPDATE", row.pk)


@contextmanager
def file_withheld(key: str) -> Iterator[IsHeld]:
    """Whoever reads this file of the storage waits for its content, which comes at the end."""
    path = Path(default_storage.path(key))
    content = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    writers: list[int] = []

    def is_held() -> bool:
        # A pipe cannot be opened for writing, without waiting, before somebody reads it.
        with suppress(OSError):
            writers.append(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        return bool(writers)

    try:
        yield is_held
    finally:
        path.unlink()
        path.write_bytes(content)
        for writer in writers:
            with suppress(BrokenPipeError):
                os.write(writer, content)
            os.close(writer)
