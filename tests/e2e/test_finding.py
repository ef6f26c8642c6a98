"""The box in the head of every page, by keyboard alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from conference.models import StaffRole
from delegates.models import Delegation
from tests.e2e.test_admin import DESKTOP, sign_in, watched
from tests.factories import DelegateFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def people(role: StaffRole) -> None:
    delegation = Delegation.objects.get(conference=role.conference, flag_code="tj")
    for given, family in (("Beat", "Zürcher"), ("Aziz", "Zurayev")):
        DelegateFactory(delegation=delegation, given_name=given, family_name=family)


def test_a_person_is_found_and_opened_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, role: StaffRole, people: None
) -> None:
    """A slash, the name, Enter; what was looked for stands in no address."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/{role.conference.slug}/")
    box = page.locator("#finder-words")

    page.keyboard.press("/")
    page.keyboard.type("zu")
    page.wait_for_selector("#finder-answers [role=row]")
    marked = page.locator("#finder-answers [aria-selected=true]")
    first = marked.locator("bdi").first.inner_text()
    page.keyboard.press("ArrowDown")
    second = marked.locator("bdi").first.inner_text()
    page.keyboard.press("ArrowRight")
    beside = marked.inner_text()
    names = box.get_attribute("aria-activedescendant"), marked.get_attribute("id")
    page.keyboard.press("Escape")
    is_closed = box.get_attribute("aria-expanded")
    page.keyboard.press("Control+a")
    page.keyboard.type("Zuercher")
    page.wait_for_selector("#finder-answers [role=row]:only-child")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    heading = page.locator("h1").inner_text()
    context.close()

    assert first == "ZURAYEV, Aziz"
    assert second == "ZÜRCHER, Beat"
    assert beside == "Decide"
    assert names[0] == names[1]
    assert is_closed == "false"
    assert "ZÜRCHER" in heading.upper()
    assert [url for url in addresses if "rcher" in url] == []
    assert problems == []


def test_a_slash_in_a_field_is_a_slash(
    browser: Browser, live_server: LiveServer, role: StaffRole, people: None
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/{role.conference.slug}/delegates/delegate/")
    page.locator("#searchbar").focus()

    page.keyboard.type("a/b")
    typed = page.locator("#searchbar").input_value()
    context.close()

    assert typed == "a/b"
