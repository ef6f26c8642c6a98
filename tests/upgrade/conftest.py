"""Each landing's database and files, restored and brought up to date as an administrator does."""

import lzma
import os
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from conference import leased_work, secrets
from delegates.importing import running
from launch.servers import postgres_program
from tests.upgrade import facts

LANDINGS = sorted(path for path in Path(__file__).parent.iterdir() if path.name[0].isdigit())
# What servers before 17 do not know; without it they restore the rest as well.
UNKNOWN_TO_OLDER = b"SET transaction_timeout"


@dataclass(frozen=True)
class Landing:
    """The facts as they were when it was left, and after it was brought up to date; `told` has the
    codes of the sessions that readers knew of when it was left, and whether as cancelled, `typed`
    the reasons that the trail had as somebody typed them: action, record, reason.
    """

    before: dict[str, Any]
    after: dict[str, Any]
    told: dict[str, bool]
    typed: list[tuple[str, int, str]]


@pytest.fixture(scope="module", params=LANDINGS, ids=lambda path: path.name)
def landing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Landing]:
    folder: Path = request.param
    name = f"{connection.settings_dict['NAME']}_upgrade"
    with django_db_blocker.unblock():
        tests_own = connection.settings_dict["NAME"]
        psql(tests_own, f'DROP DATABASE IF EXISTS "{name}"')
        psql(tests_own, f'CREATE DATABASE "{name}" TEMPLATE template0')
        psql(name, without_what_older_servers_refuse(folder / "database.sql.xz"))
        files = restored_files(folder / "files.tar.xz")
        connection.close()
        connection.settings_dict["NAME"] = name
        own_keys = settings.MASTER_KEYS
        put_back_keys(folder / "master-key")
        try:
            told, typed = what_readers_knew(), typed_reasons()
            call_command("migrate", verbosity=0)
            call_command("load_reference_data", verbosity=0)
            check_waiting_imports()
            before = facts.read(folder / "facts.json")
            yield Landing(before, facts.recorded(before, facts.facts()), told, typed)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = tests_own
            settings.MASTER_KEYS = own_keys
            os.environ.pop("MASTER_KEYS", None)
            for path in files:
                path.unlink(missing_ok=True)
            psql(tests_own, f'DROP DATABASE "{name}"')


@pytest.fixture
def db(landing: Landing, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The landing's database in place of an empty one; what a test does there stays."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def transactional_db(db: None) -> None:
    """Nothing is rolled back here, and nothing emptied."""


def what_readers_knew() -> dict[str, bool]:
    """Before it is migrated: each session had a state of its own, or is released."""
    said = (
        "SELECT code, state = 'cancelled' FROM agenda_session"
        " WHERE state IN ('published', 'cancelled')"
    )
    released = (
        "SELECT session.code, told.facts ? 'is_cancelled' FROM agenda_session AS session"
        " JOIN agenda_sessionversion AS told ON told.session_id = session.id"
        " WHERE told.until_id IS NULL"
    )
    with connection.cursor() as cursor:
        has_releases = "agenda_release" in connection.introspection.table_names(cursor)
        cursor.execute(released if has_releases else said)
        return dict(cursor.fetchall())


def typed_reasons() -> list[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, target_id, detail ->> 'reason' FROM conference_auditevent"
            " WHERE action ~ '^(delegate|delegation|session|invitationrequest)[.]'"
            " AND detail ->> 'reason' <> '' ORDER BY id"
        )
        return list(cursor.fetchall())


def put_back_keys(kept: Path) -> None:
    """What no dump holds was kept apart; here and in the workers that are started."""
    if kept.exists():
        os.environ["MASTER_KEYS"] = kept.read_text().strip()
        settings.MASTER_KEYS = secrets.parsed([os.environ["MASTER_KEYS"]])


def check_waiting_imports() -> None:
    """What a worker does once it is started: the upgrade has put back those that wait for a
    decision, whose reports were files.
    """
    while leased_work.run_next(running.KINDS, timezone.now):
        pass


def psql(database: str, script: str | bytes) -> None:
    found = connection.settings_dict
    command = [postgres_program("psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database]
    for option, value in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER")):
        command += [option, str(found[value])] if found[value] else []
    done = subprocess.run(
        command,
        input=script if isinstance(script, bytes) else script.encode(),
        capture_output=True,
        env={"PGPASSWORD": str(found["PASSWORD"])},
        check=False,
    )
    assert not done.returncode, done.stderr.decode()


def without_what_older_servers_refuse(dump: Path) -> bytes:
    lines = lzma.decompress(dump.read_bytes()).splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNKNOWN_TO_OLDER))


def restored_files(archive: Path) -> list[Path]:
    root: Path = settings.VAR_DIR / "files"
    root.mkdir(exist_ok=True)
    with tarfile.open(archive) as packed:
        packed.extractall(root, filter="data")
        return [root / entry.name for entry in packed.getmembers() if entry.isfile()]
