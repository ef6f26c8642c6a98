"""A large job is sent with the ids of those it is for; a worker makes the rest of it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from badges.choices import JobState, Obstacle, Purpose, Reason
from badges.jobs.progress import Stage, progress_of
from badges.models import (
    MOST_IN_SMALL_JOB,
    Badge,
    Generation,
    PrintJob,
    PrintPreparation,
)
from badges.services.printing import jobs
from badges.services.printing.preparation import prepare
from conference import leased_work
from conference.choices import WorkState
from conference.errors import LeaseLostError
from conference.models import AuditEvent, Conference, StaffRole, User
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.badges.admin.test_printing import SEND, hidden, order_from, page_of, signed_in, text
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, claim, perform_next
from tests.badges.printed import manifest_of, pages_of
from tests.deciding import decided
from tests.factories import DelegationFactory, PrintJobFactory, PrintPreparationFactory
from tests.here import here

large = pytest.mark.usefixtures("all_jobs_are_large")


def printed_for(job: PrintJob) -> list[int]:
    entries = job.entries.order_by("order")
    return list(entries.values_list("generation__badge__delegate", flat=True))


@pytest.mark.parametrize(
    ("more", "is_prepared_later"), [(0, False), (1, True)], ids=["small", "large"]
)
@pytest.mark.parametrize("whom", ["chosen", "everybody"])
def test_what_nobody_waits_for_at_a_desk_is_prepared_later(
    make_delegates: MakeDelegates, send: Send, whom: str, more: int, is_prepared_later: bool
) -> None:
    people = make_delegates(MOST_IN_SMALL_JOB + more)

    job = send(people if whom == "chosen" else None)

    [ids] = PrintPreparation.objects.values_list("holders", flat=True) or [[]]
    assert ids == ([row.pk for row in people] if is_prepared_later else [])
    assert job.entries.exists() == Generation.objects.exists() == (not is_prepared_later)


QUERIES_OF_SEND = 17


@pytest.mark.parametrize("count", [1, 3])
@large
def test_sending_a_large_job_asks_the_same_however_large_it_is(
    make_delegates: MakeDelegates,
    send: Send,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_delegates(count)

    with django_assert_num_queries(QUERIES_OF_SEND):
        send()


QUERIES_OF_PREPARE = 83


@pytest.mark.parametrize("count", [1, 3])
@large
def test_preparing_asks_the_same_however_large_the_job_is(
    make_delegates: MakeDelegates,
    send: Send,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_delegates(count)
    send()

    with django_assert_num_queries(QUERIES_OF_PREPARE):
        perform_next()


def test_prepared_job_is_like_one_that_was_sent_with_everything(
    make_delegates: MakeDelegates,
    send: Send,
    conference: Conference,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the same order, in the same files, with the next serials and the same contents."""
    for count in (2, 1, 2):
        make_delegates(
            count, delegation=DelegationFactory(conference=conference), function='“A” \\ "B"\tC'
        )
    at_once = send(badges_per_file=3)
    was = [
        (chunk, order, content)
        for chunk, order, content in at_once.entries.order_by("order").values_list(
            "chunk__number", "order", "generation__content"
        )
    ]
    jobs.cancel(job=at_once, by=clerk, at=AT)
    monkeypatch.setattr(jobs, "MOST_IN_SMALL_JOB", 0)

    job = send(badges_per_file=3)
    perform_next()

    found = job.entries.order_by("order").values_list(
        "chunk__number", "order", "generation__content", "generation__code", "generation__number"
    )
    signed = [content["token"] for _chunk, _order, content, _code, _number in found]
    codes = [code for _chunk, _order, _content, code, _number in found]
    assert [(chunk, order, content) for chunk, order, content, _code, _number in found] == [
        (chunk, order, content | {"code": code, "token": token})
        for (chunk, order, content), code, token in zip(was, codes, signed, strict=True)
    ]
    assert {number for *_others, number in found} == {2}
    assert len({*codes, *(content["code"] for _chunk, _order, content in was)}) == 10
    preparation = PrintPreparation.objects.get()
    assert (preparation.state, preparation.left_out) == (WorkState.DONE, [])


@pytest.mark.parametrize(
    ("purpose", "reason", "issues"),
    [(Purpose.AGAIN, Reason.PAPER_JAM, 1), (Purpose.REPLACE, Reason.LOST, 2)],
)
@large
def test_large_jobs_of_every_purpose_come_out_whole(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    purpose: Purpose,
    reason: Reason,
    issues: int,
) -> None:
    make_delegates(3)
    first = send()
    work_off()

    again = send(purpose=purpose, reason=reason)
    work_off()

    for job in (first, again):
        job.refresh_from_db()
        assert (job.state, job.page_count) == (JobState.PUBLISHED, 3)
        assert pages_of(job) == manifest_of(job)
    assert Badge.objects.count() == 3
    assert set(Generation.objects.live().values_list("number", flat=True)) == {issues}


