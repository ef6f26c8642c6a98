"""Codes by mail: the same for every address, kept nowhere, tried five times, sent by a worker."""

import datetime as dt
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from conference import bell, leased_work, secrets
from conference.accounts import codes
from conference.celery import app
from conference.choices import CodePurpose, WorkState
from conference.errors import DomainError
from conference.models import AuditEvent, Mail, MailedCode, SignInAttempt, User
from conference.outbox import sending, writing
from conference.services import sealing
from launch.processes import EVERYTHING_ELSE
from tests.factories import AT, ConferenceFactory, MailFactory, UserFactory
from tests.mail_at_hand import mail_server
from tests.mail_server import MailServer
from tests.mailed import code_in, code_sent, send_codes
from tests.servers import StartWorker, empty_broker

MINUTE = dt.timedelta(minutes=1)
SIGN_IN = CodePurpose.SIGN_IN


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def user() -> User:
    user: User = UserFactory(email="ada@example.org")
    user.set_password("a long enough password")
    user.save()
    return user


def ask(email: str, at: dt.datetime | None = None) -> MailedCode:
    return codes.ask(purpose=SIGN_IN, email=email, by=None, at=at or timezone.now())


def send(at: dt.datetime) -> bool:
    return leased_work.run_next([codes.KIND], lambda: at)


def answer(client: Client, email: str, page: str) -> tuple[int, str, str, str, list[str]]:
    """What asking and a wrong code answer, and what the database was asked."""
    with CaptureQueriesContext(connection) as queries:
        asked = client.post(reverse(page), {"email": email})
        wrong = client.post(asked["Location"], {"code": "0000 0000"})
    statements = [re.sub(r"'.*?'|\d+", "…", query["sql"]) for query in queries]
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", wrong.content.decode())
    return asked.status_code, asked["Location"], str(wrong.status_code), text, statements


@pytest.mark.parametrize("page", ["sign-in-code", "account_reset_password"])
def test_known_and_unknown_addresses_are_answered_alike_with_the_same_work(
    user: User, page: str
) -> None:
    UserFactory(email="closed@example.org", is_active=False)
    answers = [
        answer(Client(), email, page)
        for email in (user.email, "ADA@example.org", "nobody@example.org", "closed@example.org")
    ]

    assert answers == [answers[0]] * 4
    assert not any('FROM "conference_user"' in statement for statement in answers[0][4])
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["sign-in-code", "account_reset_password"])
def test_installation_without_a_mail_server_says_so_and_asks_for_no_address(
    client: Client, user: User, settings: Settings, page: str
) -> None:
    settings.EMAIL_HOST = ""
    shown = client.get(reverse(page)).content.decode()
    answers = [client.post(reverse(page), {"email": email}) for email in (user.email, "x@y.org")]

    assert "This installation sends no mail." in shown
    assert "<form" not in shown
    assert [answer.content.decode() for answer in answers] == [shown, shown]
    assert not MailedCode.objects.exists()


@pytest.mark.parametrize("page", ["account_email", "reentry-code"])
def test_whoever_is_signed_in_is_told_so_too(
    client: Client, user: User, settings: Settings, page: str
) -> None:
    settings.EMAIL_HOST = ""
    client.force_login(user)

    assert "This installation sends no mail." in client.post(reverse(page)).content.decode()
    assert not MailedCode.objects.exists()


def test_after_sending_too_they_are_answered_alike(user: User) -> None:
    said = []
    for email in (user.email, "nobody@example.org"):
        client = Client()
        page = client.post(reverse("sign-in-code"), {"email": email})["Location"]
        send_codes()
        texts = [client.post(page, {"code": "1"}).content.decode() for _try in range(6)]
        said.append(
            [re.findall(r'class="invalid-feedback".*?</', text, re.DOTALL) for text in texts]
        )

    assert said[0] == said[1]
    assert "Check the digits" in said[0][4][0]
    assert "Too many" in said[0][5][0]


def test_worker_writes_to_users_only(user: User) -> None:
    UserFactory(email="closed@example.org", is_active=False)
    for email in (user.email, "nobody@example.org", "closed@example.org"):
        ask(email)

    send_codes()

    assert [message.to for message in mail.outbox] == [[user.email]]
    event = AuditEvent.objects.get()
    assert (event.action, event.target_id, event.by) == ("user.code_sent", user.pk, None)
    assert event.detail == {"purpose": "sign_in"}


@pytest.mark.parametrize("email", ["ada@mınistry.example", "ada@miniſtry.example"])
@pytest.mark.parametrize("page", ["sign-in-code", "account_reset_password"])
def test_address_that_looks_alike_in_capitals_is_not_written_to(email: str, page: str) -> None:
    """Whoever owns such a domain would read the code for somebody else's account."""
    UserFactory(email="ada@ministry.example")

    Client().post(reverse(page), {"email": email})
    send_codes()

    assert MailedCode.objects.get().state == WorkState.DONE
    assert mail.outbox == []


