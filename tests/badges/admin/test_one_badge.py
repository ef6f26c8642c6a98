"""The badge of one delegate: one click away where a worker runs, and never lost where none does."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from django.test import Client

from badges.choices import JobState, Purpose, Reason
from badges.engine import qr
from badges.models import Generation, PrintJob
from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.badges.admin.test_printing import WorkOff, signed_in, text
from tests.badges.conftest import MakeDelegates, Send
from tests.factories import DelegateFactory
from tests.here import here
from tests.parts import ask_for_part, asks


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


def one(delegate: Delegate) -> str:
    return here("badges_printjob_one", delegate.pk)


def tools(client: Client, delegate: Delegate) -> str:
    """What the delegate's page offers above the record, as it stands in the page."""
    url = here("delegates_delegate_change", delegate.pk)
    content = client.get(url).content.decode()
    found = re.search(r'<ul class="object-tools">(.*?)</ul>', content, re.DOTALL)
    return found[1] if found else ""


def drawn_codes(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [qr.read_back(page.render(scale=200 / 72).to_pil()) for page in document]


def test_one_click_opens_the_badge(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    one_of_them, _other = make_delegates(2)
    assert f'action="{one(one_of_them)}"' in tools(desk, one_of_them)

    waits = desk.post(one(one_of_them), follow=True)
    work_off()
    [(page, _status)] = waits.redirect_chain
    made = desk.get(page).content.decode()
    file = here("badges_printjob_open", PrintJob.objects.get().pk, 1)
    assert f'<iframe id="badge-file" class="badge-file" src="{file}"' in made
    response = desk.get(file)

    content = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert "1 badge is waiting to be printed." in text(waits)
    assert asks(waits.content.decode(), "beside") == page
    live = Generation.objects.live().get()
    assert live.badge.delegate == one_of_them
    assert drawn_codes(content) == [live.shown.square]
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1


def test_part_of_the_page_becomes_the_badge(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    again = asks(desk.post(one(delegate), follow=True).content.decode(), "beside")
    work_off()

    part = ask_for_part(desk, again, "beside").content.decode()

    assert part.strip().startswith('<div id="beside">')
    assert here("badges_printjob_open", PrintJob.objects.get().pk, 1) in part


def test_without_a_worker_the_click_leads_to_the_job(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()

    response = desk.post(one(delegate))

    job = PrintJob.objects.get()
    assert response.headers["Location"] == here("badges_printjob_desk_job", job.pk)
    assert (job.purpose, job.entries.count()) == (Purpose.FIRST, 1)
    assert "The badge is being printed" in tools(desk, delegate)
    assert here("badges_printjob_desk_job", job.pk) in desk.get(one(delegate)).content.decode()


def test_opened_badge_is_shown_in_place_kept_nowhere_and_on_record(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    job = send()
    work_off()

    response = desk.get(here("badges_printjob_open", job.pk, 1))

    content = b"".join(response.streaming_content)  # type: ignore[arg-type]
    policy = response.headers["Content-Security-Policy"]
    assert content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; ")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert {"object-src 'self'", "script-src 'self'", "frame-ancestors 'self'"} <= set(
        policy.split("; ")
    )
    event = AuditEvent.objects.get(action="print_job.opened")
    assert (event.target_id, event.detail) == (job.pk, {"file": 1, "pages": 1})


@pytest.mark.parametrize(
    ("purpose", "reason", "lives"), [("again", "paper_jam", 1), ("replace", "lost", 2)]
)
def test_issued_badge_is_printed_again_or_replaced_with_a_reason(
    desk: Client,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    purpose: str,
    reason: str,
    lives: int,
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    offered = tools(desk, delegate)
    choices = text(desk.get(one(delegate)))

    refused = desk.post(one(delegate), {"purpose": purpose})
    desk.post(one(delegate), {"purpose": purpose, "reason": reason})
    work_off()

    assert f'href="{one(delegate)}"' in offered
    assert "The same badge once more" in choices
    assert f"Badge {delegate.badges.get()}/1 stops being valid" in choices
    assert "This field is required." in text(refused)
    job = PrintJob.objects.get(purpose=purpose)
    assert (job.reason, job.state) == (reason, JobState.PUBLISHED)
    assert Generation.objects.live().get().number == lives


def test_changed_badge_is_offered_to_be_replaced_for_that_and_in_its_language(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    desk.post(one(delegate))
    Generation.objects.update(content=Generation.objects.get().content | {"language": "tg"})
    work_off()
    Delegate.objects.filter(pk=delegate.pk).update(function="Minister")

    page = desk.get(one(delegate))
    desk.post(one(delegate), {"purpose": "replace", "reason": Reason.CHANGED})

    content = page.content.decode()
    assert "The badge is out of date." in text(page)
    assert re.search(r'value="changed"[^>]*checked', content)
    assert PrintJob.objects.get(purpose=Purpose.REPLACE).language == "tg"


@pytest.mark.parametrize(("printed_in", "replaced_in"), [("tg", "tg"), ("ar", "en")])
def test_badge_is_replaced_in_its_language_as_long_as_that_is_in_use(
    desk: Client,
    make_delegates: MakeDelegates,
    work_off: WorkOff,
    printed_in: str,
    replaced_in: str,
) -> None:
    [delegate] = make_delegates()
    desk.post(one(delegate))
    Generation.objects.update(content=Generation.objects.get().content | {"language": printed_in})
    work_off()

    desk.post(one(delegate), {"purpose": "replace", "reason": Reason.LOST})

    assert PrintJob.objects.get(purpose=Purpose.REPLACE).language == replaced_in


def test_first_click_on_a_badge_that_was_printed_meanwhile_leads_to_the_choices(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()

    response = desk.post(one(delegate), follow=True)

    assert response.redirect_chain == [(one(delegate), 302)]
    assert "No badge can be printed for what was chosen." in text(response)
    assert PrintJob.objects.count() == 1


def test_who_has_no_right_to_a_badge_gets_the_reason_and_none(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates(accreditation=Accreditation.SUBMITTED, approved=False)

    said = tools(desk, delegate)
    response = desk.post(one(delegate), follow=True)

    assert "No badge: Accreditation is pending" in said
    assert one(delegate) not in said
    assert "Accreditation is pending" in text(response)
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize("role", [Role.REGISTRATION_OFFICER, Role.SECURITY_OFFICER])
def test_who_may_not_print_sees_no_button_and_prints_nothing(
    conference: Conference, make_delegates: MakeDelegates, role: Role
) -> None:
    [delegate] = make_delegates()
    client = signed_in(conference, role)

    assert one(delegate) not in tools(client, delegate)
    assert [client.get(one(delegate)).status_code, client.post(one(delegate)).status_code] == [
        403,
        403,
    ]
    assert not PrintJob.objects.exists()


def test_delegate_of_another_conference_answers_as_a_missing_one(desk: Client) -> None:
    stranger = DelegateFactory(approved=True)

    assert [desk.get(one(stranger)).status_code, desk.post(one(stranger)).status_code] == [404, 404]
    stranger.pk = 987654321
    assert desk.get(one(stranger)).status_code == 404
