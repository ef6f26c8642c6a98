"""What pages offer to whoever has not signed in: their language, and ways that lead somewhere."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference.writing.languages import OWN_NAMES
from tests.factories import UserFactory

LINK = re.compile(r'<a href="([^"]+)"\s+hreflang="([\w-]+)"')


@pytest.mark.parametrize(
    "name", ["account_login", "sign-in-code", "account_reset_password", "join"]
)
def test_language_is_chosen_before_signing_in_and_held(
    client: Client, settings: Settings, name: str
) -> None:
    settings.EMAIL_HOST = "mail.example"
    page = client.get(reverse(name), {"next": "/accounts/sessions/"}).content.decode()

    links = {language: unescape(address) for address, language in LINK.findall(page)}
    french = client.get(links["fr"]).content.decode()

    assert list(links) == list(OWN_NAMES)
    assert '<html lang="fr"' in french
    assert unescape(french).count("next=/accounts/sessions/") + unescape(french).count(
        "next=%2Faccounts%2Fsessions%2F"
    )
    assert '<html lang="fr"' in client.get(reverse(name)).content.decode()


def test_whoever_is_signed_in_reads_in_their_language_already(client: Client) -> None:
    client.force_login(UserFactory())

    assert not LINK.findall(client.get(reverse("usersessions_list")).content.decode())


@pytest.mark.parametrize("host", ["", "mail.example"])
def test_code_by_mail_is_offered_where_one_can_be_sent(
    client: Client, settings: Settings, host: str
) -> None:
    settings.EMAIL_HOST = host

    page = client.get(reverse("account_login")).content.decode()

    assert (reverse("sign-in-code") in page) is bool(host)


def test_without_mail_the_page_of_the_address_says_which_it_is(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    client.force_login(UserFactory(email="ada@example.org"))

    page = client.get(reverse("account_email"), follow=True).content.decode()

    assert "No code can be sent" in page
    assert "You sign in with <strong>ada@example.org</strong>." in page


def test_address_is_called_as_everywhere(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "E-mail" in page
    assert re.findall(r"\bEmail\b|placeholder=", page) == []
