"""Tasks, nominations and messages, as a focal point has them on the site."""

import datetime as dt
import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Mail, User
from delegates.choices import Fulfilment
from delegates.models import Delegation, DelegationKind, FocalPoint, Message, Nomination
from delegates.services.registration import credentials, focal_points, nominations
from delegates.services.registration import messages as thread
from tests.factories import (
    AT,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    MessageFactory,
    NominationFactory,
    StaffRoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nbody\n%%EOF\n"


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    return found


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def address(name: str, delegation: Delegation, *further: int) -> str:
    return reverse(
        f"registration:{name}", args=[delegation.conference.slug, delegation.pk, *further]
    )


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, "PNG")
    return out.getvalue()


def credentials_on(page: str) -> list[str]:
    """The words of the section of credentials, in the order of the page."""
    found = re.search(r'id="credentials-title">(.*?)</section>', page, re.DOTALL)
    return re.findall(r">\s*([^<>\s][^<>]*?)\s*<", f">{found[1]}<") if found else []


def note_credentials(delegation: Delegation, **noted: Any) -> None:
    blank: dict[str, Any] = dict.fromkeys(credentials.NOTED)
    known = blank | {"signatory": "", "has_full_powers": False} | noted
    credentials.note(delegation=delegation, noted=known, by=UserFactory(), at=timezone.now())


def test_credentials_are_read_where_the_delegation_is_registered(
    site: Client, delegation: Delegation
) -> None:
    """What the committee's table says of them, and what is wanted still."""
    DelegationTaskFactory(conference=delegation.conference, fulfilment=Fulfilment.CREDENTIALS)
    read = []
    signed = {"form": "original", "signatory": "head_of_state", "has_full_powers": True}
    copy = {"form": "copy", "signatory": "foreign_minister", "received_on": dt.date(2018, 5, 2)}
    received = signed | {"received_on": dt.date(2018, 6, 1)}
    examined = received | {"examined_on": dt.date(2018, 6, 4)}

    for noted in ({"form": "none"}, copy, signed, received, examined):
        note_credentials(delegation, **noted)
        read.append(credentials_on(site.get(address("delegation", delegation)).text))

    nobody, by_copy, *by_original = read
    original = ["Credentials", "Presented", "Original", "Signed by", "Head of State"]
    original += ["Full powers", "Yes"]
    waits = "The secretariat still waits for the original."
    assert nobody == [*original[:2], "None", "The original is still to be presented."]
    minister = ["Signed by", "Minister for Foreign Affairs", "Full powers", "No"]
    at = ["Received", "2 May 2018"]
    assert by_copy == [*original[:2], "Copy", *minister, *at, waits]
    at = ["Received", "1 June 2018"]
    assert by_original == [
        [*original, waits],
        [*original, *at, "They are still to be examined."],
        [*original, *at, "Examined", "4 June 2018"],
    ]


def test_credentials_of_nobody_who_needs_any_are_not_spoken_of(
    site: Client, delegation: Delegation
) -> None:
    def words() -> list[str]:
        return credentials_on(site.get(address("delegation", delegation)).text)

    DelegationKind.objects.filter(pk=delegation.kind_id).update(is_counted=True)
    assert words() == ["Credentials", "Presented", "None"]
    DelegationKind.objects.filter(pk=delegation.kind_id).update(is_counted=False)
    assert words() == []


def test_form_that_another_focal_point_sent_is_refused_in_words(
    site: Client, delegation: Delegation
) -> None:
    colleague = Client()
    colleague.force_login(FocalPointFactory(delegation=delegation).user)
    message = {"text": "Good morning", "form_key": str(uuid4())}
    note = {"reference": "NV 7", "dated_on": "2018-05-02", "form_key": str(uuid4())}
    for browser in (site, colleague):
        told = browser.post(address("messages", delegation), message)
        handed_in = browser.post(
            address("nominations", delegation), note | {"file": SimpleUploadedFile("n.pdf", PDF)}
        )

    for answer in (told, handed_in):
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
    assert Message.objects.count() == Nomination.objects.count() == 1


def test_note_of_a_day_that_is_yet_to_come_is_refused_in_words(
    site: Client, delegation: Delegation
) -> None:
    """By the venue's calendar, which may be a day ahead of that of the server."""
    today = delegation.conference.local(timezone.now()).date()
    assert f'max="{today.isoformat()}"' in site.get(address("nominations", delegation)).text
    said = []
    for day in (today + dt.timedelta(days=2), today):
        note = {"reference": "NV 7", "dated_on": day.isoformat()}
        answer = site.post(
            address("nominations", delegation), note | {"file": SimpleUploadedFile("n.pdf", PDF)}
        )
        said.append(
            [words in answer.text for words in ("This day is yet to come", "choose it again")]
        )

    # No browser sends a file a second time by itself.
    assert said == [[True, True], [False, False]]
    assert [row.dated_on for row in Nomination.objects.all()] == [today]


