"""A badge leaves a job of many, because its holder stands at the desk."""

import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from badges.choices import GenerationState, JobState, Obstacle, Outcome, Purpose, Reason
from badges.engine.ways import Way
from badges.jobs.progress import progress_of
from badges.models import Generation, PrintAssembly, PrintChunk, PrintJob, PrintPreparation
from badges.services import desk
from badges.services.printing import job_steps, jobs, publication
from badges.services.printing.job_steps import ChunkFile, MadeBadge, Stopped
from badges.services.printing.jobs import order_of_one
from badges.services.printing.preparation import prepare
from conference.errors import DomainError
from conference.leased_work import Hold
from conference.models import AuditEvent, User
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, claim, perform_next
from tests.badges.printed import manifest_of, pages_of
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)
LEASE = dt.timedelta(minutes=2)
AT_THE_DESK = AT + dt.timedelta(minutes=14)
UNPRINTABLE = Stopped(Obstacle.UNPRINTABLE, [])


def taken(job: PrintJob, delegate: Delegate, by: User) -> PrintJob:
    return desk.print_out_of(job=job, holder_id=delegate.pk, by=by, at=AT_THE_DESK)


def standing(job: PrintJob) -> tuple[str, int, list[tuple[int, str, str]]]:
    job.refresh_from_db()
    entries = job.entries.order_by("order").values_list("order", "outcome", "obstacle")
    return job.state, job.page_count, list(entries)


def live_codes() -> list[str]:
    return sorted(Generation.objects.live().values_list("code", flat=True))


def assert_everybody_has_one_badge(people: list[Delegate], *jobs_sent: PrintJob) -> None:
    """Of each one generation is live, on one page of all files together; nothing is reserved."""
    live = Generation.objects.live()
    assert sorted(live.holders()) == sorted(row.pk for row in people)
    assert not Generation.objects.reserved().exists()
    pages = [page for job in jobs_sent for page in pages_of(job)]
    assert pages == [page for job in jobs_sent for page in manifest_of(job)]
    assert len(set(pages)) == len(pages) == len(people)


