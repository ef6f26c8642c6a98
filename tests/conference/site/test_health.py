import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from conference import secrets
from conference.accounts import codes
from conference.addresses import admin_url
from conference.choices import CodePurpose, WorkState
from conference.json_cache import JsonCache
from tests.factories import (
    BackgroundJobFactory,
    ImportRunFactory,
    PrintChunkFactory,
    SigningKeyFactory,
    StaffRoleFactory,
    UserFactory,
)

PROXY = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def complaints(client: Client, **headers: str) -> list[str]:
    """Names of what is not as it should be."""
    page = client.get(admin_url(None, "health"), headers=headers).content.decode()
    rows = re.findall(r'<th scope="row">([\w ]+)</th>\s*<td>(.*?)</td>', page, re.DOTALL)
    assert [name for name, _ in rows] == [
        "Proxies",
        "Redis",
        "Background work",
        "Mail",
        "Storage",
        "Master keys",
    ]
    return [name for name, state in rows if "<strong>" in state]


def test_healthy_installation_has_no_complaint(administrator: Client) -> None:
    assert complaints(administrator) == []


@pytest.mark.parametrize(("proxies", "headers"), [(0, PROXY), (1, {})])
def test_forwarded_headers_and_the_setting_must_agree(
    administrator: Client, settings: Settings, proxies: int, headers: dict[str, str]
) -> None:
    settings.TRUSTED_PROXIES = proxies

    assert complaints(administrator, **headers) == ["Proxies"]


def test_believed_proxy_is_well(administrator: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1

    assert complaints(administrator, **PROXY) == []


def test_what_is_away_or_waits_is_named(
    administrator: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    PrintChunkFactory()
    asked_at = timezone.now() - dt.timedelta(minutes=9)
    codes.ask(purpose=CodePurpose.SIGN_IN, email="ada@example.org", by=None, at=asked_at)
    monkeypatch.setattr(JsonCache, "_away_until", float("inf"))

    assert complaints(administrator) == ["Redis", "Background work", "Mail"]


def test_state_of_the_installation_is_its_administrators(client: Client) -> None:
    client.force_login(StaffRoleFactory().user)

    assert client.get(admin_url(None, "health")).status_code == 404


def test_work_of_every_kind_that_is_tried_again_is_told(administrator: Client) -> None:
    BackgroundJobFactory(attempts=2)
    ImportRunFactory(attempts=2)
    ImportRunFactory(attempts=1)
    ImportRunFactory(attempts=3, state=WorkState.FAILED)

    said = administrator.get(admin_url(None, "health")).content.decode()

    assert complaints(administrator) == ["Background work"]
    assert "2 jobs are being tried again: their pages say why." in said


OTHER_KEY = secrets.parsed(["second:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"])


def test_installation_without_a_master_key_hears_what_it_cannot_do(
    administrator: Client, settings: Settings
) -> None:
    SigningKeyFactory()
    settings.MASTER_KEYS = {}

    assert complaints(administrator) == ["Master keys"]
    assert "Set MASTER_KEYS." in administrator.get(admin_url(None, "health")).content.decode()


def test_master_key_that_is_missing_or_still_needed_is_named(
    administrator: Client, settings: Settings
) -> None:
    SigningKeyFactory()
    former = settings.MASTER_KEYS

    settings.MASTER_KEYS = OTHER_KEY
    assert complaints(administrator) == ["Master keys"]
    assert "Missing: embedded" in administrator.get(admin_url(None, "health")).content.decode()

    settings.MASTER_KEYS = OTHER_KEY | former
    assert complaints(administrator) == ["Master keys"]
    said = administrator.get(admin_url(None, "health")).content.decode()
    assert "Still in use: embedded" in said


def test_damaged_secret_is_a_line_and_no_error(administrator: Client) -> None:
    SigningKeyFactory(private_key=b"")

    assert complaints(administrator) == ["Master keys"]
