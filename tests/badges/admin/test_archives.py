"""All files of a print job in one archive."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from badges import files
from badges.background import archives
from badges.models import PrintJob
from badges.published import published_files
from conference import leased_work
from conference.choices import Role
from conference.models import AuditEvent, BackgroundJob, Conference
from tests.badges.admin.test_printing import WorkOff, signed_in
from tests.badges.conftest import MakeDelegates, Send
from tests.here import here


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


@pytest.fixture
def print_job(make_delegates: MakeDelegates, send: Send, work_off: WorkOff) -> PrintJob:
    """Of eleven files, so that their numbers have two digits."""
    make_delegates(11)
    job = send(badges_per_file=1)
    work_off()
    job.refresh_from_db()
    return job


def ask(desk: Client, job: PrintJob) -> HttpResponseBase:
    return desk.post(here("badges_printjob_archive", job.pk))


def page_of(job: BackgroundJob, page: str = "change") -> str:
    return here(f"conference_backgroundjob_{page}", job.pk)


def test_archive_holds_every_file_under_names_that_sort_as_their_pages(
    desk: Client, print_job: PrintJob
) -> None:
    offered = desk.get(here("badges_printjob_change", print_job.pk)).content.decode()
    asked = ask(desk, print_job)
    job = BackgroundJob.objects.get()
    assert asked["Location"] == page_of(job)
    assert leased_work.run_next([archives.WORK], timezone.now)

    page = desk.get(page_of(job)).content.decode()
    taken = desk.get(page_of(job, "file"))

    with zipfile.ZipFile(io.BytesIO(b"".join(taken))) as archive:  # type: ignore[arg-type]
        names = archive.namelist()
        assert [archive.read(name) for name in names] == [
            files.read(file.key) for file in published_files(print_job)
        ]
    assert here("badges_printjob_archive", print_job.pk) in offered
    assert page_of(job, "file") in page
    assert names == sorted(names)
    assert names[0] == f"{print_job.conference.slug}-badges-{print_job.pk}-01.pdf"
    event = AuditEvent.objects.get(action="print_job.downloaded")
    assert (event.target_id, event.detail) == (print_job.pk, {"files": 11, "pages": 11})
    job.refresh_from_db()
    default_storage.delete(job.file.name)


def test_who_asks_twice_gets_the_same(desk: Client, print_job: PrintJob) -> None:
    assert ask(desk, print_job)["Location"] == ask(desk, print_job)["Location"]
    assert BackgroundJob.objects.count() == 1


@pytest.mark.parametrize("is_expired", [True, False])
def test_archive_that_is_gone_is_made_anew(
    desk: Client, print_job: PrintJob, is_expired: bool
) -> None:
    """Expired and not yet swept, or without its file: nobody is led to it for ever."""
    former = ask(desk, print_job)["Location"]
    assert leased_work.run_next([archives.WORK], timezone.now)
    job = BackgroundJob.objects.get()
    if is_expired:
        BackgroundJob.objects.update(expires_at=timezone.now())
    else:
        default_storage.delete(job.file.name)

    assert ask(desk, print_job)["Location"] != former

    default_storage.delete(job.file.name)


def test_job_without_files_has_no_archive(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(1)
    job = send()

    answer = desk.post(here("badges_printjob_archive", job.pk), follow=True)

    assert "The job has no files." in answer.content.decode()
    assert BackgroundJob.objects.count() == 0


def test_archive_is_asked_for_and_taken_by_who_sees_the_job(
    conference: Conference, print_job: PrintJob, desk: Client
) -> None:
    officer = signed_in(conference, Role.REGISTRATION_OFFICER)
    ask(desk, print_job)
    job = BackgroundJob.objects.get()
    leased_work.run_next([archives.WORK], timezone.now)
    job.refresh_from_db()

    assert ask(officer, print_job).status_code == 404
    assert officer.get(page_of(job, "file")).status_code == 404
    default_storage.delete(job.file.name)
