"""A large export: the same file as a small one, of whom the asker still sees."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import BackgroundJob, StaffRole
from delegates.background import exports
from delegates.exporting.people import Format, exported
from delegates.models import Delegate
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(role=Role.REGISTRATION_OFFICER)


def asked(role: StaffRole, ids: list[int]) -> BackgroundJob:
    return exports.ask(
        delegate_ids=ids,
        conference=role.conference,
        file_format=Format.CSV,
        by=role.user,
        at=timezone.now(),
    )


def done(job: BackgroundJob) -> BackgroundJob:
    assert leased_work.run_next([exports.WORK], timezone.now)
    job.refresh_from_db()
    return job


def test_file_is_that_of_a_small_export_of_whom_the_asker_sees(role: StaffRole) -> None:
    DelegateFactory.create_batch(3, delegation=DelegationFactory(conference=role.conference))
    elsewhere = DelegateFactory()
    here = Delegate.objects.for_conference(role.conference)

    job = done(asked(role, [*here.values_list("pk", flat=True), elsewhere.pk]))

    assert (job.state, job.done) == (WorkState.DONE, job.total)
    assert job.result == {"delegates": 3}
    with job.file.open("rb") as made, exported(here, role.conference, Format.CSV) as small:
        assert made.read() == small.read()
    default_storage.delete(job.file.name)


def test_nothing_is_written_for_whoever_may_not_export_any_more(role: StaffRole) -> None:
    job = asked(role, [])
    StaffRole.objects.update(role=Role.SECURITY_OFFICER)

    job = done(job)

    assert (job.state, job.file.name) == (WorkState.FAILED, "")
    assert job.error == f"{role.user} may no longer do this."
