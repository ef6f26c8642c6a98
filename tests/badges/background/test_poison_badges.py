"""A badge that cannot be drawn, or ends who draws it: it is left out and named, not the rest."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError

from badges.background import trials
from badges.background.printing import MOST_ATTEMPTS
from badges.choices import GenerationState, JobState, Obstacle, Outcome
from badges.engine import badge_file
from badges.engine.stamps.fitted import BadgeOrder
from badges.models import Generation, PrintJob
from badges.services import desk
from badges.services.printing import isolation
from conference.choices import WorkState
from conference.leased_work import perform
from conference.models import AuditEvent, User
from tests.badges.conftest import (
    AT,
    MakeDelegates,
    Send,
    WorkOff,
    claim,
    work_with_patience,
)
from tests.badges.printed import manifest_of, pages_of, stored_files

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")

POISON = "Poison"
TWICE = "It stopped the program that draws the badges, twice."
MISSING = "The photo is missing from the storage: upload it again."
Poisoned = Callable[[BaseException | None], None]


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Poisoned:
    """Whoever draws the badge of somebody called Poison comes to the given end, or to none."""
    fitted_badge = badge_file.fitted_badge

    def poison(end: BaseException | None) -> None:
        def drink(order: BadgeOrder, load: Any) -> Any:
            if end and order.content.given_name.text == POISON:
                raise end
            return fitted_badge(order, load)

        monkeypatch.setattr(badge_file, "fitted_badge", drink)

    return poison


def work_on_as_workers_end(job: PrintJob) -> int:
    """In as many processes as it takes: one that is killed leaves its lease. How many ended."""
    ended = 0
    while hold := claim(AT):
        try:
            perform(hold)
        except KeyboardInterrupt:
            ended += 1
        job.chunks.filter(state=WorkState.RUNNING).update(leased_until=AT)
    job.refresh_from_db()
    return ended


def end_workers(job: PrintJob, count: int) -> None:
    for _process in range(count):
        hold = claim(AT)
        assert hold is not None
        with pytest.raises(KeyboardInterrupt):
            perform(hold)
        job.chunks.update(leased_until=AT)


def left_out_of(job: PrintJob) -> list[tuple[int, str, list[Any]]]:
    left = job.entries.filter(outcome=Outcome.LEFT_OUT).order_by("order")
    return list(left.values_list("order", "obstacle", "notes"))


def test_badge_that_lacks_a_picture_is_left_out_and_the_others_are_printed(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    make_delegates(given_name="Nil", family_name="Photo", photo="photos/00/gone.jpg")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count, job.error) == (JobState.PUBLISHED, 2, "")
    assert pages_of(job) == manifest_of(job)
    assert left_out_of(job) == [(3, Obstacle.FAILED, [{"reason": MISSING}])]
    assert Generation.objects.live().count() == 2
    assert job.entries.get(order=3).generation.state == GenerationState.RELEASED
    assert AuditEvent.objects.get(action="print_job.published").detail == {
        "pages": 2,
        "left_out": 1,
    }


def test_badges_left_out_for_a_text_and_for_a_picture_are_each_told_apart(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(family_name="🎉")
    make_delegates(photo="photos/00/gone.jpg")
    make_delegates()
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 1)
    assert [(order, why) for order, why, _notes in left_out_of(job)] == [
        (1, Obstacle.UNPRINTABLE),
        (2, Obstacle.FAILED),
    ]


def test_job_of_nothing_else_fails_and_names_it(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(photo="photos/00/gone.jpg")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.FAILED, 0)
    assert job.error == f"No badge of this job can be printed. badge 00001-3, {MISSING}"
    assert Generation.objects.get().state == GenerationState.RELEASED
    assert stored_files() == []


def test_what_is_wrong_with_many_is_wrong_with_the_job(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trials, "MOST_OF_A_FILE", 2)
    make_delegates()
    make_delegates(3, photo="photos/00/gone.jpg")
    job = send()

    work_off()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == (
        "More than 2 badges of one file cannot be drawn, so the cause is probably common to all."
        f" The first: badge 00002-1: {MISSING}"
    )
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
    assert stored_files() == []


def test_badge_whose_drawing_breaks_is_left_out_on_the_last_attempt(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned
) -> None:
    make_delegates(2)
    make_delegates(given_name=POISON)
    job = send()
    poisoned(ValueError("deep inside"))

    attempts = work_with_patience()

    job.refresh_from_db()
    assert attempts == MOST_ATTEMPTS + 1
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 2)
    [(order, obstacle, notes)] = left_out_of(job)
    assert (order, obstacle) == (3, Obstacle.FAILED)
    assert notes == [
        {"reason": "An error occurred in Dais (ValueError). The system log has the details."}
    ]


def test_picture_that_a_library_cannot_read_is_its_badges_fault(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned
) -> None:
    """Such an error is one of the system by its class alone."""
    make_delegates()
    make_delegates(given_name=POISON)
    job = send()
    poisoned(OSError("image file is truncated (3 bytes not processed)"))

    work_with_patience()

    job.refresh_from_db()
    assert (job.state, [why for _order, why, _notes in left_out_of(job)]) == (
        JobState.PUBLISHED,
        [Obstacle.FAILED],
    )


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), OperationalError("server closed")],
    ids=["disk full", "database away"],
)
def test_what_is_nobodys_fault_is_not_taken_for_a_badges(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned, fault: Exception
) -> None:
    make_delegates()
    make_delegates(given_name=POISON)
    job = send()
    poisoned(fault)

    attempts = work_with_patience()

    job.refresh_from_db()
    assert (attempts, job.state, left_out_of(job)) == (MOST_ATTEMPTS, JobState.FAILED, [])
    assert "badge" not in job.error
    assert set(job.chunks.values_list("on_trial", flat=True)) == {None}


def test_storage_that_does_not_answer_is_not_taken_for_a_badges_fault(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One far away raises what its library raises."""
    make_delegates()
    make_delegates(photo="photos/00/away.jpg")
    job = send()

    def no_answer(storage: FileSystemStorage, name: str, mode: str = "rb") -> Any:
        raise RuntimeError("could not connect to the endpoint")

    monkeypatch.setattr(FileSystemStorage, "_open", no_answer)

    work_with_patience()

    job.refresh_from_db()
    assert (job.state, left_out_of(job)) == (JobState.FAILED, [])


