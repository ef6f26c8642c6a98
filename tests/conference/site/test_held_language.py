"""Who reads in a language signs in, is refused, and comes back in it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from conference.choices import ConferenceState
from conference.models import Conference
from delegates.models import FocalPoint
from tests.factories import ConferenceFactory, FocalPointFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easy to remember"
COOKIE = settings.LANGUAGE_COOKIE_NAME
# The browser's own wish, which is none of those read.
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(
        slug="dushanbe-2018", state=ConferenceState.OPEN, languages=["en", "ar", "ru", "fr"]
    )


@pytest.fixture
def focal_point(conference: Conference) -> FocalPoint:
    row: FocalPoint = FocalPointFactory(delegation__conference=conference, user__language="fr")
    row.user.set_password(PASSWORD)
    row.user.save()
    return row


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([^"]*)"', page)
    assert found
    return found[1]


def words(text: str, language: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_language_of_the_page_holds_through_sign_in_and_back(
    focal_point: FocalPoint, language: str, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    browser = Client(**FRENCH)  # type: ignore[arg-type]
    home = browser.get(f"/{language}/dushanbe-2018/").content.decode()
    assert COOKIE not in browser.cookies
    link = re.search(r'href="(/accounts/login/[^"]*)"', home)
    assert link

    shown = browser.get(link[1]).content.decode()
    refused = browser.post(
        reverse("account_login"), {"login": focal_point.user.email, "password": "wrong"}
    )
    by_code = browser.get(reverse("sign-in-code"))
    asked = browser.post(reverse("sign-in-code"), {"email": focal_point.user.email}, follow=True)
    missing = browser.get("/accounts/nowhere/", follow=True)
    let_in = browser.post(
        reverse("account_login"),
        {"login": focal_point.user.email, "password": PASSWORD},
        follow=True,
    )

    assert words("Sign in", language) in shown
    pages = [refused, by_code, asked, missing, let_in]
    assert [language_of(page.content.decode()) for page in pages] == [language] * 5
    assert language_of(shown) == language
    assert let_in.redirect_chain[-1][0] == f"/{language}/registration/"
    out = browser.post(reverse("account_logout"), follow=True)
    assert out.redirect_chain[-1][0] == f"/{language}/"


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_page_that_asks_for_sign_in_does_so_in_its_language(
    focal_point: FocalPoint, language: str
) -> None:
    browser = Client(**FRENCH)  # type: ignore[arg-type]

    asked = browser.get(f"/{language}/registration/", follow=True)

    assert asked.redirect_chain[-1][0] == f"/accounts/login/?next=/{language}/registration/"
    assert language_of(asked.content.decode()) == language
    assert browser.cookies[COOKIE].value == language


def test_language_chosen_on_a_page_of_ones_own_holds_on_pages_of_the_account(
    focal_point: FocalPoint,
) -> None:
    browser = Client(**FRENCH)  # type: ignore[arg-type]
    browser.force_login(focal_point.user)
    languages = []
    for language in ("ru", "ar"):
        browser.get(f"/{language}/registration/")
        languages.append(language_of(browser.get(reverse("account-contact")).content.decode()))

    assert languages == ["ru", "ar"]
    assert browser.get("/")["Location"] == "/ar/"


def test_who_never_chose_a_language_comes_to_that_of_their_mails(focal_point: FocalPoint) -> None:
    browser = Client(HTTP_ACCEPT_LANGUAGE="es")
    page = browser.get(reverse("account_login"))
    sent = browser.post(
        reverse("account_login"),
        {"login": focal_point.user.email, "password": PASSWORD},
        follow=True,
    )

    assert language_of(page.content.decode()) == "es"
    assert sent.redirect_chain[-1][0] == "/fr/registration/"


@pytest.mark.parametrize(
    "query",
    ["language=xx", "language=", "next=//[", "next=/xx/registration/", "next=https://ar/", "next="],
)
def test_what_names_no_language_changes_none(conference: Conference, query: str) -> None:
    browser = Client(**FRENCH)  # type: ignore[arg-type]

    page = browser.get(f"{reverse('account_login')}?{query}")

    assert language_of(page.content.decode()) == "fr"
    assert COOKIE not in page.cookies


def test_pages_for_everybody_leave_nothing_in_a_browser(conference: Conference) -> None:
    browser = Client(**FRENCH)  # type: ignore[arg-type]
    for page in ("/ar/", "/ar/dushanbe-2018/", "/ru/dushanbe-2018/agenda/?day=x"):
        browser.get(page)

    assert dict(browser.cookies) == {}
