"""Browsers in words, for whoever looks where they are signed in."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from conference.accounts.browsers import browser_in_words
from tests.factories import UserFactory

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Firefox/128.0", "Firefox on Android"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/126.0 Mobile Safari/537.36",
         "Chrome on Android"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/126.0 Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541) {WEBKIT} Chrome/126.0 Safari/537.36",
         "Chrome on ChromeOS"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0",
         "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} SamsungBrowser/25.0 Chrome/121.0",
         "Samsung Internet on Android"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15",
         "Safari on macOS"),
        ("curl/8.5.0", "Another browser"),
        ("Firefox/128.0", "Another browser"),
        ("", "Another browser"),
    ],
)  # fmt: skip
def test_browser_is_named_by_what_it_says_of_itself(said: str, words: str) -> None:
    assert browser_in_words(said) == words


def test_page_names_browsers_and_when_somebody_signed_in_with_them(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    address = reverse("usersessions_list")
    UserSession.objects.create(
        user=user,
        ip="192.0.2.1",
        user_agent=FIREFOX,
        session_key=client.session.session_key,
        created_at=dt.datetime(2018, 5, 3, 8, tzinfo=dt.UTC),
    )

    page = client.get(address, headers={"user-agent": FIREFOX}).content.decode()

    assert "<strong>Firefox on Windows</strong>" in page
    assert "Gecko" not in page
    assert "since 3 May 2018, 08:00 UTC, from" in page
