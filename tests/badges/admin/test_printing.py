"""Badges sent to print from the admin, watched, cancelled, downloaded; and by whom."""

import re
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape, strip_tags
from pytest_django import DjangoAssertNumQueries

from badges import files
from badges.choices import JobState, Purpose, Reason
from badges.models import PrintJob
from conference.choices import Role
from conference.models import AuditEvent, Conference, User
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.badges.printed import keys_of, stored
from tests.deciding import decided
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    PrintChunkFactory,
    PrintJobFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.parts import ask_for_part, asks

SEND = here("badges_printjob_add")
LIST = here("badges_printjob_changelist")
WorkOff = Callable[[], int]


def signed_in(conference: Conference, role: Role = Role.BADGE_DESK) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


def page_of(job: PrintJob, page: str = "change") -> str:
    return here(f"badges_printjob_{page}", job.pk)


def file_of(job: PrintJob, number: int = 1) -> str:
    return here("badges_printjob_download", job.pk, number)


def text(response: object) -> str:
    """What the page says, tags and runs of space taken out."""
    content = response.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def hidden(response: object, name: str) -> str:
    content = response.content.decode()  # type: ignore[attr-defined]
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', content)
    return found[1] if found else ""


def order_from(response: object, **fields: str) -> dict[str, str]:
    """What the shown page would post."""
    names = ("delegates", "expected")
    options = {"language": "en", "badges_per_file": "500"}
    return {name: hidden(response, name) for name in names} | options | fields


