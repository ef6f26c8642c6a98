import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from conference.choices import Role
from conference.models import User
from tests.factories import StaffRoleFactory
from tests.here import HERE, here

PASSWORD = "a long enough password"


@pytest.fixture
def user() -> User:
    cache.clear()
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


def test_password_is_chosen_anew_by_a_link_that_works_once(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    (message,) = mail.outbox
    assert message.subject == "Dais: choose a new password"
    (link,) = re.findall(r"http://testserver(\S+)", message.body)

    form = client.get(link, follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    client.post(form.redirect_chain[-1][0], new)

    assert sign_in(client, user.email, "another long password") == 302
    client.logout()
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_unknown_address_gets_no_mail_and_the_same_answer(client: Client, user: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})["Location"]
        for email in (user.email, "nobody@example.org")
    ]

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_nobody_signs_up(client: Client) -> None:
    for name in ("account_signup", "account_email", "account_reauthenticate"):
        assert client.get(reverse(name)).status_code == 404


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
