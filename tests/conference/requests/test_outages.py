"""What is told from a fault of the program: by errors as PostgreSQL and the disk raise them."""

import errno

import psycopg2
import pytest
from django.db import Error, OperationalError, connection, transaction

from conference.files.storage import StorageError
from conference.requests.outages import Outage, outage_of

NOBODY = "host=/nowhere dbname=nothing"


def raised(code: str) -> Error:
    """What Django makes of PostgreSQL's error of this code."""
    with (
        pytest.raises(Error) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DO $$ BEGIN RAISE SQLSTATE '{code}'; END $$")
    return refused.value


@pytest.mark.parametrize(
    ("code", "outage"),
    [
        ("08006", Outage.AWAY),
        ("57P01", Outage.AWAY),
        ("53300", Outage.AWAY),
        ("53100", Outage.TAKES_NOTHING),
        ("25006", Outage.TAKES_NOTHING),
        ("40P01", None),
        ("XX000", None),
        ("23505", None),
    ],
    ids=[
        "connection failure",
        "administrator's shutdown",
        "too many connections",
        "disk full",
        "read-only transaction",
        "deadlock",
        "internal error",
        "unique violation",
    ],
)
def test_error_of_the_database_is_an_outage_that_passes_or_none(
    code: str, outage: Outage | None
) -> None:
    assert outage_of(raised(code)) is outage


def test_database_that_nobody_answers_for_is_away() -> None:
    with pytest.raises(psycopg2.OperationalError) as refused:
        psycopg2.connect(NOBODY)
    error = OperationalError(str(refused.value))
    error.__cause__ = refused.value

    assert outage_of(error) is Outage.AWAY


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Outage.TAKES_NOTHING),
        (OSError(errno.EROFS, "Read-only file system"), Outage.TAKES_NOTHING),
        (StorageError(errno.EACCES, "Permission denied"), Outage.TAKES_NOTHING),
        (OSError(errno.ENOENT, "No such file or directory"), None),
        (KeyError("name"), None),
        (None, None),
    ],
    ids=["full disk", "read-only disk", "storage", "missing file", "fault", "nothing"],
)
def test_error_of_the_disk_is_an_outage_where_it_takes_nothing(
    error: BaseException | None, outage: Outage | None
) -> None:
    assert outage_of(error) is outage
