"""A job is paused and goes on; the desk does not wait for it; it ends with its conference."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError

from badges.choices import GenerationState, JobState, Obstacle
from badges.models import Generation, PrintAssembly, PrintChunk, PrintJob
from badges.services import desk
from badges.services.printing import jobs, pauses, publication
from conference import leased_work
from conference.choices import ConferenceState, WorkState
from conference.errors import DomainError, LeaseLostError
from conference.models import AuditEvent, Conference, User
from conference.services import conferences
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, claim, perform_next
from tests.badges.printed import keys_of, manifest_of, pages_of, stored_files
from tests.factories import PrintJobFactory, UserFactory
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.usefixtures("empty_storage")
LEASE = dt.timedelta(minutes=2)
LATER = AT + dt.timedelta(minutes=9)


def close(conference: Conference, by: User) -> None:
    for state in (ConferenceState.OPEN, ConferenceState.CLOSED):
        if conference.state != state:
            conference = conferences.change_state(
                conference=conference, state=state, by=by, at=LATER
            )


def actions_on(job: PrintJob) -> list[tuple[str, User | None]]:
    events = AuditEvent.objects.filter(target_type="badges.printjob", target_id=job.pk)
    return [(event.action, event.by) for event in events.order_by("pk")]


def standing(job: PrintJob) -> tuple[str, int]:
    job.refresh_from_db()
    return job.state, job.page_count


def test_paused_job_gives_out_nothing_and_goes_on_where_it_was(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(3)
    job = send(badges_per_file=1)
    perform_next()

    pauses.pause(job=job, by=clerk, at=AT)
    done_meanwhile = work_off()

    assert (done_meanwhile, standing(job)) == (0, (JobState.PAUSED, 0))
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RESERVED}
    pauses.resume(job=job, by=clerk, at=LATER)
    assert work_off() == 3
    assert standing(job) == (JobState.PUBLISHED, 3)
    assert (job.paused_at, job.paused_by) == (None, None)
    assert pages_of(job) == manifest_of(job)
    assert actions_on(job) == [
        ("print_job.sent", clerk),
        ("print_job.paused", clerk),
        ("print_job.resumed", clerk),
        ("print_job.published", clerk),
    ]


def test_what_is_being_drawn_comes_to_its_end_and_nothing_is_published(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(2)
    job = send()
    hold = claim(AT)
    assert hold is not None

    pauses.pause(job=job, by=clerk, at=AT)
    leased_work.perform(hold)
    work_off()

    assert job.chunks.get().state == WorkState.DONE
    assert (standing(job), job.assembly.state) == ((JobState.PAUSED, 0), WorkState.WAITING)
    pauses.resume(job=job, by=clerk, at=AT)
    work_off()
    assert standing(job) == (JobState.PUBLISHED, 2)


def test_publication_that_a_worker_has_in_hand_is_taken_from_it(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(2)
    job = send()
    perform_next()
    hold = claim(AT)
    assert hold is not None
    assert isinstance(hold.work, PrintAssembly)

    pauses.pause(job=job, by=clerk, at=AT)
    leased_work.perform(hold)

    assert standing(job) == (JobState.PAUSED, 0)
    assert not Generation.objects.live().exists()
    pauses.resume(job=job, by=clerk, at=AT)
    work_off()
    assert standing(job) == (JobState.PUBLISHED, 2)
    assert stored_files() == keys_of(job)


@pytest.mark.usefixtures("all_jobs_are_large")
def test_job_that_is_not_prepared_waits_too(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(2)
    job = send()

    pauses.pause(job=job, by=clerk, at=AT)

    assert work_off() == 0
    pauses.resume(job=job, by=clerk, at=AT)
    work_off()
    assert standing(job) == (JobState.PUBLISHED, 2)


def test_other_jobs_do_not_wait_for_a_paused_one(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    one, other = make_delegates(2)
    paused, job = send([one]), send([other])

    pauses.pause(job=paused, by=clerk, at=AT)
    work_off()

    assert [standing(row)[0] for row in (paused, job)] == [JobState.PAUSED, JobState.PUBLISHED]


def test_badge_leaves_a_paused_job_for_the_desk_and_is_printed_at_once(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    first, _second = make_delegates(2)
    job = send()
    pauses.pause(job=job, by=clerk, at=AT)

    alone = desk.print_out_of(job=job, holder_id=first.pk, by=clerk, at=LATER)
    work_off()

    assert (standing(alone), standing(job)) == ((JobState.PUBLISHED, 1), (JobState.PAUSED, 0))
    pauses.resume(job=job, by=clerk, at=LATER)
    work_off()
    assert standing(job) == (JobState.PUBLISHED, 1)
    assert Generation.objects.live().count() == 2


@pytest.mark.parametrize("size", ["small", "large"])
def test_last_badge_leaves_a_paused_job_and_that_one_ends(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
) -> None:
    [delegate] = make_delegates()
    with monkeypatch.context() as patched:
        if size == "large":
            patched.setattr(jobs, "MOST_IN_SMALL_JOB", 0)
        job = send()
    pauses.pause(job=job, by=clerk, at=AT)

    alone = desk.print_out_of(job=job, holder_id=delegate.pk, by=clerk, at=LATER)
    work_off()

    assert (standing(alone), standing(job)) == ((JobState.PUBLISHED, 1), (JobState.CANCELLED, 0))
    assert Generation.objects.live().count() == 1
    assert not Generation.objects.reserved().exists()


def test_paused_job_is_cancelled_like_a_running_one(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates(2)
    job = pauses.pause(job=send(), by=clerk, at=AT)

    jobs.cancel(job=job, by=clerk, at=LATER)

    assert standing(job) == (JobState.CANCELLED, 0)
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}


def test_paused_job_ends_with_its_conference(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    first, *others = make_delegates(3)
    running, job = send([first]), send(others)
    elsewhere = PrintJobFactory(state=JobState.PAUSED, paused_at=AT, paused_by=clerk)
    pauses.pause(job=job, by=clerk, at=AT)

    pauses.end_with_conferences(at=LATER)
    before = standing(job)[0]
    close(conference, clerk)
    pauses.end_with_conferences(at=LATER)

    assert before == JobState.PAUSED
    assert [standing(row)[0] for row in (job, running, elsewhere)] == [
        JobState.CANCELLED,
        JobState.RUNNING,
        JobState.PAUSED,
    ]
    assert job.error == "It was paused when the conference ended."
    assert Generation.objects.reserved().count() == 1
    assert actions_on(job)[-1] == ("print_job.ended_with_conference", None)


def test_nothing_is_paused_or_goes_on_where_the_conference_is_over(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    first, second = make_delegates(2)
    running, paused = send([first]), pauses.pause(job=send([second]), by=clerk, at=AT)
    close(conference, clerk)

    with pytest.raises(DomainError, match="would end: cancel it"):
        pauses.pause(job=running, by=clerk, at=LATER)
    with pytest.raises(DomainError, match="conference is over"):
        pauses.resume(job=paused, by=clerk, at=LATER)


@pytest.mark.parametrize("act", [pauses.pause, pauses.resume])
def test_what_has_ended_is_neither_paused_nor_resumed(
    make_delegates: MakeDelegates, send: Send, clerk: User, act: Callable[..., PrintJob]
) -> None:
    make_delegates()
    job = jobs.cancel(job=send(), by=clerk, at=AT)

    with pytest.raises(DomainError, match="Cancelled"):
        act(job=job, by=clerk, at=AT)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": JobState.PAUSED},
        {"state": JobState.PAUSED, "paused_at": AT},
        {"paused_at": AT},
        {"state": JobState.PAUSED, "paused_at": AT, "finished_at": AT},
    ],
)
def test_database_knows_who_paused_a_job(columns: dict[str, object]) -> None:
    if "finished_at" in columns:
        columns = {**columns, "paused_by": UserFactory()}
    with pytest.raises(IntegrityError, match=r"print_job_(paused|runs)"):
        PrintJobFactory(**columns)


# Two at once


def claimed_assembly() -> PrintAssembly:
    assembly = PrintAssembly.objects.claim(at=AT, lease=LEASE)
    assert assembly is not None
    return assembly


@racing
def test_chunk_that_is_claimed_while_its_job_is_paused_is_the_last(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(2)
    job = send(badges_per_file=1)

    hold = while_uncommitted(lambda: pauses.pause(job=job, by=clerk, at=AT), lambda: claim(AT))

    leased_work.perform(hold)
    assert work_off() == 0
    states = PrintChunk.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [WorkState.DONE, WorkState.WAITING]


@racing
@pytest.mark.parametrize("first", ["pause", "worker"])
def test_job_is_paused_or_published_but_not_both(
    make_delegates: MakeDelegates, send: Send, clerk: User, first: str
) -> None:
    make_delegates(2)
    job = send()
    perform_next()
    assembly = claimed_assembly()

    def pause() -> PrintJob:
        return pauses.pause(job=job, by=clerk, at=AT)

    def publish() -> bool:
        return publication.publish(assembly=assembly, left_out={}, remade={}, sheets={}, at=AT)

    if first == "pause":
        with pytest.raises(LeaseLostError):
            while_uncommitted(pause, publish)
    else:
        with pytest.raises(DomainError, match="no longer running"):
            while_uncommitted(publish, pause)

    issued = Generation.objects.live().count()
    assert (standing(job), issued) == (
        ((JobState.PAUSED, 0), 0) if first == "pause" else ((JobState.PUBLISHED, 2), 2)
    )


@racing
def test_badge_that_leaves_while_the_job_is_paused_leaves_the_paused_one(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates()
    job = send()

    alone = while_uncommitted(
        lambda: pauses.pause(job=job, by=clerk, at=AT),
        lambda: desk.print_out_of(job=job, holder_id=delegate.pk, by=clerk, at=AT),
    )

    work_off()
    assert (standing(alone), standing(job)) == ((JobState.PUBLISHED, 1), (JobState.CANCELLED, 0))
    assert job.entries.get().obstacle == Obstacle.AT_DESK


@racing
def test_of_two_who_take_the_last_badges_out_of_a_paused_job_the_second_ends_it(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    one, other = make_delegates(2)
    job = pauses.pause(job=send(), by=clerk, at=AT)

    while_uncommitted(
        lambda: desk.print_out_of(job=job, holder_id=one.pk, by=clerk, at=AT),
        lambda: desk.print_out_of(job=job, holder_id=other.pk, by=clerk, at=AT),
    )

    assert standing(job) == (JobState.CANCELLED, 0)
    assert Generation.objects.reserved().count() == 2


@racing
def test_paused_job_that_is_cancelled_while_its_conference_ends_ends_once(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = pauses.pause(job=send(), by=clerk, at=AT)
    close(conference, clerk)

    while_uncommitted(
        lambda: jobs.cancel(job=job, by=clerk, at=LATER),
        lambda: pauses.end_with_conferences(at=LATER),
    )

    assert standing(job)[0] == JobState.CANCELLED
    assert actions_on(job)[-1] == ("print_job.cancelled", clerk)
