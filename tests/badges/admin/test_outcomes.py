"""What the page of a job offers and names when the job has ended."""

import re

import pytest
from django.test import Client

from badges import files
from badges.choices import Purpose, Reason
from badges.models import PrintJob
from conference.choices import Role
from conference.models import AuditEvent, Conference, User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.badges.printed import keys_of
from tests.factories import StaffRoleFactory
from tests.here import here

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")


@pytest.fixture
def desk(conference: Conference) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)
    return client


def shown(desk: Client, job: PrintJob) -> str:
    """What the job's page says, tags and runs of space taken out."""
    response = desk.get(here("badges_printjob_change", job.pk))
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def download(job: PrintJob, number: int) -> str:
    return here("badges_printjob_download", job.pk, number)


def offered(desk: Client, job: PrintJob) -> list[str]:
    page = desk.get(here("badges_printjob_change", job.pk)).content.decode()
    return re.findall(r'href="([^"]*/download/[^"]*)"', page)


def downloaded(desk: Client, url: str) -> tuple[str, bytes]:
    """Name and content of the file."""
    response = desk.get(url)
    [name] = re.findall(r'filename="(.*)"', response.headers["Content-Disposition"])
    return name, b"".join(response.streaming_content)  # type: ignore[arg-type]


def test_page_offers_each_file_alone(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(7)
    job = send(badges_per_file=3)
    work_off()

    said = shown(desk, job)

    assert "7 pages in 3 files" in said
    assert "File 1 pages 1–3 File 2 pages 4–6 File 3 pages 7–7" in said
    assert offered(desk, job) == [download(job, number) for number in (1, 2, 3)]
    slug = job.conference.slug
    assert [downloaded(desk, url) for url in offered(desk, job)] == [
        (f"{slug}-badges-{job.pk}-{number}.pdf", files.read(key))
        for number, key in enumerate(keys_of(job), start=1)
    ]
    details = AuditEvent.objects.filter(action="print_job.downloaded").order_by("pk")
    assert list(details.values_list("detail", flat=True)) == [
        {"file": 1, "pages": 3},
        {"file": 2, "pages": 3},
        {"file": 3, "pages": 1},
    ]


def test_file_that_is_not_there_answers_404(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    job = send(badges_per_file=1)
    work_off()

    assert [desk.get(download(job, number)).status_code for number in (0, 3)] == [404, 404]


def test_files_are_counted_without_the_one_that_nobody_is_left_in(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    _stays, gone, _stays_too = make_delegates(3)
    job = send(badges_per_file=1)
    accreditation.withdraw(delegate=gone, reason="Ill", by=clerk, at=AT)
    work_off()

    said = shown(desk, job)

    assert "File 1 pages 1–1 File 2 pages 2–2" in said
    assert [content for _, content in (downloaded(desk, url) for url in offered(desk, job))] == [
        files.read(key) for key in keys_of(job)
    ]
    assert desk.get(download(job, 3)).status_code == 404


def test_page_says_how_many_were_taken_from_an_earlier_file(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(3)
    first = send()
    work_off()
    again = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()

    assert "Stamped 3" in shown(desk, first)
    assert "Taken from an earlier file" not in shown(desk, first)
    assert "Taken from an earlier file 3" in shown(desk, again)
    assert "Stamped" not in shown(desk, again)


def test_running_job_says_how_far_its_chunks_have_come(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(5)
    job = send(badges_per_file=3)
    job.chunks.filter(number=1).update(attempts=1, drawn=3)
    job.chunks.filter(number=2).update(attempts=1, drawn=1)

    assert "4 of 5" in shown(desk, job)


def test_job_whose_file_is_being_checked_says_how_many_are_drawn(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send(badges_per_file=3)
    job.chunks.update(attempts=1, drawn=3, state="done")

    assert "All 3 badges have been produced." in shown(desk, job)


def test_page_names_every_badge_that_a_text_stopped_with_the_reason(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(1)
    [first] = make_delegates(own_name="Ада 🎉", own_name_language="ru")
    [second] = make_delegates(family_name="𝓥era")
    job = send()
    work_off()

    said = shown(desk, job)

    section = said.partition("Not printed: a text cannot be shown")[2]
    assert section.startswith(
        " 2 Nothing was issued to them. Correct the texts on the delegates' or the delegations'"
        " pages, then send these badges again."
        f" 00002-1 {first.family_name.upper()}, {first.given_name} · {first.delegation}"
        " name in own script “Ада 🎉”: no font has the character “🎉” (U+1F389)."
        f" 00003-7 𝓥ERA, {second.given_name} · {second.delegation}"
        " family name: no font has the character “𝓥” (U+1D4E5)."
    )
    assert "Left out" not in said


def test_page_names_every_badge_that_could_not_be_drawn_with_the_reason(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(1)
    [gone] = make_delegates(photo="photos/00/gone.jpg")
    job = send()
    work_off()

    said = shown(desk, job)

    section = said.partition("Not printed: the badge could not be drawn")[2]
    assert section.startswith(
        " 1 Nothing was issued to them. Mend what is named, such as a photo, then send these badges"
        f" again. 00002-1 {gone.family_name.upper()}, {gone.given_name} · {gone.delegation}"
        " The photo is missing from the storage: upload it again."
    )
    assert "Left out" not in said