@large
def test_who_can_no_longer_be_printed_is_left_out_and_named(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    clerk: User,
) -> None:
    withdrawn, deleted, at_the_desk, stays = make_delegates(4)
    other = PrintJobFactory(conference=conference)
    job = send()
    accreditation.withdraw(delegate=withdrawn, reason="Ill", by=clerk, at=AT)
    Delegate.objects.filter(pk=deleted.pk).delete()
    preparation = PrintPreparationFactory(job=other, holders=[at_the_desk.pk])

    perform_next()

    assert printed_for(job) == [stays.pk]
    assert PrintPreparation.objects.exclude(pk=preparation.pk).get().left_out == [
        [withdrawn.pk, Obstacle.WITHDRAWN],
        [at_the_desk.pk, Obstacle.BEING_PRINTED],
        [deleted.pk, Obstacle.DELETED],
    ]
    event = AuditEvent.objects.get(action="print_job.prepared")
    assert (event.by, event.detail) == (clerk, {"badges": 1, "left_out": 3})


@large
def test_who_is_withdrawn_while_the_badges_are_written_is_left_out_and_named(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    withdrawn, stays = make_delegates(2)
    job = send()
    hold = claim(AT)
    assert hold is not None

    def withdraw() -> None:
        accreditation.withdraw(delegate=withdrawn, reason="Ill", by=clerk, at=AT)

    prepare(preparation=hold.work, at=AT, look=withdraw)

    assert printed_for(job) == [stays.pk]
    assert PrintPreparation.objects.get().left_out == [[withdrawn.pk, Obstacle.WITHDRAWN]]


@large
def test_page_names_whom_the_preparation_left_beside_those_left_out_later(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
) -> None:
    early, deleted, late, _stays = make_delegates(4)
    job = send()
    accreditation.withdraw(delegate=early, reason="Ill", by=clerk, at=AT)
    Delegate.objects.filter(pk=deleted.pk).delete()
    perform_next()
    accreditation.withdraw(delegate=late, reason="Ill", by=clerk, at=AT)
    work_off()

    said = text(signed_in(conference).get(page_of(job)))

    assert "PDF, 1 page" in said
    assert "Left out 3" in said
    assert str(early) in said
    assert f"{late.family_name.upper()}, {late.given_name}" in said
    assert said.count("The delegate is withdrawn") == 2
    assert "Was deleted in the meantime" in said


@large
def test_job_of_whom_nobody_is_left_fails_in_words(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    for delegate in make_delegates(2):
        send([delegate])
    first, second = PrintJob.objects.order_by("pk")
    PrintPreparation.objects.filter(job=second).update(
        holders=PrintPreparation.objects.get(job=first).holders
    )

    for hold in [claim(AT), claim(AT)]:
        assert hold is not None
        leased_work.perform(hold)

    failed = PrintJob.objects.get(state=JobState.FAILED)
    assert failed == second
    assert failed.error == (
        "No badge in this job can still be printed. Most frequent reason, for 1 of 1:"
        " Is in another print job that has not ended."
    )
    assert not failed.entries.exists()
    assert PrintPreparation.objects.get(job=failed).state == WorkState.FAILED


@large
def test_job_of_somebody_who_may_print_no_more_fails_in_words(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = send()
    StaffRole.objects.filter(user=clerk).delete()

    perform_next()

    job.refresh_from_db()
    words = "may no longer print badges for this conference. Ask somebody who may to send them."
    assert (job.state, job.error) == (JobState.FAILED, f"{clerk} {words}")
    assert not Generation.objects.exists()


@large
def test_nothing_is_prepared_by_who_has_lost_the_lease(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    job = send()
    late = claim(AT)
    PrintPreparation.objects.update(state=WorkState.WAITING, lease=None)
    work_off()
    assert late is not None

    with pytest.raises(LeaseLostError):
        late.kind.do(late.work, late)

    job.refresh_from_db()
    assert (job.state, job.entries.count()) == (JobState.PUBLISHED, 1)


@large
def test_cancelled_before_it_is_prepared_leaves_nothing(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    people = make_delegates(2)
    job = send()
    client = signed_in(conference)

    asked = text(client.get(page_of(job, "cancel")))
    decided(client, page_of(job, "cancel"))
    said = text(client.get(page_of(job)))
    again = client.get(f"{SEND}?job={job.pk}")

    assert "None of its 2 badges is printed or issued." in asked
    assert "The job was cancelled; nothing was printed or issued." in said
    assert PrintPreparation.objects.get().state == WorkState.CANCELLED
    assert claim(AT) is None
    assert hidden(again, "delegates").split(",") == [str(row.pk) for row in people]
    assert "First print 2 badges" in text(again)


@large
def test_page_says_that_the_badges_wait_and_that_they_are_prepared(
    conference: Conference, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send()
    client = signed_in(conference)

    waiting = text(client.get(page_of(job)))
    claim(AT)
    preparing = text(client.get(page_of(job)))
    stages = [progress_of(job, at=AT).stage]
    PrintPreparation.objects.update(
        state=WorkState.WAITING, lease=None, error="The storage is away."
    )
    tried_again = text(client.get(page_of(job)))

    assert "3 badges are waiting to be printed." in waiting
    assert "The badges are being prepared. Later changes will not appear on them." in preparing
    assert stages == [Stage.PREPARING]
    assert "The storage is away." in tried_again
    assert "3" in text(client.get(here("badges_printjob_changelist")))


@large
def test_everybody_sent_from_the_page_is_a_job_that_waits(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    people = make_delegates(2)
    client = signed_in(conference)

    response = client.post(SEND, order_from(client.get(SEND), purpose="first"))
    twice = client.post(SEND, order_from(client.get(SEND), purpose="first"))

    job = PrintJob.objects.get()
    assert response.headers["Location"] == page_of(job)
    assert job.preparation.holders == [row.pk for row in people]
    assert "No badge can be printed for what was chosen." in text(twice)
