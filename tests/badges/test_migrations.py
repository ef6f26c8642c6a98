"""Jobs that were published before a chunk was a file keep their file and their pages."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from badges import files
from badges.choices import JobState, Outcome
from badges.models import PrintChunk, PrintEntry
from tests.badges.conftest import AT
from tests.factories import PrintChunkFactory, PrintEntryFactory, PrintJobFactory

BEFORE = ("badges", "0002_references_stay_inside")
KEY = f"{files.FOLDER}/ab/cd"


@pytest.fixture
def _back_to_the_latest() -> Iterator[None]:
    """Whatever the test leaves, the next one finds the tables of today."""
    yield
    migrate()


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
def test_published_job_keeps_its_file_and_its_pages() -> None:
    job = PrintJobFactory(state=JobState.PUBLISHED, finished_at=AT, page_count=2)
    for number in (1, 2):
        PrintEntryFactory(
            chunk=PrintChunkFactory(job=job, number=number),
            order=number,
            outcome=Outcome.PRINTED,
            page=number,
            page_in_file=1,
        )
    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE badges_printjob SET file = %s, page_count = 2", [KEY])

    migrate()

    chunk = PrintChunk.objects.get()
    assert (chunk.number, chunk.file, chunk.page_count) == (1, KEY, 2)
    pages = PrintEntry.objects.order_by("order").values_list("chunk", "page", "page_in_file")
    assert list(pages) == [(chunk.pk, 1, 1), (chunk.pk, 2, 2)]
