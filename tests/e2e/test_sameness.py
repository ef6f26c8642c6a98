"""An organizer adds somebody who is perhaps registered already: asked, and nothing is lost."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate, KnownApart
from launch import libraries
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()


def test_organizer_is_asked_once_whether_somebody_is_registered_already(
    live_server: LiveServer, client: Client
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    delegation = DelegationFactory(conference=role.conference, country=country)
    there = DelegateFactory(
        delegation=delegation, given_name="Farrukh", family_name="Namunazoda", function="Adviser"
    )
    client.force_login(role.user)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context()
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(live_server.url + admin_url(role.conference, "delegates_delegate_add"))
        page.locator("#select2-id_delegation-container").click()
        page.get_by_role("searchbox").last.fill("Taj")
        page.get_by_role("option", name="Tajikistan").click()
        page.get_by_role("textbox", name="Given name:", exact=True).fill("Farukh")
        page.get_by_role("textbox", name="Family name:", exact=True).fill("Namunazoda")
        page.get_by_role("textbox", name="Function").fill("Interpreter")

        # Enter asks again and answers nothing.
        for _ in range(2):
            with page.expect_navigation():
                page.get_by_role("textbox", name="Family name:", exact=True).press("Enter")
        expect(page.get_by_role("heading", name="Is this the same person?")).to_be_visible()
        expect(page.get_by_role("textbox", name="Function")).to_have_value("Interpreter")

        page.get_by_role("button", name="The same person").click()
        expect(page.get_by_role("checkbox", name="Function")).to_be_checked()
        page.get_by_role("button", name="Back to the form").click()
        page.get_by_role("button", name="Another person: register").click()
        expect(page.get_by_text("was added.")).to_be_visible()
        browser.close()

    assert refused == []
    assert Delegate.objects.count() == 2
    pair = KnownApart.objects.get()
    assert (pair.first, pair.second.given_name) == (there, "Farukh")