def test_days_of_notes_are_those_of_the_venue(delegation: Delegation, focal_point: User) -> None:
    """At 20:00 in UTC it is tomorrow in Dushanbe."""
    at = dt.datetime(2018, 4, 1, 20, 0, tzinfo=dt.UTC)
    about = {"delegation": delegation, "by": focal_point, "at": at}

    nominations.hand_in(note=nominations.Note("NV 7", dt.date(2018, 4, 2)), **about)
    with pytest.raises(DomainError, match="yet to come"):
        nominations.hand_in(note=nominations.Note("NV 8", dt.date(2018, 4, 3)), **about)


def send_nomination(
    site: Client, delegation: Delegation, content: bytes, name: str = "note.pdf"
) -> Any:
    return site.post(
        address("nominations", delegation),
        {
            "reference": "NV 7/2018",
            "dated_on": "2018-03-01",
            "file": SimpleUploadedFile(name, content),
        },
    )


def test_tasks_stand_on_the_delegations_page_and_on_that_of_all(
    site: Client, delegation: Delegation
) -> None:
    DelegationTaskFactory(
        conference=delegation.conference, due_at=timezone.now() - dt.timedelta(days=2)
    )

    for page in (address("delegation", delegation), reverse("registration:mine")):
        text = site.get(page).text
        assert "Flag for the hall" in text
        assert '<span class="state state-bad">Overdue by 2 days</span>' in text


def test_nomination_is_handed_in_after_closing_and_comes_back_as_an_attachment(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    sent = send_nomination(site, delegation, PDF, "../<b>note.pdf")
    row = Nomination.objects.get()

    page = site.get(address("nominations", delegation)).text
    file = site.get(address("nomination", delegation, row.pk))

    assert sent.status_code == 302
    assert (row.reference, row.handed_in_by, row.received_at) == ("NV 7/2018", focal_point, None)
    assert row.file.name.startswith("nominations/")
    assert "NV 7/2018" in page
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"] == f'attachment; filename="nomination-{row.pk}.pdf"'
    assert file["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(action="nomination.downloaded", target_id=row.pk).exists()


def test_picture_is_encoded_anew_and_anything_else_refused(
    site: Client, delegation: Delegation
) -> None:
    hidden = png() + b"<script>alert(1)</script>"
    send_nomination(site, delegation, hidden, "note.png")
    with Nomination.objects.get().file.open() as file:
        stored = file.read()

    answers = [
        send_nomination(site, delegation, content).text
        for content in (b"<html>", b"GIF89a....", b"%PDF-1.7 cut", b"MZ\0")
    ]

    assert stored.startswith(b"\xff\xd8")
    assert b"script" not in stored
    assert all("Nothing is saved yet" in text for text in answers)
    assert "The end of this PDF file is missing" in answers[2]
    assert Nomination.objects.count() == 1


def test_file_that_is_too_large_is_refused(
    site: Client, delegation: Delegation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nominations, "LARGEST", len(PDF) - 1)

    assert "larger than" in send_nomination(site, delegation, PDF).text
    assert not Nomination.objects.exists()


def test_what_is_of_another_delegation_answers_as_what_is_missing(
    site: Client, delegation: Delegation
) -> None:
    other = NominationFactory(delegation__conference=delegation.conference)

    for path in (
        address("nominations", other.delegation),
        address("messages", other.delegation),
        address("nomination", other.delegation, other.pk),
        address("nomination", delegation, other.pk),
    ):
        assert site.get(path).status_code == 404
    assert site.post(address("messages", other.delegation), {"text": "x"}).status_code == 404
    assert not Message.objects.exists()


def test_thread_tells_the_other_side_that_there_is_a_message_and_not_what(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    officer = StaffRoleFactory(
        conference=delegation.conference, role=Role.REGISTRATION_OFFICER
    ).user
    StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER)
    delegation.correspondence_language = "fr"
    delegation.save()

    site.post(address("messages", delegation), {"text": " May we\r\nbring  a horse? "})
    asked = Message.objects.get()
    unanswered = Message.objects.unanswered().counted_by_delegation()
    thread.write(
        delegation=delegation, text="No.", is_from_secretariat=True, by=officer, at=timezone.now()
    )

    assert (asked.text, asked.author) == ("May we\nbring a horse?", focal_point)
    assert unanswered == {delegation.pk: 1}
    assert Message.objects.unanswered().counted_by_delegation() == {}
    to_officer, to_focal_point = Mail.objects.order_by("pk")
    assert (to_officer.recipient, to_focal_point.recipient) == (officer.email, focal_point.email)
    assert to_focal_point.language == "fr"
    assert address("messages", delegation).split("/", 2)[2] in to_focal_point.text
    assert f"/delegation/{delegation.pk}/messages/" in to_officer.text
    for mail in (to_officer, to_focal_point):
        assert "horse" not in mail.text + mail.subject
        assert "No." not in mail.text


def test_new_messages_are_counted_until_they_are_read(site: Client, delegation: Delegation) -> None:
    MessageFactory.create_batch(2, delegation=delegation, is_from_secretariat=True)
    MessageFactory(delegation__conference=delegation.conference, is_from_secretariat=True)
    pages = (address("delegation", delegation), reverse("registration:mine"))

    before = [
        re.search('class="(?:sheet-news|own-unread)"[^<]*>2 new messages<', site.get(page).text)
        is not None
        for page in pages
    ]
    thread_page = site.get(address("messages", delegation)).text

    assert before == [True, True]
    assert thread_page.count("Is parking to be had?") == 2
    assert not any("new message" in site.get(page).text for page in pages)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "a\u202eb", "a\x07b"])
