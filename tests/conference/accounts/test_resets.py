"""A new password by mail: the same for every address, with mail up or down."""

import datetime as dt
import re

import pytest
from django.contrib.auth.tokens import default_token_generator as django_tokens
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from conference.accounts import resets
from conference.celery import app
from conference.models import AuditEvent, PasswordResetRequest, User
from tests.factories import AT, UserFactory
from tests.races import while_uncommitted
from tests.servers import Worker, empty_broker

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    user: User = UserFactory(email="ada@example.org")
    user.set_password("a long enough password")
    user.save()
    return user


def ask(client: Client, email: str) -> tuple[int, str, list[str]]:
    """What the page answers, and what it asked the database."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.post(reverse("account_reset_password"), {"email": email})
    statements = [re.sub(r"'.*?'|\d+", "…", query["sql"]) for query in queries]
    return response.status_code, response["Location"], statements


def test_page_does_the_same_for_every_address_and_looks_nobody_up(user: User) -> None:
    UserFactory(email="closed@example.org", is_active=False)
    answers = [
        ask(Client(), email)
        for email in (user.email, "ADA@example.org", "nobody@example.org", "closed@example.org")
    ]

    assert answers == [answers[0]] * 4
    assert answers[0][:2] == (302, reverse("account_reset_password_done"))
    assert not any("conference_user" in statement for statement in answers[0][2])
    assert mail.outbox == []


def test_worker_writes_to_users_only_and_keeps_no_address(user: User) -> None:
    for email in (user.email, "nobody@example.org"):
        resets.ask(email=email, address=None, at=AT)

    assert resets.send_waiting(at=AT) == 1
    assert resets.send_waiting(at=AT) == 0

    assert [message.to for message in mail.outbox] == [[user.email]]
    assert PasswordResetRequest.objects.count() == 0
    event = AuditEvent.objects.get()
    assert (event.action, event.target_id, event.by) == ("user.password_reset_asked", user.pk, None)


def test_who_asks_again_before_the_mail_went_gets_one(user: User) -> None:
    for _ in range(3):
        resets.ask(email=user.email, address=None, at=AT)

    assert resets.send_waiting(at=AT) == 1


def test_link_leads_to_the_public_address_whatever_host_was_asked(
    user: User, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://dais.example"
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    Client(headers={"Host": "other.example"}).post(
        reverse("account_reset_password"), {"email": user.email}
    )

    resets.send_waiting(at=dt.datetime.now(dt.UTC))

    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert link.startswith("https://dais.example/accounts/password/reset/key/")


def test_mail_that_is_down_leaves_the_request_for_the_next_bell_and_for_an_hour(
    user: User, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = ask(Client(), user.email)
    asked_at = PasswordResetRequest.objects.get().asked_at

    assert answer[:2] == (302, reverse("account_reset_password_done"))
    assert resets.send_waiting(at=asked_at + HOUR / 2) == 0
    assert PasswordResetRequest.objects.count() == 1
    assert resets.send_waiting(at=asked_at + HOUR * 2) == 0
    assert PasswordResetRequest.objects.count() == 0


def test_link_works_for_an_hour(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = django_tokens.make_token(user)
    now = dt.datetime.now()
    for later, works in ((HOUR - dt.timedelta(seconds=5), True), (HOUR * 1.01, False)):
        monkeypatch.setattr(type(django_tokens), "_now", lambda _, at=now + later: at)
        assert django_tokens.check_token(user, token) is works


def test_bell_names_no_address(
    user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    empty_broker()
    with django_capture_on_commit_callbacks(execute=True):
        ask(Client(), user.email)

    with app.connection() as broker:
        message = broker.SimpleQueue(resets.QUEUE, no_ack=True).get(block=False)
    assert message.payload[:2] == [[], {}]
    assert user.email not in repr((message.headers, message.payload, message.properties))


@pytest.mark.django_db(transaction=True)
def test_worker_is_woken_and_answers(user: User, worker: Worker) -> None:
    ask(Client(), user.email)

    worker.await_that(lambda: PasswordResetRequest.objects.count() == 0)

    assert AuditEvent.objects.get().action == "user.password_reset_asked"


@pytest.mark.django_db(transaction=True)
def test_link_is_sent_once_by_two_workers(user: User) -> None:
    resets.ask(email=user.email, address=None, at=AT)

    sent = while_uncommitted(lambda: resets.send_waiting(at=AT), lambda: resets.send_waiting(at=AT))

    assert (sent, len(mail.outbox)) == (0, 1)
