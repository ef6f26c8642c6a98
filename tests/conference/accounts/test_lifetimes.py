import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference.models import AuditEvent, StaffRole
from tests.conference.test_settings import read_settings
from tests.factories import StaffRoleFactory

PAGE = "account_change_password"
AUTOMATIC = {"X-Automatic": "1"}


@pytest.fixture
def role() -> StaffRole:
    role: StaffRole = StaffRoleFactory()
    return role


def signed_in(role: StaffRole, *, since: float, seen: float) -> Client:
    """Somebody who signed in, and was last seen, so many seconds ago."""
    client = Client()
    client.force_login(role.user)
    session = client.session
    session["signed_in_at"] -= since
    session["seen_at"] -= seen
    session.save()
    return client


@pytest.mark.parametrize(
    ("since", "seen", "stays"),
    [
        (3000, 3000, True),
        (3700, 3700, False),
        (57_000, 10, True),
        (58_000, 10, False),
    ],
)
def test_staff_is_signed_out_after_an_hour_unused_and_after_a_day(
    role: StaffRole, since: float, seen: float, stays: bool
) -> None:
    client = signed_in(role, since=since, seen=seen)

    assert (client.get(reverse(PAGE)).status_code == 200) is stays
    assert list(AuditEvent.objects.values_list("action", flat=True)) == (
        [] if stays else ["user.signed_out"]
    )


def test_being_seen_is_noted_once_a_minute(role: StaffRole) -> None:
    seldom, often = (signed_in(role, since=500, seen=seen) for seen in (100, 30))
    before = [client.session["seen_at"] for client in (seldom, often)]

    for client in (seldom, often):
        client.get(reverse(PAGE))

    after = [client.session["seen_at"] for client in (seldom, often)]
    assert after[0] - before[0] > 90
    assert after[1] == before[1]


def test_part_that_asks_for_itself_keeps_nobody_signed_in(role: StaffRole) -> None:
    client, left = (signed_in(role, since=3700, seen=seen) for seen in (3000, 3700))
    seen_at = client.session["seen_at"]

    stays = client.get(reverse(PAGE), headers=AUTOMATIC)
    ended = left.get(reverse(PAGE), headers=AUTOMATIC)

    assert (stays.status_code, ended.status_code) == (200, 302)
    assert client.session["seen_at"] == seen_at


def test_part_that_is_the_first_to_ask_begins_the_hour(role: StaffRole) -> None:
    client = Client()
    client.force_login(role.user)
    session = client.session
    session.pop("seen_at", None)
    session.save()

    client.get(reverse(PAGE), headers=AUTOMATIC)

    assert client.session["seen_at"]


def test_who_is_no_staff_stays(role: StaffRole) -> None:
    role.delete()
    client = signed_in(role, since=100_000, seen=100_000)

    assert client.get(reverse(PAGE)).status_code == 200


def test_cookies_over_tls_are_bound_to_this_host(settings: Settings) -> None:
    told = read_settings(
        "[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME,"
        " settings.LANGUAGE_COOKIE_NAME, settings.SIGNED_IN_COOKIE_NAME]",
        DATABASE_URL="postgresql://dais@database.example/dais",
        SECRET_KEY="x" * 50,
    )

    assert json.loads(told.stdout) == [
        "__Host-dais_login",
        "__Host-dais_form",
        "__Host-dais_device",
        "__Host-dais_language",
        "__Host-dais_signed_in",
    ]
    assert (settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_PATH) == ("dais_login", "/")
    assert settings.SESSION_COOKIE_DOMAIN is settings.CSRF_COOKIE_DOMAIN is None
