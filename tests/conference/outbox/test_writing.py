"""Mails are written in the transaction of what they tell, in words and languages of their own."""

from django.db import transaction
from django.test.utils import override_settings
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role, WorkState
from conference.models import Mail, MailConcern
from conference.outbox import composing, deciding, erasing, writing
from conference.outbox.writing import Attachment, Letter
from conference.services import staff
from tests.factories import AT, ConferenceFactory, StaffRoleFactory, UserFactory


def composed(language: str = "en") -> composing.Composed:
    return composing.Composed(language, "Subject", "Words\n", "<p>Words</p>")


def test_html_says_what_the_text_says_and_no_name_adds_to_it() -> None:
    context = {
        "inviter": UserFactory(name='<b>Bold</b> & "quoted"', email="a@example.org"),
        "title": "Water\n<script>",
        "days": "3–4 May 2018",
        "roles": ["Door"],
        "last_day": "15 May 2018",
        "join_url": "https://dais.example/accounts/join/",
        "sign_in_url": "https://dais.example/accounts/invitations/",
    }

    mail = composing.compose("staff_invitation", "en", context)

    assert mail.subject == "Dais: you are invited to work for Water"
    assert composing.CODE in mail.text
    assert '<b>Bold</b> & "quoted"' in mail.text
    assert "<b>" not in mail.html
    assert "<script>" not in mail.html
    assert '<a href="https://dais.example/accounts/join/"' in mail.html
    assert '<html lang="en" dir="ltr">' in mail.html


def test_mail_of_a_transaction_that_fails_was_never_written() -> None:
    with transaction.atomic():
        writing.write(Letter("a@example.org", composed()), conference=None, at=AT)
        transaction.set_rollback(True)

    assert Mail.objects.count() == 0


def test_many_are_written_in_few_statements_and_wait_to_be_looked_at(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    conference, by = ConferenceFactory(), UserFactory()
    letters = [Letter(f"{n}@example.org", composed(), [conference]) for n in range(46)]

    with django_assert_num_queries(3):
        batch = writing.prepare(letters, title="Invitations", conference=conference, by=by, at=AT)

    assert Mail.objects.filter(batch=batch, is_held=True, state=WorkState.WAITING).count() == 46
    assert Mail.objects.claimable(AT).count() == 0
    assert MailConcern.objects.count() == 46

    deciding.send(batch=batch, by=by, at=AT)
    assert Mail.objects.claimable(AT).count() == 46


@override_settings(PUBLIC_URL="https://dais.example")
def test_invitation_is_sent_with_the_code_that_no_row_holds() -> None:
    organizer = StaffRoleFactory(role=Role.ORGANIZER)
    (invitation,) = staff.invite(
        conference=organizer.conference,
        email="nilufar@example.org",
        roles=[Role.DOOR],
        by=organizer.user,
        at=AT,
    )
    mail = Mail.objects.get()

    assert invitation.code not in mail.text + mail.html + mail.subject
    assert "https://dais.example/accounts/join/" in mail.text
    assert list(mail.concerns.values_list("target_type", "target_id")) == [
        ("conference.staffinvitation", invitation.pk)
    ]


def test_erased_mail_says_nothing_and_is_not_sent(
    django_capture_on_commit_callbacks: object,
) -> None:
    conference = ConferenceFactory()
    attached = Attachment("note.pdf", "application/pdf", b"%PDF-1.7")
    letter = Letter("gone@example.org", composed(), [conference], attachments=[attached])
    mail = writing.write(letter, conference=conference, at=AT)
    other = writing.write(Letter("there@example.org", composed()), conference=conference, at=AT)
    (attachment,) = mail.attachments.all()
    storage, key = attachment.file.storage, attachment.file.name

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert erasing.erase(conference, at=AT) == 1

    mail.refresh_from_db()
    assert (mail.recipient, mail.subject, mail.text, mail.html) == ("", "", "", "")
    assert (mail.state, mail.erased_at) == (WorkState.CANCELLED, AT)
    assert not storage.exists(key)
    assert list(Mail.objects.claimable(AT)) == [other]
    assert erasing.erase(conference, at=AT) == 0
