"""A test with real transactions has deleted what it wrote, no more; the outcome is the same.

Django truncates every table, which makes a new file for each and for each of its indexes, and then
fills in content types and permissions anew. Here all tables are locked as TRUNCATE locks them, so
that whatever still writes is waited for. Rows are deleted where there are any, and what a migrated
database begins with is left if it is what it was. A request that nobody waits for any more takes
its locks in an order of its own: where PostgreSQL ended this side of it, it is begun once more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError
from psycopg2.errors import DeadlockDetected

MOST_ATTEMPTS = 5

Digests = dict[str, str]

# What an emptied database holds, since it was last emptied in Django's way.
begun_with: Digests = {}


def install() -> None:
    Command.handle = quicker(Command.handle)  # type: ignore[method-assign]


def quicker(empty_all: Callable[..., None]) -> Callable[..., None]:
    def handle(command: Command, **options: Any) -> None:
        if options["interactive"] or not has_deleted_what_was_written():
            empty_all(command, **options)
            note_what_is_left()

    def handle_patiently(command: Command, **options: Any) -> None:
        for _attempt in range(MOST_ATTEMPTS - 1):
            try:
                return handle(command, **options)
            except (OperationalError, CommandError) as error:
                if not is_of_a_deadlock(error):
                    raise
        return handle(command, **options)

    return handle_patiently


def is_of_a_deadlock(error: BaseException | None) -> bool:
    while error and not isinstance(error, DeadlockDetected):
        error = error.__cause__
    return error is not None


def has_deleted_what_was_written() -> bool:
    """Not if there is anything that only Django puts right."""
    with transaction.atomic(), everything_locked() as (cursor, tables):
        filled = filled_among(tables, cursor)
        kept = begun_with.keys() & filled
        if not begun_with or digests_of(kept, cursor) != begun_with or not may_delete(cursor):
            return False
        # Neither keys nor the triggers of the trail are asked, as TRUNCATE asks none.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled - kept:
            cursor.execute(f"DELETE FROM {quoted(table)}")
    return True


def note_what_is_left() -> None:
    with transaction.atomic(), everything_locked() as (cursor, tables):
        begun_with.clear()
        begun_with.update(digests_of(filled_among(tables, cursor), cursor))


@contextmanager
def everything_locked() -> Iterator[tuple[CursorWrapper, list[str]]]:
    with connection.cursor() as cursor:
        tables = sorted(
            connection.introspection.django_table_names(only_existing=True, include_views=False)
        )
        cursor.execute(f"LOCK TABLE {', '.join(map(quoted, tables))} IN ACCESS EXCLUSIVE MODE")
        yield cursor, tables


def filled_among(tables: list[str], cursor: CursorWrapper) -> set[str]:
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quoted(name)})" for name in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return {name for (name,) in cursor.fetchall()}


def digests_of(tables: set[str], cursor: CursorWrapper) -> Digests:
    found = {}
    for table in tables:
        cursor.execute(
            f"SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (SELECT each::text AS line"
            f" FROM {quoted(table)} AS each) AS lines"
        )
        (found[table],) = cursor.fetchone()
    return found


def may_delete(cursor: CursorWrapper) -> bool:
    """On a server of somebody else's the tests may not be allowed to go past triggers."""
    cursor.execute("SHOW is_superuser")
    return bool(cursor.fetchone() == ("on",))


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
