import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference.choices import Role
from conference.models import AuditEvent, User
from tests.factories import StaffRoleFactory
from tests.here import HERE, here
from tests.mailed import code_sent

PASSWORD = "a long enough password"


@pytest.fixture
def user(settings: Settings) -> User:
    cache.clear()
    settings.EMAIL_HOST = "mail.example"
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    role.user.set_password(PASSWORD)
    role.user.save()
    user: User = role.user
    return user


def sign_in(client: Client, email: str, password: str) -> int:
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    return response.status_code


def test_admin_leads_to_the_one_sign_in_page_and_back(client: Client, user: User) -> None:
    asked = client.get(here("delegates_delegate_changelist"), follow=True)
    assert asked.templates[0].name == "account/login.html"

    (page, _status) = asked.redirect_chain[-1]
    response = client.post(page, {"login": user.email.upper(), "password": PASSWORD})

    assert response["Location"] == here("delegates_delegate_changelist")


def test_wrong_password_and_unknown_address_are_told_alike(client: Client, user: User) -> None:
    texts = []
    for email in (user.email, "nobody@example.org"):
        response = client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        texts.append(re.findall(r'role="alert">.*?</div>', response.content.decode(), re.DOTALL))

    assert texts[0] == texts[1] != []


def test_too_many_attempts_are_refused_in_words(client: Client, user: User) -> None:
    for _attempt in range(5):
        sign_in(client, user.email, "wrong")

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert "Too many failed login attempts" in response.content.decode()
    assert client.get(here("index")).status_code == 302


