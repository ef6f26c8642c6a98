"""How the pages of a job are counted through its files, and whose file is not there."""

import pytest

from badges.choices import GenerationState, JobState, Obstacle, Outcome
from badges.models import Generation, PrintJob
from conference.models import User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, perform_next
from tests.badges.printed import codes_of, keys_of, manifest_of, pages_of, stored_files

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")


def numbers_of(job: PrintJob) -> list[tuple[int | None, int | None]]:
    """Page of the job and page of its file, in protocol order."""
    return list(job.entries.order_by("order").values_list("page", "page_in_file"))


def make_all_chunks(job: PrintJob) -> None:
    for _ in range(job.chunks.count()):
        perform_next()


def test_seven_badges_in_files_of_three(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(7)
    job = send(badges_per_file=3)

    work_off()

    manifest = manifest_of(job)
    assert list(job.chunks.values_list("page_count", flat=True)) == [3, 3, 1]
    assert numbers_of(job) == [(1, 1), (2, 2), (3, 3), (4, 1), (5, 2), (6, 3), (7, 1)]
    assert [codes_of(key) for key in keys_of(job)] == [manifest[:3], manifest[3:6], manifest[6:]]


def test_whoever_is_left_out_moves_the_pages_of_one_file_only(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    delegates = make_delegates(7)
    job = send(badges_per_file=3)
    make_all_chunks(job)
    before = keys_of(job)
    accreditation.withdraw(delegate=delegates[3], reason="Ill", by=clerk, at=AT)

    work_off()

    after = keys_of(job)
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    assert numbers_of(job) == [(1, 1), (2, 2), (3, 3), (None, None), (4, 1), (5, 2), (6, 1)]
    assert pages_of(job) == manifest_of(job)
    assert stored_files() == sorted(after)


def test_chunk_without_anybody_gives_no_file_and_the_rest_is_published(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    delegates = make_delegates(5)
    job = send(badges_per_file=2)
    make_all_chunks(job)
    for delegate in delegates[2:4]:
        accreditation.withdraw(delegate=delegate, reason="Ill", by=clerk, at=AT)

    work_off()

    job.refresh_from_db()
    chunks = job.chunks.order_by("number")
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 3)
    assert [(bool(chunk.file), chunk.page_count) for chunk in chunks] == [
        (True, 2),
        (False, 0),
        (True, 1),
    ]
    assert numbers_of(job) == [(1, 1), (2, 2), (None, None), (None, None), (3, 1)]
    assert pages_of(job) == manifest_of(job)
    assert stored_files() == sorted(keys_of(job))
    left_out = job.entries.filter(outcome=Outcome.LEFT_OUT)
    assert set(left_out.values_list("obstacle", flat=True)) == {Obstacle.WITHDRAWN}
    states = Generation.objects.order_by("badge__serial").values_list("state", flat=True)
    assert list(states) == [
        GenerationState.LIVE,
        GenerationState.LIVE,
        GenerationState.RELEASED,
        GenerationState.RELEASED,
        GenerationState.LIVE,
    ]
