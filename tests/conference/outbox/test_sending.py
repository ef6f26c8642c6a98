"""Mails handed to a real SMTP server, with one that takes them and one that behaves badly."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from conference import leased_work
from conference.choices import WorkState
from conference.models import Mail
from conference.outbox import addresses, sending
from conference.outbox.sending import Post
from tests.factories import (
    AT,
    ConferenceFactory,
    MailAttachmentFactory,
    MailFactory,
    words,
)
from tests.mail_server import MailServer

MINUTE = dt.timedelta(minutes=1)


def send_all(at: dt.datetime = AT) -> int:
    """What one worker sends at that time, one after another."""
    sent = 0
    with sending.kind() as mails:
        while leased_work.run_next([mails], lambda: at):
            sent += 1
    return sent


def state_of(mail: Mail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.error


def test_mail_arrives_as_it_was_written(mail_server: MailServer) -> None:
    conference = ConferenceFactory(
        short_title=words("Water, 2018"), mail_reply_to="protocol@mfa.example"
    )
    mail = MailFactory(
        conference=conference,
        recipient="szabo@mfa.example",
        recipient_name="SZABÓ, Ágnes",
        language="ar",
        subject="دعوة: Dushanbe",
        text="Ágnes — код\n",
        html="<p>Ágnes — код</p>",
    )
    MailAttachmentFactory(mail=mail)

    assert send_all() == 1

    (message,) = mail_server.taken
    assert mail_server.behaviour.sent_to == [["szabo@mfa.example"]]
    assert message["Subject"] == "دعوة: Dushanbe"
    assert str(message["To"]) == '"SZABÓ, Ágnes" <szabo@mfa.example>'
    assert str(message["From"]) == '"Water, 2018" <accreditation@dais.example>'
    assert message["Reply-To"] == "protocol@mfa.example"
    assert message["Message-ID"] == f"<mail.{mail.pk}@dais.example>"
    assert message["Content-Language"] == "ar"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain.get_content().splitlines() == ["Ágnes — код"]
    assert html.get_content().strip() == "<p>Ágnes — код</p>"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("note.pdf", b"%PDF-1.7")
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.lease) == (WorkState.DONE, AT, None)


def test_sender_has_the_name_that_the_conference_chose(mail_server: MailServer) -> None:
    MailFactory(conference=ConferenceFactory(mail_sender="Protocol Department"))
    MailFactory(conference=None)

    send_all()

    assert [str(message["From"]) for message in mail_server.taken] == [
        "accreditation@dais.example",
        "Protocol Department <accreditation@dais.example>",
    ]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_each_recipient_gets_one_over_one_connection(mail_server: MailServer, count: int) -> None:
    conference = ConferenceFactory(mails_per_minute=6000)
    MailFactory.create_batch(count, conference=conference)

    assert send_all() == count

    assert mail_server.behaviour.connections == min(count, 1)
    everybody = sorted(address for sent in mail_server.behaviour.sent_to for address in sent)
    assert everybody == sorted(Mail.objects.values_list("recipient", flat=True))
    assert set(Mail.objects.values_list("state", flat=True)) <= {WorkState.DONE}


def test_address_refused_for_good_is_marked_and_not_tried_again(mail_server: MailServer) -> None:
    mail_server.behaviour.to_recipient = lambda address: (
        "550 5.1.1 no such mailbox" if address.startswith("gone") else "250 OK"
    )
    gone, there = MailFactory(recipient="gone@mfa.example"), MailFactory()

    send_all()
    send_all(AT + dt.timedelta(days=1))

    said = "The mail server answered: 550 5.1.1 no such mailbox"
    assert (state_of(gone), gone.is_refused) == ((WorkState.FAILED, said), True)
    assert state_of(there)[0] == WorkState.DONE


def test_latest_mail_says_whether_an_address_is_refused(mail_server: MailServer) -> None:
    conference = ConferenceFactory()
    mail_server.behaviour.to_recipient = lambda _address: "550 5.1.1 no such mailbox"
    mail = MailFactory(conference=conference, recipient="gone@mfa.example")
    send_all()
    asked = ["GONE@mfa.example", "other@mfa.example", ""]

    assert addresses.refused(asked, conference) == {
        "GONE@mfa.example": "The mail server answered: 550 5.1.1 no such mailbox"
    }
    assert addresses.refused(asked, ConferenceFactory()) == {}

    mail_server.behaviour.to_recipient = lambda _address: "250 OK"
    MailFactory(conference=conference, recipient=mail.recipient)
    send_all()
    assert addresses.refused(asked, conference) == {}


def defer(server: MailServer) -> None:
    server.behaviour.to_recipient = lambda _address: "451 4.7.1 greylisted, try later"


def defer_data(server: MailServer) -> None:
    server.behaviour.to_data = lambda: "452 4.3.1 disk full"


def drop(server: MailServer) -> None:
    server.behaviour.drops_line = True


def dawdle(server: MailServer) -> None:
    server.behaviour.waits = 3.0


@pytest.mark.parametrize("behave", [defer, defer_data, drop, dawdle])
def test_what_may_go_right_later_is_tried_later(
    mail_server: MailServer, behave: Callable[[MailServer], None]
) -> None:
    behave(mail_server)
    mail = MailFactory()

    assert send_all() == 1
    assert send_all(AT + MINUTE / 2) == 0

    state, error = state_of(mail)
    assert (state, mail.attempts, mail.leased_until) == (WorkState.RUNNING, 1, AT + MINUTE)
    assert error
    mail_server.behaves()
    assert send_all(AT + MINUTE) == 1
    assert state_of(mail) == (WorkState.DONE, "")
    assert len(mail_server.taken) == 1


def test_each_wait_is_twice_the_former_up_to_an_hour(settings: Settings) -> None:
    with sending.kind() as mails:
        waits = [mails.wait_after(attempts).total_seconds() / 60 for attempts in range(1, 10)]

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_away_for_too_long_fails_in_words(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = MailFactory(attempts=sending.MOST_ATTEMPTS - 1)

    send_all()

    assert state_of(mail) == (
        WorkState.FAILED,
        "The mail server could not be reached (ConnectionRefusedError).",
    )
    assert not mail.is_refused


def test_without_a_mail_server_nothing_is_marked_sent(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    mail = MailFactory()

    assert send_all() == 0

    assert (state_of(mail), mail.sent_at) == ((WorkState.WAITING, ""), None)


def test_conference_sends_no_more_in_a_minute_than_it_may(mail_server: MailServer) -> None:
    slow = ConferenceFactory(mails_per_minute=2)
    MailFactory.create_batch(5, conference=slow)
    other = MailFactory()

    sent = [send_all(AT + MINUTE * step / 2) for step in range(7)]

    assert state_of(other)[0] == WorkState.DONE
    assert sent == [3, 0, 2, 0, 1, 0, 0]


def test_mail_of_its_own_does_not_wait_for_a_mailing(mail_server: MailServer) -> None:
    conference = ConferenceFactory(mails_per_minute=1)
    MailFactory.create_batch(3, conference=conference, of_a_mailing=True)
    own = MailFactory(conference=conference)

    send_all()

    assert state_of(own)[0] == WorkState.DONE


def test_connection_that_the_server_closed_meanwhile_is_opened_again(
    mail_server: MailServer,
) -> None:
    post = Post()
    first, second = MailFactory(), MailFactory()
    post.send(sending.built(first, at=AT))
    post.connection.connection.sock.shutdown(2)

    post.send(sending.built(second, at=AT))

    post.close()
    assert len(mail_server.taken) == 2
    assert mail_server.behaviour.connections == 2


@pytest.mark.parametrize(
    "recipient", ["no address", "two@@mfa.example", "line\nBcc: all@mfa.example", "@mfa.example"]
)
def test_address_that_is_none_fails_in_words(mail_server: MailServer, recipient: str) -> None:
    bad, good = MailFactory(recipient=recipient), MailFactory()

    send_all()

    assert state_of(bad) == (
        WorkState.FAILED,
        "This is not an address that mail can be sent to.",
    )
    assert state_of(good)[0] == WorkState.DONE


def test_subject_cannot_add_a_header(mail_server: MailServer) -> None:
    mail = MailFactory(subject="Water\nBcc: all@mfa.example")

    send_all()

    assert state_of(mail)[0] == WorkState.FAILED
    assert mail_server.taken == []


def test_lost_lease_notes_nothing(mail_server: MailServer) -> None:
    """Another worker has it: it says what became of it."""
    mail = MailFactory()
    with sending.kind() as mails:
        hold = leased_work.claim([mails], lambda: AT)
        assert hold is not None
        Mail.objects.update(lease="00000000-0000-0000-0000-000000000001")
        leased_work.perform(hold)

    assert state_of(mail)[0] == WorkState.RUNNING


def test_conference_of_a_mail_is_that_of_its_mailing() -> None:
    mail, other = MailFactory(of_a_mailing=True), ConferenceFactory()

    with pytest.raises(IntegrityError, match="foreign key"):
        Mail.objects.filter(pk=mail.pk).update(conference=other)