def everything_stored() -> str:
    """What the database holds of all that a code passes."""
    tables = [MailedCode, AuditEvent, SignInAttempt, Session]
    rows = [list(table._base_manager.values()) for table in tables]
    sessions = [Session.objects.get(pk=row.pk).get_decoded() for row in Session.objects.all()]
    return repr((rows, sessions))


def test_code_and_address_stand_in_the_mail_alone(
    user: User,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    empty_broker()
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("sign-in-code"), {"email": user.email})
        before = everything_stored()
    with app.connection() as broker:
        message = broker.SimpleQueue(codes.QUEUE, no_ack=True).get(block=False)
    code = code_sent()
    digits = code.replace(" ", "")

    told = (before, everything_stored(), caplog.text, repr((message.headers, message.payload)))
    for text in told:
        assert user.email not in text
        assert code not in text
        assert digits not in text
    assert message.payload[:2] == [[], {}]
    assert list(client.session["mailed_codes"]) == ["sign_in"]
    assert MailedCode.objects.get().sealed == b""


def test_sealed_value_opens_for_the_worker_alone_and_is_emptied(user: User) -> None:
    row = ask(user.email, AT)
    row.refresh_from_db()
    place = secrets.Place("conference_mailedcode", row.pk, "sealed")
    email, code = json.loads(secrets.unseal(bytes(row.sealed), place))
    assert (email, len(code)) == (user.email, 8)

    assert send(AT)

    row.refresh_from_db()
    assert (bytes(row.sealed), row.state, row.user) == (b"", WorkState.DONE, user)


@pytest.mark.usefixtures("user")
def test_what_expired_unsent_is_emptied_and_what_is_old_goes() -> None:
    row = ask("ada@example.org", AT)
    assert codes.forget(at=AT + 9 * MINUTE) == 0
    row.refresh_from_db()
    assert bytes(row.sealed) != b""

    codes.forget(at=AT + 10 * MINUTE)
    row.refresh_from_db()
    assert bytes(row.sealed) == b""
    assert send(AT + 11 * MINUTE)
    row.refresh_from_db()
    assert (row.state, mail.outbox) == (WorkState.FAILED, [])
    assert codes.forget(at=AT + dt.timedelta(days=1, minutes=1)) == 1


def test_another_master_key_takes_over_what_is_full_and_passes_what_is_emptied(
    user: User, settings: Settings
) -> None:
    ask(user.email, AT)
    assert send(AT)
    waiting = ask(user.email, AT)
    settings.MASTER_KEYS = {"new": b"n" * 32} | settings.MASTER_KEYS

    assert sealing.seal_anew() == 1
    assert sealing.keys_in_use() == {"new"}
    assert send(AT)
    waiting.refresh_from_db()
    assert waiting.state == WorkState.DONE


def test_code_signs_in_once(user: User, client: Client) -> None:
    User.objects.update(mailbox_shown_at=None)
    page = client.post(reverse("sign-in-code") + "?next=/accounts/sessions/", {"email": user.email})
    code = code_sent()

    entered = client.post(page["Location"], {"code": code})

    assert entered["Location"] == "/accounts/sessions/"
    assert client.get(entered["Location"]).status_code == 200
    row = MailedCode.objects.get()
    assert row.confirmed_at is not None
    user.refresh_from_db()
    assert user.mailbox_shown_at == row.confirmed_at
    with pytest.raises(DomainError, match="no longer"):
        codes.confirm(handle=row.handle, purpose=SIGN_IN, typed=code, at=timezone.now())
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["user.code_sent", "user.signed_in"]


def test_code_is_good_in_the_browser_that_asked_and_for_its_purpose_only(user: User) -> None:
    one, other = Client(), Client()
    one.post(reverse("sign-in-code"), {"email": user.email})
    code = code_sent()

    assert other.post(reverse("sign-in-code-confirm"), {"code": code})["Location"] == reverse(
        "sign-in-code"
    )
    handle = MailedCode.objects.get().handle
    for purpose in (CodePurpose.PASSWORD, CodePurpose.REENTRY, CodePurpose.ADDRESS):
        with pytest.raises(DomainError):
            codes.confirm(handle=handle, purpose=purpose, typed=code, at=timezone.now())


