"""Jobs that a page cannot wait for: asked for, done by who holds them, stopped, forgotten."""

import datetime as dt
import io
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from badges import tasks as badge_tasks
from conference import leased_work
from conference.choices import WorkState
from conference.errors import DomainError, LeaseLostError
from conference.files.storage import random_key
from conference.leased_work import WorkKind
from conference.models import AuditEvent, BackgroundJob, Conference, User
from conference.services import background_jobs
from delegates import tasks as delegate_tasks
from tests.factories import AT, BackgroundJobFactory, ConferenceFactory, UserFactory
from tests.races import while_uncommitted

LEASE = dt.timedelta(minutes=2)


def claimed() -> BackgroundJob:
    job = BackgroundJob.objects.claim(at=AT, lease=LEASE)
    assert job is not None
    return job


def test_who_asks_and_who_stops_stand_in_the_trail() -> None:
    model: BackgroundJob = BackgroundJobFactory()

    job = background_jobs.ask(
        "delegates.export",
        conference=model.conference,
        request={"format": "csv"},
        ids=[1, 2],
        by=model.asked_by,
        at=AT,
        bell_of=("delegates.wake", "import"),
    )
    background_jobs.cancel(job=job, by=model.asked_by, at=AT)

    events = AuditEvent.objects.filter(target_id=job.pk, by=model.asked_by).order_by("pk")
    assert [(event.action, event.detail) for event in events] == [
        ("background_job.asked", {"kind": "delegates.export", "rows": 2}),
        ("background_job.cancelled", {"kind": "delegates.export", "done": 0, "rows": 2}),
    ]
    assert BackgroundJob.objects.get(pk=job.pk).finished_at == AT


def test_what_was_stopped_is_finished_by_nobody() -> None:
    BackgroundJobFactory()
    held = claimed()
    background_jobs.cancel(job=held, by=held.asked_by, at=AT)

    with pytest.raises(LeaseLostError):
        background_jobs.finish(held, at=AT, file=io.BytesIO(b"rows"))
    with pytest.raises(LeaseLostError):
        background_jobs.fail(held, "Away", AT)

    held.refresh_from_db()
    assert (held.state, held.error, held.file.name) == (WorkState.CANCELLED, "", "")


def test_what_has_ended_cannot_be_stopped() -> None:
    BackgroundJobFactory()
    job = claimed()
    background_jobs.finish(job, at=AT)

    with pytest.raises(DomainError, match="This has ended already: Done"):
        background_jobs.cancel(job=job, by=job.asked_by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_job_that_ends_meanwhile_cannot_be_cancelled() -> None:
    BackgroundJobFactory()
    job = claimed()

    with pytest.raises(DomainError, match="This has ended already"):
        while_uncommitted(
            partial(background_jobs.finish, job, at=AT),
            partial(background_jobs.cancel, job=job, by=job.asked_by, at=AT),
        )

    job.refresh_from_db()
    assert job.state == WorkState.DONE


@pytest.mark.django_db(transaction=True)
def test_job_that_somebody_holds_is_not_waited_for() -> None:
    BackgroundJobFactory()
    job = claimed()

    expired = while_uncommitted(
        partial(background_jobs.finish, job, at=AT),
        partial(background_jobs.expire, at=job.expires_at),
    )

    assert expired == 0
    assert BackgroundJob.objects.get() == job


def test_what_expires_goes_with_its_file(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    keys = [
        default_storage.save(random_key("jobs", "a.csv"), ContentFile(b"rows")) for _job in range(2)
    ]
    done = {"state": WorkState.DONE, "finished_at": AT}
    BackgroundJobFactory(file=keys[0], expires_at=AT, **done)
    kept = BackgroundJobFactory(file=keys[1], expires_at=AT + dt.timedelta(seconds=1), **done)

    with django_capture_on_commit_callbacks(execute=True):
        expired = background_jobs.expire(at=AT)

    assert expired == 1
    assert BackgroundJob.objects.get() == kept
    assert [default_storage.exists(key) for key in keys] == [False, True]
    default_storage.delete(keys[1])


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"state": WorkState.DONE}, "background_job_is_unfinished_or_has_finished"),
        ({"finished_at": AT}, "background_job_is_unfinished_or_has_finished"),
        ({"file": "jobs/aa/rows"}, "background_job_has_a_file_only_when_done"),
        ({"done": 3, "total": 2}, "background_job_does_no_more_than_all"),
    ],
)
def test_database_refuses_what_cannot_be(wrong: dict[str, object], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule):
        BackgroundJobFactory(**wrong)


KINDS = [
    kind
    for kind in (*badge_tasks.KINDS, *delegate_tasks.KINDS)
    if kind.rows().model is BackgroundJob
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_is_done_for_whoever_may_not_do_it_any_more(kind: WorkKind[BackgroundJob]) -> None:
    BackgroundJobFactory(kind=kind.name, request={})

    assert leased_work.run_next([kind], timezone.now)

    job = BackgroundJob.objects.get()
    assert (job.state, job.file.name) == (WorkState.FAILED, "")
    assert job.error == f"{job.asked_by} may no longer do this."


def asked(by: User, conference: Conference, **request: object) -> BackgroundJob:
    return background_jobs.ask(
        "delegates.export",
        conference=conference,
        request=request,
        by=by,
        at=AT,
        bell_of=("delegates.wake", "import"),
    )


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_ask_for_one_job() -> None:
    by, conference = UserFactory(), ConferenceFactory()
    click = partial(asked, by, conference, format="csv")

    second = while_uncommitted(click, click)

    assert BackgroundJob.objects.get() == second


def test_the_same_is_asked_for_once_until_it_is_done() -> None:
    by, conference = UserFactory(), ConferenceFactory()
    first = asked(by, conference, format="csv")
    others = [
        asked(by, conference, format="xlsx"),
        asked(by, ConferenceFactory(), format="csv"),
        asked(UserFactory(), conference, format="csv"),
    ]
    again = asked(by, conference, format="csv")
    BackgroundJob.objects.filter(pk=first.pk).update(state=WorkState.DONE, finished_at=AT)
    afterwards = asked(by, conference, format="csv")

    assert again == first
    assert len({first.pk, afterwards.pk, *(job.pk for job in others)}) == 5


def test_nobody_has_more_than_so_many_under_way() -> None:
    by, conference = UserFactory(), ConferenceFactory()
    jobs = [asked(by, conference, number=n) for n in range(background_jobs.MOST_UNFINISHED)]

    with pytest.raises(DomainError, match="20 of your background jobs have not finished"):
        asked(by, conference, format="csv")
    asked(UserFactory(), conference, format="csv")
    background_jobs.cancel(job=jobs[0], by=by, at=AT)

    assert asked(by, conference, format="csv")
