"""What was pending is submitted: in the rows, in their history, in what was asked for."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conference.models import BackgroundJob
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.factories import BackgroundJobFactory, DelegateFactory

BEFORE = ("delegates", "0052_imports_say_when_they_were_uploaded")


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.fixture
def _back_to_the_latest() -> Iterator[None]:
    """Whatever the test leaves, the next one finds the tables of today."""
    yield
    migrate()


def words_in(table: str, delegate: Delegate) -> list[str]:
    key = "pgh_obj_id" if table.endswith("event") else "id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT accreditation FROM {table} WHERE {key} = %s ORDER BY 1",  # noqa: S608
            [delegate.pk],
        )
        return [word for (word,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
def test_pending_is_submitted_wherever_it_stands() -> None:
    delegate = DelegateFactory()
    job = BackgroundJobFactory(
        conference=delegate.conference,
        kind="delegates.decide",
        request={"to": "submitted", "reason": ""},
        result={"left": [[delegate.pk, "submitted"], [delegate.pk + 1, "approved"]]},
    )
    history = len(words_in("delegates_delegateevent", delegate))

    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT request, result FROM conference_backgroundjob")
        before = [*words_in("delegates_delegate", delegate), *cursor.fetchone()]
    migrate()

    job = BackgroundJob.objects.get(pk=job.pk)
    delegate = Delegate.objects.get(pk=delegate.pk)
    assert [str(each).count("pending") for each in before] == [1, 1, 1]
    assert delegate.accreditation == Accreditation.SUBMITTED
    assert words_in("delegates_delegateevent", delegate) == ["submitted"] * history
    assert job.request["to"] == "submitted"
    assert job.result["left"] == [[delegate.pk, "submitted"], [delegate.pk + 1, "approved"]]