def test_action_says_who_would_be_printed_and_who_is_refused(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    approved = make_delegates(2)
    [pending] = make_delegates(approved=False, family_name="Waiting")
    make_delegates(5)

    response = desk.post(
        here("delegates_delegate_changelist"),
        {"action": "print_badges", "_selected_action": [row.pk for row in (*approved, pending)]},
    )

    said = text(response)
    assert "Chosen: 3 delegates." in said
    assert "First print 2 badges" in said
    assert "Print again, same badge 0 badges" in said
    assert "Accreditation is pending 1" in said
    assert "WAITING" in said
    assert not PrintJob.objects.exists()


def test_action_on_delegations_takes_their_delegates(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    chosen, _other = make_delegates(2), make_delegates(3)

    response = desk.post(
        here("delegates_delegation_changelist"),
        {"action": "print_badges", "_selected_action": [chosen[0].delegation_id]},
    )

    assert hidden(response, "delegates").split(",") == [str(row.pk) for row in chosen]


def test_delegation_without_delegates_is_nobody_and_not_everybody(
    desk: Client, conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates(3)
    empty = DelegationFactory(conference=conference)

    response = desk.post(
        here("delegates_delegation_changelist"),
        {"action": "print_badges", "_selected_action": [empty.pk]},
    )
    sent = desk.post(SEND, order_from(response, purpose="first"))

    assert "No badge can be printed for what was chosen." in text(sent)
    assert not PrintJob.objects.exists()


def test_sending_makes_a_job_and_leads_to_its_page(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    one, _other = make_delegates(2)
    shown = desk.post(
        here("delegates_delegate_changelist"),
        {"action": "print_badges", "_selected_action": [one.pk]},
    )

    response = desk.post(SEND, order_from(shown, purpose="first", language="tg"))

    job = PrintJob.objects.get()
    assert response.headers["Location"] == page_of(job)
    assert (job.purpose, job.language, job.entries.count()) == (Purpose.FIRST, "tg", 1)
    assert "1 badge is waiting to be printed." in text(desk.get(page_of(job)))


def test_what_changed_since_the_page_was_shown_is_shown_again(
    desk: Client, make_delegates: MakeDelegates, clerk: User
) -> None:
    one, _other = make_delegates(2)
    shown = desk.get(SEND)
    accreditation.withdraw(delegate=one, reason="Ill", by=clerk, at=AT)

    refused = desk.post(SEND, order_from(shown, purpose="first"))
    nothing_sent = not PrintJob.objects.exists()
    desk.post(SEND, order_from(refused, purpose="first"))

    assert nothing_sent
    assert "there is now 1 badge" in text(refused)
    assert PrintJob.objects.get().entries.count() == 1


def test_again_wants_a_reason(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    send()
    work_off()
    shown = desk.get(SEND)

    refused = desk.post(SEND, order_from(shown, purpose="again", reason=Reason.LOST))
    desk.post(SEND, order_from(shown, purpose="again", reason=Reason.PAPER_JAM))

    assert "Choose the reason" in text(refused)
    assert PrintJob.objects.get(purpose=Purpose.AGAIN).reason == Reason.PAPER_JAM


def test_forged_ids_of_another_conference_print_nobody(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    category = CategoryFactory()
    stranger = DelegateFactory(
        delegation__conference=category.conference,
        approved=True,
        category=category,
        is_category_set_by_hand=True,
    )

    desk.post(
        SEND,
        {
            "delegates": str(stranger.pk),
            "expected": "first:1 first:0",
            "purpose": "first",
            "language": "en",
            "badges_per_file": "500",
        },
    )

    assert not PrintJob.objects.exists()


def test_job_can_be_sent_once_more_for_the_same_people(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    chosen, _others = make_delegates(2), make_delegates(3)
    job = send(chosen)

    response = desk.get(f"{SEND}?job={job.pk}")

    assert hidden(response, "delegates").split(",") == [str(row.pk) for row in chosen]


def test_running_job_shows_numbers_and_a_way_out(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send()
    job.chunks.update(attempts=1)

    response = desk.get(page_of(job))

    content = response.content.decode()
    assert "The badges are being produced. 0 of 3 Then the files are checked" in text(response)
    again = escape(asks(content, "progress"))
    assert f'<a href="{again}">Refresh</a>' in content
    assert f'href="{page_of(job, "cancel")}"' in content


def test_part_of_the_page_asks_for_itself_until_the_job_has_ended(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    job = send()
    again = asks(desk.get(page_of(job)).content.decode(), "progress")

    while_it_runs = ask_for_part(desk, again, "progress").content.decode()
    work_off()
    when_it_has_ended = ask_for_part(desk, again, "progress")

    assert "1 badge is waiting to be printed." in while_it_runs
    assert "<html" not in while_it_runs
    assert asks(while_it_runs, "progress").partition("?")[0] == page_of(job)
    assert when_it_has_ended.headers["HX-Refresh"] == "true"


def test_time_left_is_said_once_the_page_has_seen_the_pace(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send()
    job.chunks.update(attempts=1, drawn=1)
    a_while_ago = int(time.time()) - 10

    at_first = text(desk.get(page_of(job)))
    job.chunks.update(drawn=2)
    later = desk.get(page_of(job), {"since": f"{a_while_ago}-1"}).content.decode()

    assert "1 of 3 Then" in at_first
    assert "<b>2 of 3</b>, about 15 seconds" in later
    assert asks(later, "progress").startswith(f"{page_of(job)}?since={a_while_ago}-1&")


def test_what_is_new_is_said_once_to_who_hears_the_page(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(3)
    job = send()
    page = desk.get(page_of(job)).content.decode()

    waiting = ask_for_part(desk, asks(page, "progress"), "progress").content.decode()
    job.chunks.update(attempts=1)
    drawing = ask_for_part(desk, asks(waiting, "progress"), "progress").content.decode()
    still = ask_for_part(desk, asks(drawing, "progress"), "progress").content.decode()

    told = '<p hx-swap-oob="innerHTML:#progress-said">The badges are being produced.</p>'
    assert '<p id="progress-said" role="status"' in page
    assert [told in part for part in (waiting, drawing, still)] == [False, True, False]
    assert ["hx-swap-oob" in part for part in (page, waiting, still)] == [False, False, False]


def test_job_that_no_worker_takes_up_says_so(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()

    said = text(desk.get(page_of(send())))

    assert "It has not started yet." in said


def test_cancelling_from_the_page(desk: Client, make_delegates: MakeDelegates, send: Send) -> None:
    make_delegates()
    job = send()

    asked = text(desk.get(page_of(job, "cancel")))
    still_runs = PrintJob.objects.get().state
    response = decided(desk, page_of(job, "cancel"))

    job.refresh_from_db()
    assert "Its 1 badge is not printed or issued." in asked
    assert (still_runs, job.state) == (JobState.RUNNING, JobState.CANCELLED)
    assert "The job was cancelled; nothing was printed or issued." in text(response)


def test_finished_job_names_who_was_left_out_and_what_was_printed_smaller(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    gone, _stays = make_delegates(2)
    make_delegates(family_name="Wolfeschlegelsteinhausenbergerdorff" * 3)
    job = send()
    accreditation.withdraw(delegate=gone, reason="Ill", by=clerk, at=AT)
    work_off()

    said = text(desk.get(page_of(job)))

    assert "PDF, 2 pages" in said
    assert "Left out 1" in said
    assert f"{gone.family_name.upper()}, {gone.given_name}" in said
    assert "The delegate is withdrawn" in said
    assert "Printed smaller or shorter 1" in said
    assert "printed smaller" in said


def test_failed_job_says_why(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(photo="photos/00/gone.jpg")
    job = send()
    work_off()

    said = text(desk.get(page_of(job)))

    assert "The job failed; nothing was printed or issued." in said
    assert "The photo is missing from the storage: upload it again." in said


def test_download_is_private_and_on_record(
    desk: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    make_delegates()
    job = send()
    work_off()

    response = desk.get(file_of(job))

    [key] = keys_of(job)
    assert b"".join(response.streaming_content) == files.read(key)  # type: ignore[arg-type]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == (
        "private, no-store, max-age=0, no-cache, must-revalidate"
    )
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{conference.slug}-badges-{job.pk}-1.pdf"'
    )
    event = AuditEvent.objects.get(action="print_job.downloaded")
    assert (event.target_id, event.detail) == (job.pk, {"file": 1, "pages": 1})


def test_unfinished_job_has_no_download(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()

    assert desk.get(file_of(send())).status_code == 404


def test_job_of_another_conference_answers_as_a_missing_one(
    desk: Client, conference: Conference
) -> None:
    chunk = PrintChunkFactory(
        job__state=JobState.PUBLISHED, job__finished_at=AT, number=1, file=stored(b"%PDF")
    )
    own = PrintChunkFactory(
        job__state=JobState.PUBLISHED,
        job__finished_at=AT,
        job__conference=conference,
        number=1,
        file=chunk.file,
    )

    own_file = desk.get(file_of(own.job))
    assert b"".join(own_file.streaming_content) == b"%PDF"  # type: ignore[arg-type]
    for url in (page_of(chunk.job), page_of(chunk.job, "history"), file_of(chunk.job)):
        assert desk.get(url).status_code == 404


def test_job_of_another_conference_cannot_be_cancelled(desk: Client) -> None:
    other = PrintJobFactory()

    response = desk.post(page_of(other, "cancel"))

    other.refresh_from_db()
    assert (response.status_code, other.state) == (404, JobState.RUNNING)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ORGANIZER, 200),
        (Role.BADGE_DESK, 200),
        (Role.REGISTRATION_OFFICER, 403),
        (Role.SECURITY_OFFICER, 403),
        (Role.PROGRAMME_OFFICER, 403),
    ],
)
def test_only_the_desk_and_organizers_print(
    conference: Conference, make_delegates: MakeDelegates, role: Role, status: int
) -> None:
    make_delegates()
    client = signed_in(conference, role)

    order = {"purpose": "first", "language": "en", "expected": "first:1", "badges_per_file": "500"}
    sent = client.post(SEND, order, follow=True)

    assert client.get(SEND).status_code == status
    assert sent.status_code == status
    assert PrintJob.objects.count() == (1 if status == 200 else 0)


def test_registration_officer_sees_no_print_action(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    client = signed_in(conference, Role.REGISTRATION_OFFICER)

    content = client.get(here("delegates_delegate_changelist")).content.decode()

    assert "print_badges" not in content


def test_filter_finds_who_is_to_be_printed_and_whose_badge_is_outdated(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    outdated, printed, unprinted, printing, revoked = make_delegates(5)
    send([outdated, printed, revoked])
    work_off()
    send([printing])
    Delegate.objects.filter(pk=outdated.pk).update(function="Minister")
    Delegate.objects.filter(pk=revoked.pk).update(
        accreditation=Accreditation.WITHDRAWN, decision_reason="Stays away"
    )
    client = signed_in(conference, Role.ORGANIZER)

    found = {
        value: {
            row.pk
            for row in client.get(here("delegates_delegate_changelist"), {"badge": value})
            .context["cl"]
            .queryset
        }
        for value in ("to_print", "printing", "live", "outdated", "invalid")
    }

    assert found == {
        "to_print": {unprinted.pk},
        "printing": {printing.pk},
        "live": {outdated.pk, printed.pk, revoked.pk},
        "outdated": {outdated.pk},
        "invalid": {revoked.pk},
    }


@pytest.mark.parametrize(
    ("value", "asked"), [("to_print", 1), ("printing", 2), ("outdated", 3), ("invalid", 2)]
)
def test_whose_badge_is_so_is_asked_once_for_the_number_and_the_page(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    value: str,
    asked: int,
) -> None:
    """Beside that, what the rows of the page hold; of what is out of date one of each content."""
    people = make_delegates(3, family_name="Rahmon")
    if value != "to_print":
        send(people)
    if value in ("outdated", "invalid"):
        work_off()
        Delegate.objects.update(function="Minister", accreditation=Accreditation.WITHDRAWN)
    client = signed_in(conference, Role.ORGANIZER)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(here("delegates_delegate_changelist"), {"badge": value})

    of_badges = [query for query in queries if '"badges_generation"' in query["sql"]]
    assert page.context["cl"].result_count == len(people)
    assert len(of_badges) == asked


def badge_column(client: Client) -> dict[str, str]:
    """Family name to what the column says, of the delegates' list."""
    content = client.get(here("delegates_delegate_changelist")).content.decode()
    rows = re.findall(r'class="field-person.*?<bdi>(\w+).*?class="field-badge">(.*?)</td>', content)
    return {name: strip_tags(cell) for name, cell in rows}


def test_list_of_delegates_says_where_each_badge_stands(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    made = dict(zip("ABCDEF", make_delegates(6), strict=True))
    for letter, delegate in made.items():
        Delegate.objects.filter(pk=delegate.pk).update(family_name=f"Name{letter}")
    send([made["A"], made["B"], made["C"]])
    work_off()
    send([made["D"]])
    Delegate.objects.filter(pk=made["B"].pk).update(function="Minister")
    Delegate.objects.filter(pk__in=[made["C"].pk, made["F"].pk]).update(
        accreditation=Accreditation.WITHDRAWN, decision_reason="Stays away"
    )

    assert badge_column(signed_in(conference, Role.ORGANIZER)) == {
        "NAMEA": "Valid",
        "NAMEB": "Valid, to be replaced: details have changed",
        "NAMEC": "Not valid. The delegate is withdrawn",
        "NAMED": "Being printed",
        "NAMEE": "To be printed",
        "NAMEF": "–",
    }
    assert badge_column(signed_in(conference, Role.REGISTRATION_OFFICER)) == {}


QUERIES_OF_DELEGATES = 17


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_delegates_asks_the_same_for_one_badge_and_for_three(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    send(make_delegates(count))
    work_off()
    client = signed_in(conference, Role.ORGANIZER)
    client.get(here("delegates_delegate_changelist"))

    with django_assert_num_queries(QUERIES_OF_DELEGATES):
        response = client.get(here("delegates_delegate_changelist"))

    assert response.status_code == 200


QUERIES_OF_THE_LIST = 7


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_jobs_asks_the_same_for_one_and_for_three(
    desk: Client,
    conference: Conference,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        PrintJobFactory(conference=conference)
    desk.get(LIST)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        response = desk.get(LIST)

    assert len(response.context["cl"].result_list) == count


QUERIES_OF_THE_SEND_PAGE = 18


@pytest.mark.parametrize("count", [1, 30])
def test_send_page_asks_the_same_for_one_and_for_many(
    desk: Client,
    make_delegates: MakeDelegates,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_delegates(count, approved=False)
    desk.get(SEND)

    with django_assert_num_queries(QUERIES_OF_THE_SEND_PAGE):
        desk.get(SEND)


def test_nobody_sees_a_conference_without_a_role_in_it(make_delegates: MakeDelegates) -> None:
    make_delegates()
    elsewhere = signed_in(ConferenceFactory())

    assert elsewhere.get(SEND).status_code == 404
