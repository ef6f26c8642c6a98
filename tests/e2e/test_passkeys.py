"""Passkeys in a real browser, whose authenticator is one of the browser's own for tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import AuditEvent, StaffRole
from tests.e2e.test_admin import DESKTOP, sign_in

pytestmark = pytest.mark.e2e


@pytest.fixture
def context(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> Iterator[BrowserContext]:
    cache.clear()
    settings.PUBLIC_URL = live_server.url
    settings.STAFF_NEED_SECOND_FACTOR = True
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url)  # type: ignore[arg-type]
    yield context
    context.close()


def authenticator(page: Page, *, keeps_keys: bool) -> Any:
    """A key plugged in, which asks its owner for nothing but says that it did."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": keeps_keys,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def enrol(page: Page, *, signs_in: bool) -> None:
    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("Name of the key").fill("Blue key")
    if signs_in:
        page.get_by_label("Also sign in with it").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()


def test_passkey_signs_in_without_a_password(
    context: BrowserContext, live_server: LiveServer, role: StaffRole
) -> None:
    page = context.new_page()
    authenticator(page, keeps_keys=True)
    sign_in(page, live_server, role)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    enrol(page, signs_in=True)
    page.goto(admin_url(role.conference, "index"))
    assert page.url.endswith(admin_url(role.conference, "index"))
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/accounts/invitations/")

    page.goto(admin_url(role.conference, "index"))
    assert page.url.endswith(admin_url(role.conference, "index"))
    assert Authenticator.objects.get(type="webauthn").data["signs_in"] is True


def test_key_enrolled_as_second_factor_alone_is_one_and_never_signs_in(
    context: BrowserContext, live_server: LiveServer, role: StaffRole
) -> None:
    """Even where the device keeps it and the browser offers it."""
    page = context.new_page()
    authenticator(page, keeps_keys=True)
    sign_in(page, live_server, role)
    enrol(page, signs_in=True)
    key = Authenticator.objects.get(type="webauthn")
    # The same key on the same device, enrolled for less.
    key.data["signs_in"] = False
    key.save()
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("This key is a second factor")).to_be_visible()
    page.goto(admin_url(role.conference, "index"))
    assert "/accounts/login/" in page.url

    sign_in(page, live_server, role)
    page.get_by_role("button", name="Use a passkey or a security key").click()
    page.wait_for_url(f"**{admin_url(role.conference, 'index')}")
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"user.second_factor_added", "user.signed_in"} <= actions


def test_key_that_does_not_answer_is_said_so(
    context: BrowserContext, live_server: LiveServer, role: StaffRole
) -> None:
    page = context.new_page()
    session = authenticator(page, keeps_keys=False)
    sign_in(page, live_server, role)
    page.get_by_role("link", name="Add a key").click()
    session.send("WebAuthn.disable")
    page.get_by_label("Also sign in with it").check()
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('given up')); }"
    )
    page.get_by_role("button", name="Add the key").click()

    expect(page.get_by_role("alert")).to_have_text("No key has answered. Try again.")
