"""Mails in the hands of a real worker and a real mail server: killed, and without a broker."""

import datetime as dt
from collections.abc import Iterator

import pytest

from conference import bell
from conference.choices import WorkState
from conference.models import Mail
from conference.outbox import writing
from conference.outbox.composing import Composed
from conference.outbox.writing import QUEUE, WAKE, Letter
from tests.factories import AT, ConferenceFactory
from tests.faults.at_work import kill_pool_of
from tests.faults.holding import row_locked, wait_until
from tests.mail_server import MailServer
from tests.servers import StartWorker, Worker

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "focal-point@mfa.example"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def worker(mail_server: MailServer, start_worker: StartWorker) -> Worker:
    return start_worker(EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}")


def write() -> Mail:
    letter = Letter(ADDRESS, Composed("en", "Subject of Hungary", "Words\n", "<p>Words</p>"))
    return writing.write(letter, conference=ConferenceFactory(), at=AT)


def ring_until_sent(mail: Mail, worker: Worker) -> None:
    def is_sent() -> bool:
        bell.ring_on_commit(WAKE, queue=QUEUE)
        mail.refresh_from_db()
        return mail.state == WorkState.DONE

    wait_until(is_sent, otherwise=worker.log)


def test_worker_killed_between_sending_and_noting_sends_it_again_as_the_same_mail(
    mail_server: MailServer, worker: Worker
) -> None:
    mail_server.behaviour.keeps_its_answer = True
    mail = write()
    wait_until(lambda: mail_server.taken, otherwise=worker.log)
    with row_locked(mail) as held_up:
        mail_server.behaves()
        wait_until(held_up, otherwise=worker.log)
        kill_pool_of([worker])
    mail.refresh_from_db()
    state_then = mail.state
    Mail.objects.update(leased_until=AT - dt.timedelta(days=1))

    ring_until_sent(mail, worker)

    assert state_then == WorkState.RUNNING
    assert {message["Message-ID"] for message in mail_server.taken} == {
        f"<mail.{mail.pk}@localhost>"
    }
    assert (len(mail_server.taken), mail.attempts) == (2, 2)


def test_mail_is_sent_without_its_address_in_log_or_broker(
    mail_server: MailServer, worker: Worker
) -> None:
    mail_server.behaviour.to_recipient = lambda address: f"451 {address} is busy"
    mail = write()
    wait_until(lambda: Mail.objects.get().error, otherwise=worker.log)
    mail_server.behaves()
    Mail.objects.update(leased_until=AT - dt.timedelta(days=1))

    ring_until_sent(mail, worker)

    assert ADDRESS not in worker.log()
    assert "Hungary" not in worker.log()