def test_message_that_nobody_means_is_refused_and_stays_in_the_form(
    site: Client, delegation: Delegation, text: str
) -> None:
    answer = site.post(address("messages", delegation), {"text": text})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert not Message.objects.exists()


def test_form_that_is_sent_twice_writes_and_hands_in_once(
    site: Client, delegation: Delegation
) -> None:
    written = {"text": "May we bring a horse?", "form_key": str(uuid4())}
    for _twice in range(2):
        answer = site.post(address("messages", delegation), written)
        assert answer.status_code == 302
    noted = {"reference": "NV 7", "dated_on": "2018-03-01", "form_key": str(uuid4())}
    for _twice in range(2):
        file = SimpleUploadedFile("note.pdf", PDF)
        site.post(address("nominations", delegation), noted | {"file": file})

    assert (Message.objects.count(), Nomination.objects.count()) == (1, 1)
    assert Mail.objects.count() == 0
    for name in ("messages", "nominations"):
        first, second = (
            re.findall(r'name="form_key" value="([^"]+)"', site.get(address(name, delegation)).text)
            for _each in range(2)
        )
        assert len(first) == 1
        assert first != second


def test_whoever_was_revoked_since_the_page_was_shown_writes_and_hands_in_nothing(
    delegation: Delegation, focal_point: User
) -> None:
    standing = FocalPoint.objects.get(user=focal_point)
    focal_points.revoke(focal_point=standing, by=UserFactory(), at=AT)
    note = nominations.Note("NV 7", dt.date(2018, 3, 1))

    with pytest.raises(DomainError, match="no longer a focal point"):
        thread.write(
            delegation=delegation, text="Hm.", is_from_secretariat=False, by=focal_point, at=AT
        )
    with pytest.raises(DomainError, match="no longer a focal point"):
        nominations.hand_in(delegation=delegation, note=note, by=focal_point, at=AT)


def test_message_that_comes_while_the_thread_is_read_is_still_new(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    shown = MessageFactory(delegation=delegation, is_from_secretariat=True)
    MessageFactory(delegation=delegation, is_from_secretariat=True)

    thread.read(delegation=delegation, shown=[shown], by=focal_point)

    assert "1 new message" in site.get(address("delegation", delegation)).text


def test_file_of_a_note_is_removed_and_the_note_stays(
    site: Client, delegation: Delegation, django_capture_on_commit_callbacks: Any
) -> None:
    send_nomination(site, delegation, PDF)
    row = Nomination.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        nominations.remove_file(nomination=row, by=UserFactory(), at=AT)

    assert not default_storage.exists(row.file.name)
    assert "NV 7/2018" in site.get(address("nominations", delegation)).text
    assert site.get(address("nomination", delegation, row.pk)).status_code == 404


def test_message_never_changes_and_is_erased_whole(delegation: Delegation) -> None:
    row = MessageFactory(delegation=delegation)

    for change in ({"text": "Other"}, {"sent_at": AT + dt.timedelta(1), "text": ""}):
        with pytest.raises(InternalError), transaction.atomic():
            Message.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()
    thread.erase(message=row, by=UserFactory(), at=AT)

    assert list(Message.objects.values_list("text", "erased_at")) == [("", AT)]
