"""Whether a login still stands, and whose it is: asked before something typed is sent."""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conference.accounts.lifetimes import SEEN_AT
from conference.accounts.standing import mark_of
from conference.choices import Role
from conference.models import StaffRole, User
from tests.factories import StaffRoleFactory, UserFactory
from tests.signed_in import note_password

ADDRESS = reverse("account-standing")
NOBODY = {"who": "", "token": ""}


@pytest.fixture
def user(db: None) -> User:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER)
    return role.user


@pytest.fixture
def client_of_user(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    note_password(client, user)
    return client


def test_standing_login_is_told_by_a_mark_that_says_nothing(
    client_of_user: Client, user: User
) -> None:
    response = client_of_user.get(ADDRESS)

    told = response.json()
    assert told.keys() == NOBODY.keys()
    assert told["who"] == mark_of(user) != mark_of(UserFactory())
    assert len(told["who"]) == 32
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_token_is_one_that_forms_are_taken_with(client_of_user: Client) -> None:
    token = client_of_user.get(ADDRESS).json()["token"]

    sent = client_of_user.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})

    assert sent.status_code == 302
    assert client_of_user.get(ADDRESS).json() == NOBODY


def test_nobody_has_no_mark_and_no_token(db: None) -> None:
    response = Client().get(ADDRESS)

    assert response.json() == NOBODY
    assert response.cookies == {}


def test_login_that_was_unused_too_long_stands_no_more(client_of_user: Client) -> None:
    session = client_of_user.session
    session[SEEN_AT] = time.time() - settings.STAFF_IDLE_SECONDS - 1
    session.save()

    assert client_of_user.get(ADDRESS).json() == NOBODY


def test_page_of_the_admin_bears_the_mark_of_its_reader(client_of_user: Client, user: User) -> None:
    page = client_of_user.get(reverse("admin-home"), follow=True).content.decode()

    assert f'<meta name="signed-in" content="{mark_of(user)}">' in page


def test_browser_that_opens_it_as_a_page_is_led_to_the_usual_place(client_of_user: Client) -> None:
    """A sign-in that a page began, and that was left there, ends in a tab of its own."""
    response = client_of_user.get(ADDRESS, headers={"accept": "text/html,*/*;q=0.8"})

    assert (response.status_code, response["Location"]) == (302, reverse("after-sign-in"))


def test_standing_is_only_asked(client_of_user: Client) -> None:
    token = client_of_user.get(ADDRESS).json()["token"]

    assert client_of_user.post(ADDRESS, {"csrfmiddlewaretoken": token}).status_code == 405