def test_closed_account_cannot_sign_in(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    sign_in(client, user.email, PASSWORD)

    assert client.get(here("index")).status_code == 302


def chosen_anew(client: Client, user: User, password: str) -> None:
    page = client.post(reverse("account_reset_password"), {"email": user.email})["Location"]
    page = client.post(page, {"code": code_sent()})["Location"]
    client.post(page, {"password": password, "password_again": password})


def test_password_is_chosen_anew_by_a_code_that_works_once(client: Client, user: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, user.email, PASSWORD)

    chosen_anew(client, user, "another long password")

    assert elsewhere.get(here("index")).status_code == 302
    assert sign_in(client, user.email, "another long password") == 302
    client.logout()
    again = client.post(reverse("password-new"), {"password": PASSWORD, "password_again": PASSWORD})
    assert again["Location"] == reverse("account_reset_password")
    assert sign_in(client, user.email, PASSWORD) == 200


def test_who_chooses_a_password_is_told_of_keys_that_were_set_up_before(
    client: Client, user: User
) -> None:
    """Perhaps by somebody else, who had the account before its mailbox was shown."""
    chosen_anew(client, user, "another long password")
    assert "set up before" not in client.get(reverse("account_login")).text

    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    chosen_anew(client, user, "one more long password")

    assert "set up before" in client.get(reverse("account_login")).text


def test_nobody_chooses_a_password_before_the_code_is_typed(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    code_sent()

    asked = client.post(reverse("password-new"), {"password": PASSWORD, "password_again": PASSWORD})

    assert asked["Location"] == reverse("account_reset_password")


def test_weak_password_is_refused_and_asked_again(client: Client, user: User) -> None:
    page = client.post(reverse("account_reset_password"), {"email": user.email})["Location"]
    page = client.post(page, {"code": code_sent()})["Location"]

    weak = client.post(page, {"password": "short", "password_again": "short"}).content.decode()
    two = client.post(page, {"password": PASSWORD, "password_again": "no"}).content.decode()

    assert "too short" in weak
    assert "The two passwords differ." in two


def test_nobody_signs_up(client: Client) -> None:
    assert client.get(reverse("account_signup")).status_code == 404


def test_signing_out_needs_a_post(client: Client, user: User) -> None:
    client.force_login(user)

    client.get(reverse("account_logout"))
    assert client.get(here("index")).status_code == 200

    client.post(reverse("account_logout"))
    assert client.get(here("index")).status_code == 302


def test_signed_in_without_a_role_is_refused_not_sent_round(client: Client, user: User) -> None:
    user.staff_roles.all().delete()
    client.force_login(user)

    assert client.get(reverse("admin-home"), follow=True).status_code == 403


def events() -> list[tuple[str, int | None, int | None]]:
    rows = AuditEvent.objects.order_by("id")
    return list(rows.values_list("action", "target_id", "by_id"))


def test_what_happens_at_the_sign_in_page_stands_in_the_trail(client: Client, user: User) -> None:
    sign_in(client, user.email, "wrong")
    sign_in(client, "nobody@example.org", "wrong")
    sign_in(client, user.email.upper(), PASSWORD)
    client.post(reverse("account_logout"))

    assert events() == [
        ("user.sign_in_failed", user.pk, None),
        ("user.sign_in_failed", None, None),
        ("user.signed_in", user.pk, user.pk),
        ("user.signed_out", user.pk, user.pk),
    ]
    assert {event.ip_address for event in AuditEvent.objects.all()} == {"127.0.0.1"}
    assert "nobody" not in str(list(AuditEvent.objects.values()))


def test_lock_out_stands_in_the_trail_once(client: Client, user: User) -> None:
    for _attempt in range(8):
        sign_in(client, user.email, "wrong")

    assert [action for action, *_ in events()] == [
        *["user.sign_in_failed"] * 5,
        "user.locked_out",
    ]


def test_lock_out_elsewhere_does_not_concern_a_browser_that_signed_in_before(user: User) -> None:
    at_home, fresh = Client(), Client()
    sign_in(at_home, user.email, PASSWORD)
    at_home.post(reverse("account_logout"))
    for _attempt in range(6):
        sign_in(Client(), user.email, "wrong")

    assert sign_in(fresh, user.email, PASSWORD) == 200
    assert sign_in(at_home, user.email, PASSWORD) == 302
    stolen = Client()
    stolen.cookies[settings.DEVICE_COOKIE_NAME] = "forged" + at_home.cookies["dais_device"].value
    assert sign_in(stolen, user.email, PASSWORD) == 200


def test_browser_that_knows_one_account_is_any_other_to_the_next(user: User) -> None:
    browser, colleague = Client(), StaffRoleFactory().user
    sign_in(browser, user.email, PASSWORD)
    browser.post(reverse("account_logout"))

    for _attempt in range(6):
        sign_in(browser, colleague.email, "wrong")

    actions = [action for action, target, _ in events() if target == colleague.pk]
    assert actions == [*["user.sign_in_failed"] * 5, "user.locked_out"]


def test_new_passwords_stand_in_the_trail(client: Client, user: User) -> None:
    sign_in(client, user.email, PASSWORD)
    new = {"password1": "another long password", "password2": "another long password"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    chosen_anew(Client(), user, "a third long password")

    assert events()[1:] == [
        ("user.password_changed", user.pk, user.pk),
        ("user.code_sent", user.pk, None),
        ("user.password_reset", user.pk, None),
    ]


def test_former_password_is_guessed_no_more_often_than_at_the_sign_in(
    client: Client, user: User
) -> None:
    """On a screen that was left open, whatever the new passwords are."""
    sign_in(client, user.email, PASSWORD)
    guess = {"oldpassword": "wrong", "password1": "one", "password2": "other"}

    for _attempt in range(7):
        cache.clear()
        answer = client.post(reverse("account_change_password"), guess)

    assert "Too many wrong attempts." in answer.content.decode()
    actions = [action for action, target, _ in events() if target == user.pk]
    assert actions.count("user.sign_in_failed") == 5


def test_somebody_signs_the_others_out(user: User) -> None:
    one = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    for browser in (one, other):
        sign_in(browser, user.email, PASSWORD)

    page = one.get(reverse("usersessions_list")).content.decode()
    one.post(reverse("usersessions_list"))

    assert [page.count(f"Firefox on {system}") for system in ("Linux", "Windows")] == [1, 1]
    assert one.get(here("index")).status_code == 200
    assert other.get(here("index")).status_code == 302
    event = AuditEvent.objects.get(action="user.signed_out_elsewhere")
    assert (event.by, event.detail) == (user, {"login_sessions": 1})


def test_next_page_that_is_no_address_leads_nowhere(client: Client, user: User) -> None:
    assert client.get(reverse("account_login"), {"next": "//["}).status_code == 200

    form = {"login": user.email, "password": PASSWORD, "next": "//["}
    assert client.post(reverse("account_login"), form)["Location"] == reverse("after-sign-in")
