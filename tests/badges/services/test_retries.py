"""What a job could not print is sent once more, as it was sent."""

import datetime as dt

import pytest

from badges.background import trials
from badges.choices import JobState, Purpose, Reason
from badges.models import Generation, PrintJob
from badges.services import desk
from badges.services.printing import jobs, retries
from badges.services.printing.jobs import NobodyToPrintError
from conference.errors import DomainError
from conference.models import User
from delegates.models import Delegate
from delegates.services import registering
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.usefixtures("empty_storage")
GONE = "photos/00/gone.jpg"


def printed_for(job: PrintJob) -> list[int]:
    entries = job.entries.order_by("order")
    return list(entries.values_list("generation__badge__delegate", flat=True))


def without_photo(*delegates: Delegate) -> None:
    Delegate.objects.filter(pk__in=[row.pk for row in delegates]).update(photo="")


def test_what_a_published_job_could_not_print_is_sent_as_it_was_sent(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(2)
    [no_photo] = make_delegates(photo=GONE)
    [no_glyph] = make_delegates(own_name="Ада 🎉", own_name_language="ru")
    job = send(badges_per_file=7, is_archival=True)
    work_off()
    without_photo(no_photo)
    registering.change(delegate=no_glyph, fields={"own_name": "Ада"}, by=clerk, at=AT)

    again = retries.retry(job=job, by=clerk, at=AT)
    work_off()

    assert printed_for(again) == [no_photo.pk, no_glyph.pk]
    assert (again.retry_of, again.purpose, again.language) == (job, job.purpose, job.language)
    assert (again.badges_per_file, again.is_archival) == (7, True)
    again.refresh_from_db()
    assert (again.state, again.page_count) == (JobState.PUBLISHED, 2)
    assert Generation.objects.live().count() == 4
    job.refresh_from_db()
    assert retries.may_be_retried(job).printable == 0


def test_who_has_lost_the_right_stays_out(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates()
    stays, leaves = make_delegates(2, photo=GONE)
    job = send()
    work_off()
    accreditation.withdraw(delegate=leaves, reason="Ill", by=clerk, at=AT)

    job.refresh_from_db()
    counted = retries.may_be_retried(job)
    again = retries.retry(job=job, by=clerk, at=AT)

    assert (counted.printable, counted.refused) == (1, 1)
    assert printed_for(again) == [stays.pk]


@pytest.mark.parametrize("size", ["small", "large"])
def test_failed_job_is_sent_once_more_but_for_whom_the_desk_printed(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
) -> None:
    people = make_delegates(3, photo=GONE)
    with monkeypatch.context() as patched:
        patched.setattr(trials, "MOST_OF_A_FILE", 0)
        if size == "large":
            patched.setattr(jobs, "MOST_IN_SMALL_JOB", 0)
        job = send()
        without_photo(people[1])
        patched.setattr(jobs, "MOST_IN_SMALL_JOB", 20)
        desk.print_out_of(job=job, holder_id=people[1].pk, by=clerk, at=AT)
        work_off()
    job.refresh_from_db()
    without_photo(*people)

    again = retries.retry(job=job, by=clerk, at=AT)
    work_off()

    assert job.state == JobState.FAILED
    assert printed_for(again) == [people[0].pk, people[2].pk]
    assert Generation.objects.live().count() == 3


def test_badge_is_not_replaced_by_two_that_were_sent_once_more(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    """Its live generation would let it be replaced for ever."""
    people = make_delegates(2)
    send()
    work_off()
    Delegate.objects.filter(pk=people[1].pk).update(photo=GONE)
    job = send(purpose=Purpose.REPLACE, reason=Reason.DAMAGED)
    work_off()
    without_photo(people[1])

    first = retries.retry(job=job, by=clerk, at=AT)
    work_off()
    second = retries.retry(job=job, by=clerk, at=AT)

    assert (first.reason, second) == (Reason.DAMAGED, first)
    assert Generation.objects.filter(badge__delegate=people[1]).count() == 3


def test_what_was_sent_once_more_and_cancelled_may_be_sent_again(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates()
    make_delegates(photo=GONE)
    job = send()
    work_off()
    jobs.cancel(job=retries.retry(job=job, by=clerk, at=AT), by=clerk, at=AT)

    again = retries.retry(job=job, by=clerk, at=AT)

    assert again.state == JobState.RUNNING
    assert job.retries.count() == 2


def test_job_that_printed_all_has_nothing_to_send_once_more(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates()
    job = send()
    with pytest.raises(DomainError, match="finished or failed"):
        retries.retry(job=job, by=clerk, at=AT)
    work_off()

    with pytest.raises(NobodyToPrintError):
        retries.retry(job=job, by=clerk, at=AT)


@racing
@pytest.mark.parametrize("purpose", [Purpose.FIRST, Purpose.REPLACE])
def test_retry_that_two_press_at_once_is_one_job(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User, purpose: Purpose
) -> None:
    make_delegates()
    [delegate] = make_delegates(photo=GONE if purpose == Purpose.FIRST else "")
    job = send()
    work_off()
    if purpose == Purpose.REPLACE:
        Delegate.objects.filter(pk=delegate.pk).update(photo=GONE)
        job = send(purpose=purpose, reason=Reason.LOST)
        work_off()

    first: list[PrintJob] = []
    second = while_uncommitted(
        lambda: first.append(retries.retry(job=job, by=clerk, at=AT)),
        lambda: retries.retry(job=job, by=clerk, at=AT),
    )

    assert first == [second]
    assert printed_for(second) == [delegate.pk]
    assert job.retries.count() == 1


def test_who_was_replaced_otherwise_meanwhile_keeps_that_badge(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates()
    send([delegate])
    work_off()
    lost = {"purpose": Purpose.REPLACE, "reason": Reason.LOST}
    job = send([delegate], **lost)
    jobs.end_unpublished(jobs.held(job), JobState.FAILED, at=AT, error="a full disk")
    PrintJob.objects.filter(pk=job.pk).update(created_at=AT - dt.timedelta(hours=1))
    send([delegate], **lost)
    work_off()

    job.refresh_from_db()
    assert retries.may_be_retried(job).printable == 0
    with pytest.raises(NobodyToPrintError):
        retries.retry(job=job, by=clerk, at=AT)