def test_code_works_for_ten_minutes_and_five_tries(user: User) -> None:
    for later, is_good in ((10 * MINUTE - dt.timedelta(seconds=1), True), (10 * MINUTE, False)):
        row = ask(user.email, AT)
        assert send(AT)
        code = code_in(str(mail.outbox[-1].body))
        assert confirmed(row, code, AT + later) is is_good
    for wrong, is_good in ((4, True), (5, False)):
        row = ask(user.email, AT)
        assert send(AT)
        code = code_in(str(mail.outbox[-1].body))
        assert not any(confirmed(row, "1", AT) for _try in range(wrong))
        assert confirmed(row, code, AT) is is_good


def confirmed(row: MailedCode, typed: str, at: dt.datetime) -> bool:
    try:
        codes.confirm(handle=row.handle, purpose=SIGN_IN, typed=typed, at=at)
    except DomainError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_twenty_tries_at_once_five_count(user: User) -> None:
    row = ask(user.email, AT)

    def attempt(_number: int) -> str:
        try:
            codes.confirm(handle=row.handle, purpose=SIGN_IN, typed="1", at=AT)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()
        return "right"

    with ThreadPoolExecutor(20) as pool:
        said = sorted(pool.map(attempt, range(20)))

    assert [text.startswith("This is not") for text in said] == [False] * 15 + [True] * 5
    row.refresh_from_db()
    assert row.tries == 5


def test_wrong_codes_count_for_the_address_however_many_are_asked_for(user: User) -> None:
    for _code in range(2):
        client = Client()
        page = client.post(reverse("sign-in-code"), {"email": user.email})["Location"]
        for _try in range(3):
            text = client.post(page, {"code": "1"}).content.decode()

    assert "Too many failed" in text
    assert AuditEvent.objects.filter(action="user.locked_out").count() == 1


def test_nobody_is_asked_for_codes_without_end(user: User) -> None:
    texts = [
        Client().post(reverse("sign-in-code"), {"email": user.email}).content.decode()
        for _time in range(7)
    ]

    assert [bool(text) for text in texts] == [False] * 6 + [True]
    assert "Too many codes" in texts[6]


def test_mail_is_in_the_language_of_its_reader(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="fr")
    ask(user.email)
    ask("nobody@example.org")

    send_codes()

    (message,) = mail.outbox
    assert message.subject == "Dais\xa0: votre code"


def test_real_mail_server_gets_it(user: User, settings: Settings) -> None:
    with mail_server(settings) as received:
        row = ask(user.email, AT)
        assert send(AT)

    (message,) = received.messages
    assert (message["To"], message["Subject"]) == (user.email, "Dais: your code")
    assert confirmed(row, code_in(message.get_content().replace("\r", "")), AT)


@pytest.mark.parametrize("reply", ["451 Try again later", "550 No such user ada@example.org"])
def test_mail_server_that_refuses_is_asked_again_until_the_code_expires(
    user: User, settings: Settings, caplog: pytest.LogCaptureFixture, reply: str
) -> None:
    row = ask(user.email, AT)
    with mail_server(settings, reply) as received:
        assert send(AT)
        row.refresh_from_db()
        assert (row.state, bytes(row.sealed) != b"") == (WorkState.RUNNING, True)
        assert not send(AT + dt.timedelta(seconds=9))
        assert send(AT + dt.timedelta(seconds=10))
    assert received.tries == 2
    assert caplog.text.count("A code could not be sent") == 1
    assert user.email not in caplog.text + row.error
    with mail_server(settings) as received:
        assert send(AT + dt.timedelta(seconds=20))
    assert len(received.messages) == 1

    late = ask(user.email, AT)
    with mail_server(settings, reply) as received:
        assert send(AT)
        assert send(AT + 10 * MINUTE)
    late.refresh_from_db()
    assert (received.tries, late.state, bytes(late.sealed)) == (1, WorkState.FAILED, b"")


