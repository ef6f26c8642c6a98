"""What is decided about mails, once each, with a trace."""

import pytest

from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import AuditEvent, Mail
from conference.outbox import deciding, erasing
from tests.factories import (
    AT,
    ConferenceFactory,
    MailBatchFactory,
    MailConcernFactory,
    MailFactory,
    UserFactory,
)
from tests.races import while_uncommitted


def test_discarded_mailing_is_never_sent() -> None:
    mail = MailFactory(of_a_mailing=True, is_held=True)

    deciding.discard(batch=mail.batch, by=UserFactory(), at=AT)

    mail.refresh_from_db()
    assert (mail.state, mail.is_held) == (WorkState.CANCELLED, False)
    with pytest.raises(DomainError, match="has been sent or discarded"):
        deciding.send(batch=mail.batch, by=UserFactory(), at=AT)


def test_mail_taken_out_of_a_mailing_stays_behind() -> None:
    mail = MailFactory(of_a_mailing=True, is_held=True)
    MailFactory(batch=mail.batch, conference=mail.conference, is_held=True)
    deciding.cancel(mail=mail, by=UserFactory(), at=AT)

    deciding.send(batch=mail.batch, by=UserFactory(), at=AT)

    assert Mail.objects.claimable(AT).count() == 1
    assert AuditEvent.objects.get(action="mailbatch.mails_sent").detail == {"mails": 1}


def test_only_what_waits_is_cancelled_and_only_what_ended_is_sent_again() -> None:
    by = UserFactory()
    sent = MailFactory(state=WorkState.DONE, sent_at=AT)
    waiting, refused = MailFactory(), MailFactory(state=WorkState.FAILED, is_refused=True)

    with pytest.raises(DomainError):
        deciding.cancel(mail=sent, by=by, at=AT)
    for mail in (sent, waiting):
        with pytest.raises(DomainError):
            deciding.send_again(mail=mail, by=by, at=AT)

    again = deciding.send_again(mail=refused, by=by, at=AT)
    assert (again.state, again.is_refused) == (WorkState.WAITING, False)


@pytest.mark.django_db(transaction=True)
def test_mailing_is_decided_on_once() -> None:
    batch, by = MailBatchFactory(), UserFactory()

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: deciding.send(batch=batch, by=by, at=AT),
            lambda: deciding.discard(batch=batch, by=by, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_mail_is_decided_on_once() -> None:
    mail, by = MailFactory(), UserFactory()

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: deciding.cancel(mail=mail, by=by, at=AT),
            lambda: deciding.cancel(mail=mail, by=by, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_again_once() -> None:
    mail, by = MailFactory(state=WorkState.FAILED), UserFactory()

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: deciding.send_again(mail=mail, by=by, at=AT),
            lambda: deciding.send_again(mail=mail, by=by, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_written_on_meanwhile_is_erased_all_the_same() -> None:
    """Whoever sends it again keeps its words no longer than whoever erases it waits."""
    conference = ConferenceFactory()
    mail = MailFactory(conference=conference, state=WorkState.FAILED)
    MailConcernFactory(mail=mail)

    while_uncommitted(
        lambda: deciding.send_again(mail=mail, by=UserFactory(), at=AT),
        lambda: erasing.erase(conference, at=AT),
    )

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.erased_at) == (WorkState.CANCELLED, "", AT)
