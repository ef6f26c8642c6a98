"""What earlier landings stored about print jobs stays what it is, wherever it lies now."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from badges import files
from badges.choices import JobState, Outcome
from badges.models import Badge, BadgeType, Generation, PrintChunk, PrintEntry
from tests.badges.conftest import AT
from tests.factories import (
    BadgeFactory,
    ConferenceFactory,
    PrintChunkFactory,
    PrintEntryFactory,
    PrintJobFactory,
)

BEFORE = ("badges", "0002_references_stay_inside")
WITHOUT_TYPES = ("badges", "0015_words_of_labels")
WITH_UNUSED_TYPES = ("badges", "0016_badges_have_types")
WITH_CONTENT = ("badges", "0008_entry_may_name_no_design")
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
def test_content_of_a_badge_lies_with_its_generation() -> None:
    whole, bare = (PrintEntryFactory(generation__content={"serial": name}) for name in "12")
    migrate(WITH_CONTENT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content ->> 'serial', design_version_id FROM badges_printentry ORDER BY id"
        )
        before = cursor.fetchall()
        cursor.execute(
            "UPDATE badges_generation SET content = '{}' WHERE id = %s", [bare.generation_id]
        )

    migrate()

    contents = Generation.objects.order_by("pk").values_list("content", flat=True)
    assert before == [
        ("1", whole.generation.design_version_id),
        ("2", bare.generation.design_version_id),
    ]
    assert list(contents) == [{"serial": "1"}, {"serial": "2"}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
@pytest.mark.parametrize("before", [WITHOUT_TYPES, WITH_UNUSED_TYPES])
def test_every_conference_has_a_personal_type_and_every_badge_is_of_it(
    before: tuple[str, str],
) -> None:
    badges = [BadgeFactory(serial=serial) for serial in (7, 9)]
    empty = ConferenceFactory()
    migrate(before)

    migrate()

    types = BadgeType.objects.order_by("conference")
    assert list(types.values_list("conference", "number", "holder", "is_personal")) == [
        (pk, 1, "delegate", True)
        for pk in sorted({empty.pk, *(badge.conference_id for badge in badges)})
    ]
    found = Badge.objects.order_by("pk").values_list("pk", "serial", "type__conference")
    assert list(found) == [(badge.pk, badge.serial, badge.conference_id) for badge in badges]
