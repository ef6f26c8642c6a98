"""Print jobs of thousands, written in SQL: what is read of them is all that counts here."""

from django.db import connection

from badges.choices import JobState
from badges.models import PrintChunk, PrintJob
from badges.services.types import install_personal
from conference.models import Conference
from tests.factories import AT, DesignVersionFactory, UserFactory

BADGES = """
INSERT INTO badges_badge (conference_id, type_id, holder, delegate_id, serial, created_at)
SELECT conference_id, %s, 'delegate', id, row_number() OVER (ORDER BY id), now()
FROM delegates_delegate WHERE conference_id = %s
"""
GENERATIONS = """
INSERT INTO badges_generation (conference_id, badge_id, number, code, state, content,
    design_version_id, issued_at, end_reason, reserved_by_id)
SELECT conference_id, id, 1, lpad(id::text, 16, '0'), 'live', '{"language": "en"}', %s, now(), '',
    %s
FROM badges_badge WHERE conference_id = %s
"""
ENTRIES = """
INSERT INTO badges_printentry (conference_id, job_id, chunk_id, "order", page, page_in_file,
    identity, way, generation_id, outcome, obstacle, notes, ended_workers)
SELECT g.conference_id, c.job, c.chunk, p.place, p.place, p.place, '', '', g.id, 'printed', '',
    '[]', 0
FROM badges_badge b
JOIN badges_generation g ON g.badge_id = b.id,
LATERAL (SELECT (b.serial - 1) / %s AS number, (b.serial - 1) %% %s + 1 AS place) p
JOIN unnest(%s::int[], %s::bigint[], %s::bigint[]) AS c (number, job, chunk)
    ON c.number = p.number
WHERE b.conference_id = %s
"""


def give_badges(conference: Conference) -> None:
    """Each delegate has the personal one, with a generation that is live."""
    # PostgreSQL numbers it by a trigger, which rests below.
    personal = install_personal(conference)
    version = DesignVersionFactory(design__conference=conference)
    with connection.cursor() as cursor:
        # Without history and checks of references: tens of thousands in a few seconds.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(BADGES, [personal.pk, conference.pk])
        cursor.execute(GENERATIONS, [version.pk, UserFactory().pk, conference.pk])
        cursor.execute("SET session_replication_role = DEFAULT")


def print_in_jobs(conference: Conference, *, count: int, of: int) -> list[PrintJob]:
    """So many published jobs of so many badges each, in the order of their serials."""
    by = UserFactory()
    jobs = PrintJob.objects.bulk_create(
        PrintJob(
            conference=conference,
            type=install_personal(conference),
            purpose="first",
            state=JobState.PUBLISHED,
            language="en",
            page_count=of,
            created_at=AT,
            created_by=by,
            finished_at=AT,
        )
        for _number in range(count)
    )
    chunks = PrintChunk.objects.bulk_create(
        PrintChunk(conference=conference, job=job, number=1) for job in jobs
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            ENTRIES,
            [
                of,
                of,
                list(range(count)),
                [job.pk for job in jobs],
                [chunk.pk for chunk in chunks],
                conference.pk,
            ],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    return jobs
