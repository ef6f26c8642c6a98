"""A print job paused, let go on, cancelled and retried from its page; and by whom."""

import re

import pytest
from django.test import Client

from badges.choices import JobState
from badges.models import PrintJob
from badges.services.printing import pauses
from conference.choices import ConferenceState, Role
from conference.models import Conference, User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, perform_next
from tests.deciding import decided, effects
from tests.factories import StaffRoleFactory
from tests.here import here

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")


def signed_in(conference: Conference, role: Role) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference, Role.BADGE_DESK)


def page_of(job: PrintJob, page: str = "change") -> str:
    return here(f"badges_printjob_{page}", job.pk)


def text(response: object) -> str:
    content = response.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def buttons(client: Client, job: PrintJob) -> list[str]:
    """The decisions on the job's page, by the last part of their addresses."""
    page = client.get(page_of(job)).content.decode()
    return re.findall(rf'(?:action|href)="{page_of(job, "pause")[:-6]}([a-z-]+)/"', page)


def test_job_is_paused_and_goes_on_from_its_page(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send(badges_per_file=2)
    perform_next()
    running = buttons(desk, job)

    paused = desk.post(page_of(job, "pause"), follow=True)
    listed = text(desk.get(here("badges_printjob_changelist"), {"state__exact": "paused"}))
    paused_buttons = buttons(desk, job)
    resumed = desk.post(page_of(job, "resume"), follow=True)

    assert running == ["pause", "cancel"]
    assert paused_buttons == ["resume", "cancel"]
    assert "The job is paused." in text(paused)
    assert "2 of 3" in text(paused)
    assert "nothing is issued" in text(paused)
    assert "Paused" in listed
    assert "The badges are being produced. 2 of 3" in text(resumed)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_cancelling_says_what_becomes_of_pages_and_numbers(
    desk: Client, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates(3)
    job = send(badges_per_file=2)
    perform_next()
    pauses.pause(job=job, by=clerk, at=AT)

    asked = effects(desk.get(page_of(job, "cancel")))
    decided(desk, page_of(job, "cancel"))

    assert asked == [
        "None of its 3 badges is printed or issued.",
        "2 badges that have been drawn are deleted.",
        "Their numbers are given to nobody else, and their QR codes never open anything.",
        "You can send the same people to print again.",
    ]
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_badge_of_a_paused_job_is_printed_at_the_desk(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates()
    job = send()
    pauses.pause(job=job, by=clerk, at=AT)
    one = here("badges_printjob_one", delegate.pk)

    page = desk.get(one).content.decode()
    desk.post(one, {"purpose": "first", "out_of": str(job.pk)})
    work_off()

    assert "That job is paused." in page
    assert "Print it now" in page
    assert [row.state for row in PrintJob.objects.order_by("pk")] == [
        JobState.CANCELLED,
        JobState.PUBLISHED,
    ]


def test_who_closes_a_conference_reads_which_paused_jobs_end(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    [delegate] = make_delegates()
    job = pauses.pause(job=send(), by=clerk, at=AT)
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.OPEN)
    organizer = signed_in(conference, Role.ORGANIZER)
    close = here("conference_conference_decide", conference.pk, "closed")

    asked = organizer.post(close)
    decided(organizer, close)
    pauses.end_with_conferences(at=AT)

    name = f"{delegate.family_name.upper()}, {delegate.given_name}"
    assert effects(asked) == [
        f"The paused print job of {name} is cancelled: nothing more of it is printed or issued."
    ]
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    ended = text(organizer.get(page_of(job)))
    assert "nothing was printed or issued. It was paused when the conference ended." in ended
    trail = text(organizer.get(page_of(job, "history")))
    assert "was cancelled: it was paused when its conference ended" in trail


@pytest.mark.parametrize("page", ["pause", "resume"])
def test_who_may_not_send_a_job_neither_pauses_it_nor_lets_it_go_on(
    conference: Conference, make_delegates: MakeDelegates, send: Send, page: str
) -> None:
    make_delegates()
    job = send()
    client = signed_in(conference, Role.PROGRAMME_OFFICER)

    assert client.post(page_of(job, page)).status_code in {403, 404}
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_what_could_not_be_printed_is_sent_once_more_from_the_page(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates()
    _stays, leaves = make_delegates(2, photo="photos/00/gone.jpg")
    job = send()
    running = buttons(desk, job)
    work_off()
    accreditation.withdraw(delegate=leaves, reason="Ill", by=clerk, at=AT)

    finished = buttons(desk, job)
    asked = effects(desk.get(page_of(job, "retry")))
    done = text(decided(desk, page_of(job, "retry")))

    again = PrintJob.objects.get(retry_of=job)
    assert "retry" not in running
    assert finished == ["retry"]
    assert asked == [
        "1 badge that could not be printed is sent once more.",
        "1 is left out: The delegate is withdrawn.",
        "Purpose, language and all other choices are those of this job.",
    ]
    assert f"Sent once more in print job {again.pk}" in done
    assert buttons(desk, job) == []
    assert f"Could not be printed by print job {job.pk}" in text(desk.get(page_of(again)))