def test_badge_that_ends_its_workers_is_left_out_and_the_others_are_printed(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned
) -> None:
    make_delegates(1)
    make_delegates(given_name=POISON, family_name="Pill")
    make_delegates(1)
    job = send()
    poisoned(KeyboardInterrupt())

    ended = work_on_as_workers_end(job)

    assert ended == MOST_ATTEMPTS + 1
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 2)
    assert pages_of(job) == manifest_of(job)
    assert left_out_of(job) == [(2, Obstacle.FAILED, [{"reason": TWICE}])]
    assert job.entries.get(order=2).generation.state == GenerationState.RELEASED
    assert Generation.objects.live().count() == 2


def test_badge_is_not_to_blame_for_one_worker_that_ended_meanwhile(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned, work_off: WorkOff
) -> None:
    """A machine that was switched off takes nobody's badge."""
    make_delegates(1)
    make_delegates(given_name=POISON)
    job = send()
    poisoned(KeyboardInterrupt())
    end_workers(job, MOST_ATTEMPTS)
    on_trial = job.chunks.get().on_trial
    poisoned(None)

    work_on_as_workers_end(job)

    assert on_trial == 2
    assert (job.state, job.page_count, left_out_of(job)) == (JobState.PUBLISHED, 2, [])


def test_badge_that_leaves_for_the_desk_while_it_is_on_trial_is_not_waited_for(
    make_delegates: MakeDelegates, send: Send, poisoned: Poisoned, clerk: User
) -> None:
    make_delegates(2)
    [poison] = make_delegates(given_name=POISON)
    job = send()
    poisoned(KeyboardInterrupt())
    end_workers(job, MOST_ATTEMPTS)

    desk.print_out_of(job=job, holder_id=poison.pk, by=clerk, at=AT)
    work_on_as_workers_end(job)

    assert (job.state, job.page_count) == (JobState.PUBLISHED, 2)
    assert [why for _order, why, _notes in left_out_of(job)] == [Obstacle.AT_DESK]


def test_badges_that_end_workers_one_after_the_other_end_their_job(
    make_delegates: MakeDelegates,
    send: Send,
    poisoned: Poisoned,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(isolation, "MOST_OF_A_JOB", 1)
    make_delegates(1)
    make_delegates(3, given_name=POISON)
    job = send()
    poisoned(KeyboardInterrupt())

    ended = work_on_as_workers_end(job)

    assert ended == MOST_ATTEMPTS + 2
    assert job.state == JobState.FAILED
    assert job.error == (
        "More than 1 badge of this job stopped the program that draws them."
        " The worker stopped repeatedly while working on badge 00003-7."
    )
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
