"""What a job is when it has been sent, and what is left when it is cancelled."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from badges import files
from badges.choices import GenerationState, JobState, Obstacle, Purpose, Reason
from badges.models import MOST_IN_SMALL_JOB, Badge, Generation, PrintJob
from badges.services.printing import entries, jobs
from badges.services.printing.jobs import PrintOrder
from badges.standing.print_plan import make_plan
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates.models import Delegate
from delegates.services import delegations
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.badges.printed import keys_of, stored
from tests.factories import CategoryFactory, DelegateFactory, DelegationFactory


def test_send_stores_everything_each_badge_shows_in_protocol_order(
    make_delegates: MakeDelegates, send: Send, conference: Conference
) -> None:
    guests = DelegationFactory(conference=conference, kind__code="guests")
    state = DelegationFactory(conference=conference, kind__code="state")
    [guest] = make_delegates(delegation=guests)
    first, head = make_delegates(2, delegation=state)
    delegations.appoint_head(delegation=state, delegate=head, by=guest.decided_by, at=AT)

    job = send()

    entries = list(job.entries.select_related("generation__badge"))
    assert [entry.generation.badge.delegate_id for entry in entries] == [
        head.pk,
        first.pk,
        guest.pk,
    ]
    assert [entry.order for entry in entries] == [1, 2, 3]
    assert [entry.generation.content["serial"] for entry in entries] == [
        "00001-3",
        "00002-1",
        "00003-7",
    ]
    assert [entry.generation.content["family_name"]["text"] for entry in entries] == [
        delegate.family_name.upper() for delegate in (head, first, guest)
    ]
    assert all(entry.generation.shown.code == entry.generation.code for entry in entries)
    assert {entry.generation.state for entry in entries} == {GenerationState.RESERVED}


@pytest.mark.parametrize(
    ("members", "batches"),
    [
        ([3, 3, 3], [3, 3, 3]),
        ([2, 3, 1, 1], [5, 2]),
        ([4, 2], [4, 2]),
        ([12, 2], [5, 5, 4]),
        ([1, 11, 3], [1, 5, 5, 4]),
        ([5], [5]),
        ([], []),
    ],
)
def test_a_delegation_is_found_in_one_file(members: list[int], batches: list[int]) -> None:
    ids = [pk for pk, count in enumerate(members) for _member in range(count)]

    assert entries.batches_of(ids, most=5) == batches


def test_send_cuts_the_job_between_delegations(make_delegates: MakeDelegates, send: Send) -> None:
    for count in (2, 1, 2):
        make_delegates(count)

    job = send(badges_per_file=3)

    assert [chunk.entries.count() for chunk in job.chunks.order_by("number")] == [3, 2]
    assert list(job.entries.values_list("order", flat=True)) == [1, 2, 3, 4, 5]


def test_send_cuts_the_job_into_chunks(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BADGES_PER_FILE", 2)
    make_delegates(5)

    job = send()

    chunks = list(job.chunks.all())
    assert [chunk.number for chunk in chunks] == [1, 2, 3]
    assert [[entry.order for entry in chunk.entries.all()] for chunk in chunks] == [
        [1, 2],
        [3, 4],
        [5],
    ]


def test_plan_refuses_with_the_reason(
    conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    [printable] = make_delegates()
    [pending] = make_delegates(approved=False)
    rejected, withdrawn, absent = make_delegates(3)
    accreditation.reject(delegate=rejected, reason="No", by=clerk, at=AT)
    accreditation.withdraw(delegate=withdrawn, reason="Ill", by=clerk, at=AT)
    [uncategorised] = make_delegates(category=None, is_category_set_by_hand=False)
    [gone] = make_delegates()
    delegations.withdraw(delegation=gone.delegation, reason="Recalled", by=clerk, at=AT)

    plan = make_plan(conference, holder_ids=None, purpose=Purpose.FIRST)

    assert set(plan.printable) == {printable.pk, absent.pk}
    assert dict(plan.refused) == {
        pending.pk: Obstacle.PENDING,
        rejected.pk: Obstacle.REJECTED,
        withdrawn.pk: Obstacle.WITHDRAWN,
        uncategorised.pk: Obstacle.NO_CATEGORY,
        gone.pk: Obstacle.DELEGATION_WITHDRAWN,
    }


def test_plan_agrees_with_the_rule_of_the_delegate(
    conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    make_delegates(2)
    make_delegates(approved=False)
    [gone] = make_delegates()
    delegations.withdraw(delegation=gone.delegation, reason="Recalled", by=clerk, at=AT)

    plan = make_plan(conference, holder_ids=None, purpose=Purpose.FIRST)

    everybody = Delegate.objects.for_conference(conference).in_protocol_order()
    assert plan.printable == [row.pk for row in everybody if row.is_entitled_to_badge]


def test_plan_refuses_without_a_design(clerk: User) -> None:
    category = CategoryFactory()
    delegate = DelegateFactory(
        delegation__conference=category.conference,
        approved=True,
        category=category,
        is_category_set_by_hand=True,
    )

    plan = make_plan(category.conference, holder_ids=[delegate.pk], purpose=Purpose.FIRST)

    assert [obstacle for _, obstacle in plan.refused] == [Obstacle.NO_DESIGN]


def test_plan_knows_nobody_of_another_conference(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    stranger = DelegateFactory(approved=True)

    plan = make_plan(conference, holder_ids=[stranger.pk], purpose=Purpose.FIRST)

    assert (plan.printable, plan.refused) == ([], [])


def test_send_refuses_when_nobody_is_left(make_delegates: MakeDelegates, send: Send) -> None:
    make_delegates(approved=False)

    with pytest.raises(DomainError, match="for what was chosen"):
        send()

    assert not PrintJob.objects.exists()


def test_delegate_in_a_running_job_is_refused(
    conference: Conference, make_delegates: MakeDelegates, send: Send
) -> None:
    [delegate] = make_delegates()
    send()

    for purpose in Purpose:
        plan = make_plan(conference, holder_ids=[delegate.pk], purpose=purpose)
        assert plan.refused == [(delegate.pk, Obstacle.BEING_PRINTED)]


def test_first_print_needs_a_delegate_without_a_badge_and_again_one_with(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: Callable[[], int]
) -> None:
    with_badge, without = make_delegates(2)
    send([with_badge])
    work_off()

    obstacles = {
        purpose: dict(plan.refused)
        for purpose in Purpose
        for plan in [make_plan(conference, holder_ids=None, purpose=purpose)]
    }

    assert obstacles == {
        Purpose.FIRST: {with_badge.pk: Obstacle.ALREADY_PRINTED},
        Purpose.AGAIN: {without.pk: Obstacle.NOT_PRINTED},
        Purpose.REPLACE: {without.pk: Obstacle.NOT_PRINTED},
    }


@pytest.mark.parametrize(
    ("purpose", "reason"),
    [
        (Purpose.AGAIN, ""),
        (Purpose.AGAIN, Reason.LOST),
        (Purpose.REPLACE, ""),
        (Purpose.REPLACE, Reason.PAPER_JAM),
        (Purpose.FIRST, Reason.LOST),
    ],
)
def test_send_wants_a_reason_that_fits(
    make_delegates: MakeDelegates, send: Send, purpose: Purpose, reason: str
) -> None:
    make_delegates()

    with pytest.raises(DomainError, match=r"reason|why"):
        send(purpose=purpose, reason=reason)


def test_send_refuses_a_language_the_conference_does_not_use(
    conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    make_delegates()
    order = PrintOrder(conference, None, Purpose.FIRST, language="fr")

    with pytest.raises(DomainError, match="fr"):
        jobs.send(order=order, by=clerk, at=AT)


def test_cancel_releases_what_was_reserved_and_keeps_the_serial(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    delegates = make_delegates(2)
    job = send()

    jobs.cancel(job=job, by=clerk, at=AT)

    job.refresh_from_db()
    assert (job.state, job.finished_at, keys_of(job)) == (JobState.CANCELLED, AT, [])
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
    assert set(job.chunks.values_list("state", flat=True)) == {WorkState.CANCELLED}
    again = send(delegates)
    shown = [entry.generation for entry in again.entries.select_related("generation__badge")]
    assert [(row.badge.serial, row.number) for row in shown] == [(1, 2), (2, 2)]


def test_cancel_refuses_what_has_ended(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = send()
    jobs.cancel(job=job, by=clerk, at=AT)

    with pytest.raises(DomainError, match="no longer running"):
        jobs.cancel(job=job, by=clerk, at=AT)


def test_cancel_leaves_no_file_of_a_finished_chunk(
    make_delegates: MakeDelegates,
    send: Send,
    clerk: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_delegates()
    job = send()
    key = stored(b"a page")
    job.chunks.update(file=key, state=WorkState.DONE)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.cancel(job=job, by=clerk, at=AT)

    assert keys_of(job) == []
    with pytest.raises(FileNotFoundError):
        files.read(key)


def test_send_and_cancel_are_on_record(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates(2)
    job = send()
    jobs.cancel(job=job, by=clerk, at=AT)

    events = AuditEvent.objects.filter(target_type="badges.printjob", target_id=job.pk)
    assert [(event.action, event.by, event.detail) for event in events.order_by("pk")] == [
        ("print_job.sent", clerk, {"purpose": "first", "reason": "", "badges": 2}),
        ("print_job.cancelled", clerk, {}),
    ]


def test_serials_go_on_where_they_stopped(make_delegates: MakeDelegates, send: Send) -> None:
    send(make_delegates(2))
    send(make_delegates(1))

    assert list(Badge.objects.values_list("serial", flat=True)) == [1, 2, 3]


QUERIES_OF_SEND = 34


def test_send_asks_the_same_number_of_questions_for_one_and_for_many(
    make_delegates: MakeDelegates,
    send: Send,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, one, *many = make_delegates(MOST_IN_SMALL_JOB + 2)
    send([first])

    with django_assert_num_queries(QUERIES_OF_SEND):
        send([one])
    with django_assert_num_queries(QUERIES_OF_SEND):
        send(many)
