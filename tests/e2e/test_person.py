"""An organizer corrects a name and sees the badge, and goes through a line with one key each."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from badges.services import defaults
from conference.addresses import admin_url
from conference.choices import Role
from delegates.choices import Accreditation
from delegates.models import Delegate
from launch import libraries
from tests.badges.previewing import drawing
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
SERIOUS = """axe.run().then(result => result.violations
    .filter(rule => ["serious", "critical"].includes(rule.impact))
    .map(rule => rule.id + ": " + rule.nodes[0].html))"""
FITS = "document.documentElement.scrollWidth == document.documentElement.clientWidth"


def test_organizer_sees_the_badge_while_typing_and_approves_one_after_the_other(
    live_server: LiveServer, client: Client
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    conference = role.conference
    defaults.install(conference=conference, by=None, at=AT)
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    delegation = DelegationFactory(conference=conference, country=country)
    category = CategoryFactory(conference=conference, letter="D")
    CategoryRuleFactory(category=category)
    people = [
        DelegateFactory(delegation=delegation, order=order, category=category, family_name=name)
        for order, name in enumerate(("Aliev", "Nazarova", "Saidov"))
    ]
    client.force_login(role.user)

    with drawing(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page = context.new_page()
        url = admin_url(conference, "delegates_delegate_change", people[0].pk)
        page.goto(live_server.url + url)
        picture = page.get_by_role("img", name="The badge as it would be printed now")
        expect(picture).to_be_visible(timeout=30_000)
        before = picture.get_attribute("src")

        page.get_by_role("textbox", name="Given name:", exact=True).fill("Farrukh")
        expect(picture).not_to_have_attribute("src", before or "", timeout=30_000)
        page.get_by_role("textbox", name="Name in own script:", exact=True).fill("Фаррух")
        expect(page.get_by_role("combobox", name="Language of own script")).to_have_value("tg")

        for width in (390, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(FITS), width
        page.get_by_role("button", name="Save and continue editing").click()
        page.get_by_role("button", name="Approve").press("Enter")
        for person in people[1:]:
            expect(page.get_by_role("link", name="Next in line")).to_be_focused()
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/{person.pk}/change/?in_line=1")
            expect(page.get_by_role("button", name="Approve")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.get_by_text("Approved", exact=True)).to_be_visible()
        # axe styles the page itself, which our policy forbids.
        lenient = browser.new_context(bypass_csp=True)
        lenient.add_cookies(context.cookies())
        page = lenient.new_page()
        page.goto(live_server.url + url)
        expect(page.get_by_role("img", name="The badge as")).to_be_visible(timeout=30_000)
        page.evaluate(AXE.read_text())
        assert page.evaluate(SERIOUS) == []
        browser.close()

    assert {*Delegate.objects.values_list("accreditation", flat=True)} == {Accreditation.APPROVED}
    assert Delegate.objects.get(pk=people[0].pk).own_name_language == "tg"