def test_badge_that_waits_leaves_the_job_and_is_printed_alone(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    people = make_delegates(3)
    job = send()

    alone = taken(job, people[1], clerk)

    assert (alone.taken_from, alone.purpose, alone.language) == (job, Purpose.FIRST, "en")
    assert progress_of(job, at=AT).total == 2
    work_off()
    assert standing(alone) == (JobState.PUBLISHED, 1, [(1, Outcome.PRINTED, "")])
    assert standing(job) == (
        JobState.PUBLISHED,
        2,
        [
            (1, Outcome.PRINTED, ""),
            (2, Outcome.LEFT_OUT, Obstacle.AT_DESK),
            (3, Outcome.PRINTED, ""),
        ],
    )
    assert_everybody_has_one_badge(people, job, alone)
    events = AuditEvent.objects.filter(target_id=job.pk, target_type="badges.printjob")
    assert events.get(action="print_job.left").detail == {"job": alone.pk}
    assert events.get(action="print_job.published").detail == {"pages": 2, "left_out": 0}


def test_badge_whose_page_is_drawn_already_leaves_the_file_too(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    people = make_delegates(5)
    job = send(badges_per_file=3)
    perform_next()
    assert progress_of(job, at=AT).done == 3

    alone = taken(job, people[0], clerk)

    progress = progress_of(job, at=AT)
    assert (progress.done, progress.total) == (2, 4)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 4)
    assert_everybody_has_one_badge(people, job, alone)


def test_badge_that_leaves_while_it_is_drawn_leaves_the_file_too(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = make_delegates(3)
    job = send()
    finish_chunk = job_steps.finish_chunk
    sent: list[PrintJob] = []

    def leave_first(**step: object) -> None:
        if not sent:
            sent.append(taken(job, people[2], clerk))
        finish_chunk(**step)  # type: ignore[arg-type]

    monkeypatch.setattr(job_steps, "finish_chunk", leave_first)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 2)
    assert_everybody_has_one_badge(people, job, *sent)


def test_badges_that_leave_while_the_files_are_published_leave_them_too(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One on each of so many tries that decisions alone were never allowed."""
    people = make_delegates(10)
    job = send(badges_per_file=2)
    publish = publication.publish
    sent: list[PrintJob] = []
    remade: list[int] = []

    def leave_first(**step: object) -> bool:
        if step["assembly"].job_id == job.pk and len(sent) < 5:  # type: ignore[attr-defined]
            sent.append(taken(job, people[2 * len(sent)], clerk))
        remade.append(len(step["remade"]))  # type: ignore[arg-type]
        return publish(**step)  # type: ignore[arg-type]

    monkeypatch.setattr(publication, "publish", leave_first)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 5)
    assert remade[:6] == [0, 1, 2, 3, 4, 5]
    assert_everybody_has_one_badge(people, job, *sent)


@pytest.mark.usefixtures("all_jobs_are_large")
def test_badge_leaves_a_job_that_is_not_prepared_yet(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = make_delegates(3)
    job = send()
    monkeypatch.setattr(jobs, "MOST_IN_SMALL_JOB", 20)

    alone = taken(job, people[1], clerk)

    assert progress_of(job, at=AT).total == 2
    work_off()
    assert standing(job)[1:] == (2, [(1, Outcome.PRINTED, ""), (2, Outcome.PRINTED, "")])
    assert job.preparation.left_out == []
    assert_everybody_has_one_badge(people, alone, job)


def test_badge_shows_what_is_so_at_the_desk(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send()
    Delegate.objects.filter(pk=delegate.pk).update(family_name="Karimova")

    alone = taken(job, delegate, clerk)

    assert alone.entries.get().generation.shown.family_name.text == "KARIMOVA"
    former = job.entries.get(obstacle=Obstacle.AT_DESK).generation
    assert (former.state, former.badge) == (
        GenerationState.RELEASED,
        alone.entries.get().generation.badge,
    )


def test_copy_leaves_a_job_of_copies(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    people = make_delegates(2)
    send()
    work_off()
    codes = live_codes()
    job = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)

    alone = taken(job, people[0], clerk)

    work_off()
    assert (alone.purpose, alone.reason) == (Purpose.AGAIN, Reason.PAPER_JAM)
    assert [len(pages_of(row)) for row in (job, alone)] == [1, 1]
    assert live_codes() == codes


def test_job_made_to_be_kept_is_left_by_one_made_to_be_kept(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send(is_archival=True)

    assert taken(job, delegate, clerk).is_archival


def test_who_may_have_no_badge_any_more_stays_in_the_job(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=clerk, at=AT)

    with pytest.raises(DomainError, match="for what was chosen"):
        taken(job, delegate, clerk)

    assert standing(job)[2][0] == (1, Outcome.WAITING, "")
    assert Generation.objects.reserved().count() == 2


def test_only_badge_of_a_job_does_not_leave_it(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate] = make_delegates()
    job = send()

    assert not desk.may_be_taken_out(job)
    with pytest.raises(DomainError, match="only badge"):
        taken(job, delegate, clerk)


def test_badge_beside_one_that_nothing_can_print_does_not_leave_the_job(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, other] = make_delegates(2)
    job = send()
    before = desk.may_be_taken_out(job)
    finish(claimed_chunk(), {job.entries.get(generation__badge__delegate=other).pk: UNPRINTABLE})

    assert (before, desk.may_be_taken_out(job)) == (True, False)
    with pytest.raises(DomainError, match="only badge"):
        taken(job, delegate, clerk)


def test_nothing_leaves_a_cancelled_job(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, _other] = make_delegates(2)
    job = jobs.cancel(job=send(), by=clerk, at=AT)

    with pytest.raises(DomainError, match="no longer running"):
        taken(job, delegate, clerk)


# Two at once


@racing
def test_badge_leaves_once_for_two_who_press_at_once(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send()

    with pytest.raises(DomainError, match="no longer in that print job"):
        while_uncommitted(lambda: taken(job, delegate, clerk), lambda: taken(job, delegate, clerk))

    assert PrintJob.objects.filter(taken_from=job).count() == 1


@racing
@pytest.mark.parametrize("is_in_a_job", [True, False], ids=["out of a job", "alone"])
def test_button_pressed_twice_makes_one_job(
    make_delegates: MakeDelegates, send: Send, clerk: User, is_in_a_job: bool
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send() if is_in_a_job else None
    asked_as = uuid4()

    def press() -> PrintJob:
        if job is not None:
            return desk.print_out_of(
                job=job, holder_id=delegate.pk, by=clerk, at=AT, asked_as=asked_as
            )
        order = order_of_one(delegate, Purpose.FIRST, asked_as=asked_as)
        return jobs.send(order=order, by=clerk, at=AT)

    first: list[PrintJob] = []
    second = while_uncommitted(lambda: first.append(press()), press)

    assert first == [second]
    assert PrintJob.objects.filter(asked_as=asked_as).count() == 1


@pytest.mark.parametrize("differs", ["person", "purpose", "job"])
def test_page_that_is_sent_again_for_another_badge_repeats_nobody_elses(
    make_delegates: MakeDelegates, send: Send, clerk: User, work_off: WorkOff, differs: str
) -> None:
    """Kept or forged, it is not answered with a job that it did not ask for."""
    first, *others = make_delegates(3)
    asked_as = uuid4()
    jobs.send(order=order_of_one(first, Purpose.FIRST, asked_as=asked_as), by=clerk, at=AT)
    work_off()
    of_others = send(others)

    def press_again() -> PrintJob:
        if differs == "job":
            return desk.print_out_of(
                job=of_others, holder_id=first.pk, by=clerk, at=AT, asked_as=asked_as
            )
        if differs == "person":
            order = order_of_one(others[0], Purpose.FIRST, asked_as=asked_as)
        else:
            order = order_of_one(first, Purpose.AGAIN, Reason.PAPER_JAM, asked_as)
        return jobs.send(order=order, by=clerk, at=AT)

    with pytest.raises(DomainError, match="has printed another badge already"):
        press_again()

    assert PrintJob.objects.count() == 2


def claimed_chunk() -> PrintChunk:
    chunk = PrintChunk.objects.claim(at=AT, lease=LEASE)
    assert chunk is not None
    return chunk


def finish(chunk: PrintChunk, stopped: dict[int, Stopped]) -> None:
    """As if it had been drawn."""
    ids = chunk.entries.order_by("order").values_list("pk", flat=True)
    made = [MadeBadge(pk, Way.STAMPED, f"{pk:064d}", [], 1) for pk in ids if pk not in stopped]
    job_steps.finish_chunk(chunk=chunk, file=ChunkFile("badges/none", made), stopped=stopped)


@racing
@pytest.mark.parametrize("first", ["desk", "worker"])
@pytest.mark.parametrize("is_shown", [True, False], ids=["drawn", "unprintable"])
def test_badge_that_leaves_while_its_chunk_is_finished_has_left(
    make_delegates: MakeDelegates, send: Send, clerk: User, first: str, is_shown: bool
) -> None:
    """Whoever comes first: the publication knows that the file is to be made anew."""
    people = make_delegates(3)
    job = send()
    chunk = claimed_chunk()
    entry = job.entries.get(generation__badge__delegate=people[0])
    stopped: dict[int, Stopped] = {} if is_shown else {entry.pk: UNPRINTABLE}
    leave, draw = partial(taken, job, people[0], clerk), partial(finish, chunk, stopped)

    if is_shown or first == "desk":
        while_uncommitted(*((leave, draw) if first == "desk" else (draw, leave)))
    else:
        # Nobody can print it: it stays in the job, and says why.
        with pytest.raises(DomainError, match="no longer in that print job"):
            while_uncommitted(draw, leave)

    entry.refresh_from_db()
    stays = not is_shown and first == "worker"
    assert entry.obstacle == (Obstacle.UNPRINTABLE if stays else Obstacle.AT_DESK)
    assert job.chunks.get().drawn == 2
    expected = {entry.pk: Obstacle.AT_DESK} if is_shown else {}
    assert publication.left_out_of(job) == expected
    assert PrintAssembly.objects.get().job == job


@racing
@pytest.mark.parametrize("first", ["desk", "worker"])
def test_badge_leaves_or_is_published_but_not_both(
    make_delegates: MakeDelegates, send: Send, clerk: User, first: str
) -> None:
    [delegate, _other] = make_delegates(2)
    job = send()
    finish(claimed_chunk(), {})
    assembly = PrintAssembly.objects.claim(at=AT, lease=LEASE)
    assert assembly is not None
    leave = partial(taken, job, delegate, clerk)
    publish = partial(
        publication.publish, assembly=assembly, left_out={}, remade={}, sheets={}, at=AT
    )

    if first == "desk":
        assert while_uncommitted(leave, publish) is False
        assert job.entries.filter(outcome=Outcome.PRINTED).count() == 0
    else:
        with pytest.raises(DomainError, match="no longer running"):
            while_uncommitted(publish, leave)
        assert PrintJob.objects.count() == 1


@racing
@pytest.mark.parametrize("first", ["desk", "worker"])
def test_badge_leaves_a_job_that_is_being_prepared(
    make_delegates: MakeDelegates,
    send: Send,
    clerk: User,
    first: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = make_delegates(3)
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "MOST_IN_SMALL_JOB", 0)
        job = send()
    preparation = PrintPreparation.objects.claim(at=AT, lease=LEASE)
    assert preparation is not None
    leave, ready = (
        partial(taken, job, people[0], clerk),
        partial(prepare, preparation=preparation, at=AT),
    )

    while_uncommitted(*((leave, ready) if first == "desk" else (ready, leave)))

    in_job = job.entries.waiting().values_list("generation__badge__delegate", flat=True)
    assert list(in_job) == [people[1].pk, people[2].pk]
    alone = PrintJob.objects.get(taken_from=job)
    assert alone.entries.get().generation.badge.delegate == people[0]
    assert Generation.objects.reserved().count() == 3
    assert PrintPreparation.objects.get().left_out == []


def test_lease_is_still_asked_for(make_delegates: MakeDelegates, send: Send, clerk: User) -> None:
    """Whoever leaves takes no work from the worker that draws the others."""
    people = make_delegates(2)
    job = send()
    hold = claim(AT)
    assert isinstance(hold, Hold)

    with transaction.atomic():
        taken(job, people[0], clerk)

    assert hold.is_held()
