"""Decisions on more delegates than a page shows: on whom, in whose name, once."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import AuditEvent, BackgroundJob, StaffRole
from conference.services import background_jobs
from delegates.background import decisions
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory

AT = timezone.now()


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(role=Role.REGISTRATION_OFFICER)


@pytest.fixture
def people(role: StaffRole) -> list[Delegate]:
    delegation = DelegationFactory(conference=role.conference)
    return DelegateFactory.create_batch(5, delegation=delegation)


def asked(role: StaffRole, ids: list[int]) -> BackgroundJob:
    return decisions.ask(
        delegate_ids=ids,
        conference=role.conference,
        accreditation=Accreditation.APPROVED,
        by=role.user,
        at=AT,
    )


def done(job: BackgroundJob) -> BackgroundJob:
    while leased_work.run_next([decisions.WORK], timezone.now):
        pass
    job.refresh_from_db()
    return job


def states(people: list[Delegate]) -> list[str]:
    found = dict(Delegate.objects.values_list("pk", "accreditation"))
    return [found[one.pk] for one in people]


def in_groups_of_two(monkeypatch: pytest.MonkeyPatch, before_each: Callable[[int], None]) -> None:
    """`before_each` hears how many are done when a group's turn comes."""
    monkeypatch.setattr(decisions, "AT_ONCE", 2)
    decide = decisions._decide

    def heard(job: BackgroundJob, ids: list[int], **further: object) -> None:
        before_each(job.done)
        decide(job, ids, **further)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "_decide", heard)


def test_all_are_decided_on_in_the_askers_name_and_in_nobody_elses(
    role: StaffRole, people: list[Delegate]
) -> None:
    stays = DelegateFactory(delegation=people[0].delegation)

    job = done(asked(role, [one.pk for one in people]))

    assert (job.state, job.done, decisions.left(job)) == (WorkState.DONE, 5, [])
    assert states([*people, stays]) == ["approved"] * 5 + ["submitted"]
    deciders = {one.decided_by for one in Delegate.objects.exclude(pk=stays.pk)}
    assert deciders == {role.user}
    events = AuditEvent.objects.filter(action="delegate.approved")
    assert sorted(event.target_id or 0 for event in events) == [one.pk for one in people]


def test_state_is_asked_again_and_whom_it_leaves_is_known(
    role: StaffRole, people: list[Delegate]
) -> None:
    elsewhere = DelegateFactory()
    job = asked(role, [*(one.pk for one in people), elsewhere.pk])
    accreditation.withdraw(delegate=people[1], reason="Ill", by=role.user, at=AT)

    job = done(job)

    assert decisions.left(job) == [(people[1].pk, "withdrawn"), (elsewhere.pk, "")]
    assert decisions.decided(job) == 4
    assert states([*people, elsewhere]) == [
        "approved",
        "withdrawn",
        "approved",
        "approved",
        "approved",
        "submitted",
    ]


def test_role_that_is_taken_away_ends_it_in_words(
    role: StaffRole, people: list[Delegate], monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_away(done: int) -> None:
        if done == 2:
            StaffRole.objects.all().delete()

    in_groups_of_two(monkeypatch, take_away)

    job = done(asked(role, [one.pk for one in people]))

    assert job.state == WorkState.FAILED
    assert job.error == f"{role.user} may no longer do this."
    assert decisions.decided(job) == 2
    assert states(people) == ["approved"] * 2 + ["submitted"] * 3


def test_what_a_killed_worker_had_decided_is_not_decided_again(
    role: StaffRole, people: list[Delegate], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill_once(done: int) -> None:
        if done == 2:
            monkeypatch.undo()
            raise Killed

    in_groups_of_two(monkeypatch, kill_once)
    job = asked(role, [one.pk for one in people])
    with pytest.raises(Killed):
        leased_work.run_next([decisions.WORK], timezone.now)
    in_between = states(people)
    BackgroundJob.objects.update(leased_until=AT)

    job = done(job)

    assert in_between == ["approved"] * 2 + ["submitted"] * 3
    assert (job.state, job.attempts, decisions.left(job)) == (WorkState.DONE, 2, [])
    assert states(people) == ["approved"] * 5
    assert AuditEvent.objects.filter(action="delegate.approved").count() == 5


def test_stopped_between_two_groups_it_decides_no_further(
    role: StaffRole, people: list[Delegate], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int) -> None:
        if done == 2:
            job = BackgroundJob.objects.get()
            background_jobs.cancel(job=job, by=role.user, at=AT)

    in_groups_of_two(monkeypatch, stop)

    done(asked(role, [one.pk for one in people]))

    assert states(people) == ["approved"] * 2 + ["submitted"] * 3
