"""What real processes write down of a fault: its kind and its place, and nobody's name."""

import http.client
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connection
from django.utils import timezone

from conference import embedded
from conference.celery import app
from delegates.models import ImportLine, ImportRun
from launch.processes import python
from tests.factories import ImportRunFactory
from tests.faults.errands import Checks, empty_storage
from tests.servers import StartWeb, Worker, worker_environment

SECRET = "Quillfeather"
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def refusing(model: type[ImportRun] | type[ImportLine], event: str) -> Iterator[None]:
    """PostgreSQL refuses rows of this table, and quotes them in message, detail and hint."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'Row %', NEW USING DETAIL = NEW::text, HINT = NEW::text; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER refuse BEFORE {event} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER refuse ON {table}")
            cursor.execute("DROP FUNCTION refuse()")


def test_task_that_fails_is_logged_by_celery_without_a_value(worker: Worker) -> None:
    ImportRunFactory(file_name=SECRET, layout={"x": SECRET}, expires_at=timezone.now())

    with refusing(ImportRun, "UPDATE"):
        app.send_task("delegates.expire_imports", queue="default")
        worker.await_that(lambda: "raised unexpected" in worker.log())

    assert "psycopg2.errors.RaiseException P0001" in worker.log()
    assert SECRET not in worker.log()


def test_work_that_fails_is_logged_without_a_value(worker: Worker) -> None:
    empty_storage()
    errand = Checks()
    errand.text = f"Delegation;Given name;Family name\nTJ;{SECRET};Valiev\nTJ;Olim;{SECRET}"

    with refusing(ImportLine, "INSERT"):
        errand.begin()
        worker.await_that(lambda: "attempt 1" in worker.log())

    empty_storage()
    assert "psycopg2.errors.RaiseException P0001" in worker.log()
    assert SECRET not in worker.log()


def test_answer_that_breaks_off_is_logged_by_the_web_server_without_a_value(
    start_web: StartWeb,
) -> None:
    web = start_web(DJANGO_SETTINGS_MODULE="tests.faults.faulty_settings")

    with suppress(http.client.HTTPException, OSError):
        urllib.request.urlopen(f"{web.address}/half/", timeout=10).read()
    web.await_that(lambda: "Error handling request" in web.log())

    assert "psycopg2.errors.InvalidTextRepresentation 22P02" in web.log()
    assert SECRET not in web.log()


THREAD = """
import threading, django
django.setup()
threading.Thread(target=int, args=("Quillfeather",)).start()
"""


def test_thread_that_fails_is_logged_without_a_value() -> None:
    """As one that keeps a lease alive may, where a row of an import is refused."""
    environment = os.environ | worker_environment()
    ended = subprocess.run(
        python("-c", THREAD),
        cwd=embedded.ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "conference.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    [line] = ended.stderr.splitlines()
    assert 'message="A thread ended with an error"' in line
    assert line.endswith('ValueError"')
