"""Jobs in the background through the pages of whoever asks for them."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core.files.storage import default_storage
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import AuditEvent, BackgroundJob, Conference, StaffRole, User
from delegates import tasks
from delegates.admin.exporting import exports
from delegates.background import decisions
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.deciding import decided
from tests.factories import (
    BackgroundJobFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.page_forms import form_values

LIST = here("delegates_delegate_changelist")


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Delegate), "list_per_page", 2)
    monkeypatch.setattr(admin.site.get_model_admin(Delegate), "most_at_once", 2)
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 2)


@pytest.fixture
def people(conference: Conference) -> list[Delegate]:
    return DelegateFactory.create_batch(3, delegation=DelegationFactory(conference=conference))


def chosen(action: str, people: list[Delegate]) -> dict[str, object]:
    return {"action": action, "_selected_action": [people[0].pk], "select_across": "1"}


def job_of(answer: HttpResponseBase) -> BackgroundJob:
    job = BackgroundJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(job))
    return job


def exported(organizer: Client, people: list[Delegate]) -> HttpResponseBase:
    """All of them, through the page that asks."""
    page = organizer.post(LIST, chosen("export_csv", people))
    form = form_values(page.content.decode(), "export") | {"whom": "everybody"}
    return organizer.post(here("delegates_delegate_export", "csv"), form)


def conference_user(conference: Conference) -> User:
    return StaffRole.objects.get(conference=conference).user


def page_of(job: BackgroundJob, page: str = "change") -> str:
    return here(f"conference_backgroundjob_{page}", job.pk)


def work() -> None:
    assert leased_work.run_next(tasks.KINDS, timezone.now)


def test_more_than_a_page_are_decided_on_as_they_were_shown(
    organizer: Client, people: list[Delegate]
) -> None:
    asked = organizer.post(LIST, chosen("approved", people)).content.decode()
    came_later = DelegateFactory(delegation=people[0].delegation)
    job = job_of(organizer.post(LIST, form_values(asked, "decision")))
    waiting = organizer.get(page_of(job)).content.decode()
    withdrawing = here("delegates_delegate_decide", people[2].pk, "withdrawn")
    decided(organizer, withdrawing, reason="Ill")
    work()

    ended = organizer.get(page_of(job)).content.decode()

    assert "These 3 people may attend." in asked
    assert "Approval of 3 delegates" in waiting
    assert "The delegates are being decided on, in groups." in waiting
    assert "Approved: 2 delegates." in ended
    assert "was already “Withdrawn”" in ended
    assert str(people[2]) in ended
    found = dict(Delegate.objects.values_list("pk", "accreditation"))
    assert [found[one.pk] for one in [*people, came_later]] == [
        "approved",
        "approved",
        "withdrawn",
        "submitted",
    ]


def test_reason_is_asked_before_anything_waits(organizer: Client, people: list[Delegate]) -> None:
    asked = organizer.post(LIST, chosen("rejected", people)).content.decode()
    again = organizer.post(LIST, form_values(asked, "decision") | {"reason": " "})
    assert (again.status_code, BackgroundJob.objects.count()) == (200, 0)

    answer = form_values(again.content.decode(), "decision") | {"reason": "Late"}
    job_of(organizer.post(LIST, answer))
    work()

    assert set(Delegate.objects.values_list("accreditation", "decision_reason")) == {
        ("rejected", "Late")
    }


def test_rows_of_another_conference_are_not_decided_on_though_the_user_works_there(
    organizer: Client, people: list[Delegate], conference: Conference
) -> None:
    elsewhere = DelegateFactory()
    user = conference_user(conference)
    StaffRoleFactory(user=user, conference=elsewhere.conference, role=Role.ORGANIZER)
    ids = ",".join(str(one.pk) for one in [*people, elsewhere, people[0]])

    asked = organizer.post(LIST, chosen("approved", people) | {"confirmed": ids})
    sent = form_values(asked.content.decode(), "decision") | {"confirmed": ids}
    job = job_of(organizer.post(LIST, sent))
    work()

    elsewhere.refresh_from_db()
    job.refresh_from_db()
    assert elsewhere.accreditation == "submitted"
    assert (job.total, decisions.decided(job), decisions.left(job)) == (3, 3, [])


def test_ids_that_nobody_checked_are_asked_about_once_more(
    people: list[Delegate], conference: Conference
) -> None:
    """What a page of an earlier version asked for, say."""
    elsewhere = DelegateFactory()
    user = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    StaffRoleFactory(user=user, conference=elsewhere.conference, role=Role.ORGANIZER)
    job = decisions.ask(
        delegate_ids=[people[0].pk, elsewhere.pk],
        conference=conference,
        accreditation=Accreditation.APPROVED,
        by=user,
        at=timezone.now(),
    )
    work()

    job.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (decisions.decided(job), decisions.left(job)) == (1, [(elsewhere.pk, "")])
    assert elsewhere.accreditation == "submitted"


def test_large_export_is_taken_by_its_asker_and_by_nobody_else(
    organizer: Client, people: list[Delegate], conference: Conference
) -> None:
    job = job_of(exported(organizer, people))
    early = organizer.get(page_of(job, "file"))
    work()
    page = organizer.get(page_of(job)).content.decode()
    other = Client()
    other.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)

    taken = organizer.get(page_of(job, "file"))

    assert early.status_code == 404
    assert "Export of 3 delegates" in page
    assert page_of(job, "file") in page
    assert b"".join(taken).count(b"\n") == 4  # type: ignore[arg-type]
    assert AuditEvent.objects.filter(action="delegates.exported").count() == 1
    assert [other.get(page_of(job, page)).status_code for page in ("change", "file")] == [404] * 2
    job.refresh_from_db()
    default_storage.delete(job.file.name)


def test_file_is_given_to_nobody_who_may_not_export_any_more(
    organizer: Client, people: list[Delegate], conference: Conference
) -> None:
    job = job_of(exported(organizer, people))
    work()
    job.asked_by.staff_roles.update(role=Role.BADGE_DESK)

    assert [organizer.get(page_of(job, page)).status_code for page in ("change", "file")] == [
        403
    ] * 2
    job.refresh_from_db()
    default_storage.delete(job.file.name)


def test_large_export_asks_for_the_password_too(organizer: Client, people: list[Delegate]) -> None:
    session = organizer.session
    session["account_authentication_methods"] = []
    session.save()

    answer = organizer.post(LIST, chosen("export_csv", people))

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert BackgroundJob.objects.count() == 0


def test_stopped_job_says_how_far_it_came(organizer: Client, people: list[Delegate]) -> None:
    asked = organizer.post(LIST, chosen("approved", people)).content.decode()
    job = job_of(organizer.post(LIST, form_values(asked, "decision")))
    assert page_of(job, "cancel") in organizer.get(page_of(job)).content.decode()

    decided(organizer, page_of(job, "cancel"))

    job.refresh_from_db()
    assert job.state == WorkState.CANCELLED
    assert "It was stopped after 0 of 3." in organizer.get(page_of(job)).content.decode()


def test_link_to_a_large_export_asks_before_it_is_written(
    organizer: Client, people: list[Delegate]
) -> None:
    link = here("delegates_delegate_export", "csv")

    asked = organizer.get(link).content.decode()
    waiting = BackgroundJob.objects.count()
    form = form_values(asked, "export") | {"whom": "everybody"}
    answers = [organizer.post(link, form)["Location"] for _click in "12"]

    assert "A long file takes a moment" in asked
    assert waiting == 0
    assert answers == [page_of(BackgroundJob.objects.get())] * 2


def test_decision_that_ended_early_says_what_it_did(
    organizer: Client, people: list[Delegate], conference: Conference
) -> None:
    asked = organizer.post(LIST, chosen("approved", people)).content.decode()
    job = job_of(organizer.post(LIST, form_values(asked, "decision")))
    BackgroundJob.objects.update(
        state=WorkState.FAILED,
        error="The storage is away.",
        finished_at=timezone.now(),
        done=2,
        result={"left": [[people[1].pk, "withdrawn"]]},
    )

    said = organizer.get(page_of(job)).content.decode()

    assert "It could not be finished." in said
    assert "The storage is away." in said
    assert "Approved: 1 delegate." in said
    assert str(people[1]) in said


def test_second_job_of_a_conference_waits_for_its_turn(
    organizer: Client, people: list[Delegate]
) -> None:
    job = job_of(exported(organizer, people))
    BackgroundJob.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=1))
    forgotten = organizer.get(page_of(job)).content.decode()
    other = BackgroundJobFactory(conference=job.conference)
    BackgroundJob.objects.filter(pk=other.pk).update(
        state=WorkState.RUNNING,
        lease=uuid4(),
        leased_until=timezone.now() + dt.timedelta(minutes=1),
    )

    waiting = organizer.get(page_of(job)).content.decode()

    assert "It has not started yet." in forgotten
    assert "It is waiting for its turn." in waiting


def test_job_of_a_kind_that_is_no_more_breaks_no_page(
    organizer: Client, conference: Conference
) -> None:
    job = BackgroundJobFactory(
        conference=conference, asked_by=conference_user(conference), kind="delegates.former"
    )
    pages = (page_of(job), here("conference_backgroundjob_changelist"), page_of(job, "cancel"))

    assert [organizer.get(page).status_code for page in pages] == [200] * 3


def test_what_has_lost_its_file_says_so_and_what_has_expired_is_gone(
    organizer: Client, people: list[Delegate]
) -> None:
    job = job_of(exported(organizer, people))
    work()
    job.refresh_from_db()
    default_storage.delete(job.file.name)

    lost = organizer.get(page_of(job)).content.decode()
    taken = organizer.get(page_of(job, "file"))
    BackgroundJob.objects.update(expires_at=timezone.now())
    expired = organizer.get(page_of(job))

    assert "The file is no longer kept. Ask for it again." in lost
    assert (taken.status_code, expired.status_code) == (404, 404)
