"""What two do at once with one code, one second factor or one browser of the desk."""

import time
from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from pytest_django import Settings

from conference.accounts import codes, desks, second_factors
from conference.choices import CodePurpose
from conference.errors import DomainError
from conference.models import AuditEvent, DeskBrowser, MailedCode, User
from conference.services import accounts
from tests.factories import DeskBrowserFactory, UserFactory
from tests.mailed import code_sent
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app() -> User:
    user: User = UserFactory()
    sealed = second_factors.seal(SEED, second_factors.place_of(user.pk))
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
    return user


def test_of_two_who_type_the_same_code_of_an_app_one_is_let_in() -> None:
    user = with_app()
    code = totp.format_hotp_value(totp.hotp_value(SEED, int(time.time()) // 30))

    second = while_uncommitted(
        lambda: second_factors.check(user, code), lambda: second_factors.check(user, code)
    )

    assert second is None


def test_second_factor_that_is_sealed_anew_by_two_is_whole(settings: Settings) -> None:
    user = with_app()
    settings.MASTER_KEYS = {"new": b"n" * 32} | settings.MASTER_KEYS

    assert while_uncommitted(second_factors.seal_anew, second_factors.seal_anew) == 0

    with second_factors.of(user):
        sealed = Authenticator.objects.get().data["secret"]
        assert second_factors.get_adapter().decrypt(sealed) == SEED


def test_right_code_that_comes_while_the_fifth_wrong_one_is_counted_opens_nothing() -> None:
    user = UserFactory(email="ada@example.org")
    row = codes.ask(purpose=CodePurpose.SIGN_IN, email=user.email, by=None, at=timezone.now())
    right = code_sent()
    MailedCode.objects.update(tries=4)

    def confirm(typed: str) -> None:
        codes.confirm(
            handle=row.handle, purpose=CodePurpose.SIGN_IN, typed=typed, at=timezone.now()
        )

    def wrong() -> None:
        with suppress(DomainError):
            confirm("1")

    with pytest.raises(DomainError, match="no longer"):
        while_uncommitted(wrong, lambda: confirm(right))


def test_code_sets_one_password() -> None:
    user = UserFactory(email="ada@example.org")
    row = codes.ask(purpose=CodePurpose.PASSWORD, email=user.email, by=None, at=timezone.now())
    codes.confirm(
        handle=row.handle, purpose=CodePurpose.PASSWORD, typed=code_sent(), at=timezone.now()
    )
    code = MailedCode.objects.get()

    def choose(password: str) -> None:
        accounts.choose_password(code=code, password=password, at=timezone.now())

    with pytest.raises(DomainError):
        while_uncommitted(lambda: choose("the first of two"), lambda: choose("the second of two"))
    user.refresh_from_db()
    assert user.check_password("the first of two")


def test_browser_that_two_lock_is_locked_once() -> None:
    browser, one, other = DeskBrowserFactory(), UserFactory(), UserFactory()

    while_uncommitted(
        lambda: desks.lock(browser=browser, by=one, at=timezone.now()),
        lambda: desks.lock(browser=browser, by=other, at=timezone.now()),
    )

    assert DeskBrowser.objects.get().locked_by == one
    assert AuditEvent.objects.filter(action="deskbrowser.locked").count() == 1
