"""One password, whichever keyboard sends it. Set, tried and changed by the real forms."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, check_password, make_password
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, SignInAttempt, User
from tests.factories import StaffRoleFactory, UserFactory
from tests.here import HERE, here
from tests.mailed import code_sent

# Both marks and a wide letter: each of the forms is another text.
TYPED = "\uff36e\u0301t\u00e9 on the lake \u00c5"
FORMS = {form: unicodedata.normalize(form, TYPED) for form in ("NFKC", "NFC", "NFD")}
KEPT = FORMS["NFKC"]
ANOTHER = "another lake, another e\u0301te\u0301"


@pytest.fixture(autouse=True)
def hashed_fast(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def user() -> User:
    cache.clear()
    user: User = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE).user
    return user


def hashed_as_typed(user: User, password: str) -> None:
    """As it was before passwords had one form."""
    User.objects.filter(pk=user.pk).update(password=make_password(password))


def sign_in(client: Client, user: User, password: str) -> bool:
    address = reverse("account_login")
    return client.post(address, {"login": user.email, "password": password}).status_code == 302


def is_hash_of(user: User, password: str) -> bool:
    user.refresh_from_db()
    return check_password(password, user.password)


def changed(user: User, client: Client) -> None:
    user.set_password(KEPT)
    user.save()
    sign_in(client, user, KEPT)
    new = {"oldpassword": FORMS["NFD"], "password1": ANOTHER, "password2": ANOTHER}
    client.post(reverse("account_change_password"), new)


def reset(user: User, client: Client) -> None:
    page = client.post(reverse("account_reset_password"), {"email": user.email})["Location"]
    page = client.post(page, {"code": code_sent()})["Location"]
    client.post(page, {"password": ANOTHER, "password_again": ANOTHER})


def chosen_by_the_administrator(user: User, client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    page = admin_url(None, "conference_user_password", user.pk)
    client.post(page, {"password1": ANOTHER, "password2": ANOTHER})


@pytest.mark.parametrize("chosen", [changed, reset, chosen_by_the_administrator])
def test_new_password_is_kept_in_one_form(
    chosen: Callable[[User, Client], None], user: User, client: Client
) -> None:
    chosen(user, client)

    assert is_hash_of(user, unicodedata.normalize("NFKC", ANOTHER))
    for form in ("NFC", "NFD"):
        assert sign_in(Client(), user, unicodedata.normalize(form, ANOTHER)), form


def test_password_of_the_first_administrator_is_kept_in_one_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", TYPED)

    call_command("createsuperuser", "--noinput", "--email", "ada@example.org", "--verbosity", "0")

    assert is_hash_of(User.objects.get(email="ada@example.org"), KEPT)


@pytest.mark.parametrize("typed", [TYPED, *FORMS.values()])
def test_whichever_keyboard_sends_it_the_kept_password_opens(user: User, typed: str) -> None:
    user.set_password(TYPED)
    user.save()

    assert sign_in(Client(), user, typed)
    assert not sign_in(Client(), user, typed + "?")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hash_of_another_form_opens_once_and_is_then_of_the_one(user: User, form: str) -> None:
    hashed_as_typed(user, FORMS[form])

    assert sign_in(Client(), user, FORMS["NFC"])

    assert is_hash_of(user, KEPT)
    assert AuditEvent.objects.filter(action="user.password_changed").count() == 0


def test_hash_of_what_is_in_no_form_opens_as_typed(user: User) -> None:
    hashed_as_typed(user, TYPED)

    assert sign_in(Client(), user, TYPED)
    assert is_hash_of(user, KEPT)


def test_each_try_counts_once_however_many_spellings_it_has(user: User, client: Client) -> None:
    sign_in(client, user, "wrong " + TYPED)
    assert SignInAttempt.objects.count() == 1

    client.force_login(user)
    wrong = {"oldpassword": "wrong " + TYPED, "password1": ANOTHER, "password2": ANOTHER}
    client.post(reverse("account_change_password"), wrong)

    assert SignInAttempt.objects.count() == 2
    assert AuditEvent.objects.filter(action="user.sign_in_failed").count() == 2


def test_session_outlives_a_hash_made_anew_where_the_password_is_entered_again(
    user: User, client: Client
) -> None:
    """Signed in before passwords had one form."""
    hashed_as_typed(user, FORMS["NFD"])
    client.force_login(User.objects.get(pk=user.pk))

    client.post(reverse("account_reauthenticate"), {"password": FORMS["NFC"]})

    assert is_hash_of(user, KEPT)
    assert client.get(here("index")).status_code == 200


def test_nobody_takes_as_long_to_refuse_as_somebody(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time would tell who has an account here."""
    user.set_password(KEPT)
    user.save()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, *rest: str) -> str:
        hashed.append(password)
        return encode(self, password, *rest)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(Client(), user, "wrong " + TYPED)
    of_somebody = len(hashed)
    sign_in(Client(), User(email="nobody@example.org"), "wrong " + TYPED)

    assert (of_somebody, len(hashed) - of_somebody) == (4, 4)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        # Twelve characters as typed, eleven as kept.
        ("1qwe\u0301rty7x!z", "at least 12 characters"),
        ("\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44123456", "too common"),
        ("\uff4f\uff52\uff47\uff41\uff4e\uff49\uff5a\uff45\uff52@example.org", "too similar"),
    ],
)
def test_rules_look_at_the_form_that_is_kept(password: str, why: str) -> None:
    user = UserFactory(email="organizer@example.org")
    client = Client()
    client.force_login(UserFactory(is_superuser=True))

    page = admin_url(None, "conference_user_password", user.pk)
    refused = client.post(page, {"password1": password, "password2": password})

    assert why in refused.content.decode()


def test_browser_keeps_the_password_under_the_address(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    (field,) = re.findall(r'<input[^>]*name="login"[^>]*>', page)
    assert re.findall(r'autocomplete="([^"]*)"', field) == ["username"]