def test_mail_server_that_is_away_loses_nothing(user: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = ask(user.email, AT)
    assert send(AT)
    with mail_server(settings) as received:
        assert send(AT + MINUTE)

    row.refresh_from_db()
    assert (row.state, len(received.messages)) == (WorkState.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_worker_is_woken_and_sends(user: User, client: Client, start_worker: StartWorker) -> None:
    with MailServer() as server:
        worker = start_worker(EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        client.post(reverse("sign-in-code"), {"email": user.email})

        worker.await_that(lambda: MailedCode.objects.filter(state=WorkState.DONE).exists())

    assert [mail["To"] for mail in server.taken] == [user.email]
    assert AuditEvent.objects.get().action == "user.code_sent"
    assert user.email not in worker.log()


@pytest.mark.django_db(transaction=True)
def test_code_goes_before_a_long_mailing_that_is_under_way(
    user: User, client: Client, start_worker: StartWorker
) -> None:
    """As many mails are being sent as may be at once, and others wait: the code passes them."""
    conference = ConferenceFactory(mails_per_minute=6000)
    MailFactory.create_batch(20, conference=conference)
    with MailServer() as server:
        held: set[str] = set()
        is_over = Event()

        def holds(address: str) -> bool:
            if address == user.email or is_over.is_set():
                return False
            held.add(address)
            return True

        server.behaviour.holds = holds
        worker = start_worker(EVERYTHING_ELSE, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        bell.ring_on_commit(writing.WAKE, queue=writing.QUEUE)
        worker.await_that(lambda: len(held) == sending.LANE.at_once)

        client.post(reverse("sign-in-code"), {"email": user.email})
        worker.await_that(lambda: MailedCode.objects.filter(state=WorkState.DONE).exists())

        assert server.behaviour.sent_to == [[user.email]]
        is_over.set()
        worker.await_that(lambda: not Mail.objects.exclude(state=WorkState.DONE).exists())

    assert len(held) == sending.LANE.at_once
    assert len(server.taken) == 21


def test_without_a_master_key_it_is_said_that_no_code_can_be_sent(
    user: User, client: Client, settings: Settings
) -> None:
    settings.MASTER_KEYS = {}

    text = client.post(reverse("sign-in-code"), {"email": user.email}).content.decode()

    assert "MASTER_KEYS" in text
    assert MailedCode.objects.count() == 0


@pytest.mark.parametrize("purpose", [SIGN_IN, CodePurpose.PASSWORD, CodePurpose.REENTRY])
def test_code_that_went_to_a_former_address_opens_nothing(user: User, purpose: CodePurpose) -> None:
    """Whoever leaves a mailbox that others read leaves it at once."""
    row = codes.ask(purpose=purpose, email=user.email, by=None, at=timezone.now())
    code = code_sent()
    User.objects.filter(pk=user.pk).update(email="new@example.org")

    with pytest.raises(DomainError):
        codes.confirm(handle=row.handle, purpose=purpose, typed=code, at=timezone.now())


def test_password_is_chosen_by_a_code_to_the_address_of_then(user: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("password-code"), {"code": code_sent()})
    User.objects.filter(pk=user.pk).update(email="new@example.org")

    answer = client.post(
        reverse("password-new"),
        {"password": "another long password", "password_again": "another long password"},
    )

    assert answer["Location"] == reverse("account_reset_password")
    user.refresh_from_db()
    assert user.check_password("a long enough password")


def test_address_is_changed_by_a_code_that_went_there(user: User, client: Client) -> None:
    client.force_login(user)
    page = reverse("account_email")
    client.post(page, {"email": "new@example.org"})
    code = code_sent()
    assert mail.outbox[-1].to == ["new@example.org"]

    client.post(page, {"email": "other@example.org", "code": code})
    user.refresh_from_db()
    assert user.email == "ada@example.org"

    client.post(page, {"email": "new@example.org"})
    client.post(page, {"email": "New@example.org", "code": code_sent()})
    user.refresh_from_db()
    assert user.email == "new@example.org"
    event = AuditEvent.objects.get(action="user.changed")
    assert (event.target_id, event.by, event.fields) == (user.pk, user, ["email"])


def test_address_of_somebody_else_gets_no_mail_and_is_answered_alike(
    user: User, client: Client
) -> None:
    UserFactory(email="taken@example.org")
    client.force_login(user)
    texts = []
    for email in ("taken@example.org", "free@example.org"):
        text = client.post(reverse("account_email"), {"email": email}).content.decode()
        texts.append(re.sub(r'(csrfmiddlewaretoken" )?value="[^"]*"', "", text))
    send_codes()

    assert texts[0] == texts[1]
    assert [message.to for message in mail.outbox] == [["free@example.org"]]


def test_who_has_no_password_confirms_with_a_code(client: Client) -> None:
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": 1.0}]
    session.save()

    asked = client.get(reverse("account_email"), follow=True)
    (page, _status) = asked.redirect_chain[-1]
    assert page.startswith(reverse("reentry-code"))
    client.post(page)
    entered = client.post(page, {"code": code_sent()})

    assert entered["Location"] == reverse("account_email")
    assert client.get(reverse("account_email")).status_code == 200


def test_handle_of_no_row_opens_nothing() -> None:
    with pytest.raises(DomainError, match="no longer"):
        codes.confirm(handle=uuid4(), purpose=SIGN_IN, typed="1", at=AT)


def test_every_column_of_a_code_is_known_here() -> None:
    """What another column holds of address or code is to be thought of."""
    names = {
        field.name for field in MailedCode._meta.get_fields() if isinstance(field, models.Field)
    }
    assert names == {
        *("id", "state", "lease", "leased_until", "attempts", "error", "handle", "purpose"),
        *("account", "user", "code_hash", "tries", "asked_at", "ends_at", "confirmed_at", "sealed"),
    }
