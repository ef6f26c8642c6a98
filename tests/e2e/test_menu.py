"""The menu at the side folds away at every width, and is found as it was left."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from tests.e2e.test_admin import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.e2e

SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
      window.shifts += list.getEntries().reduce((sum, entry) => sum + entry.value, 0);
    }).observe({ type: "layout-shift", buffered: true });
"""


def opened(context: BrowserContext, server: LiveServer, role: StaffRole) -> Page:
    page = context.new_page()
    sign_in(page, server, role)
    page.goto(server.url + admin_url(role.conference, "delegates_delegate_changelist"))
    return page


def test_menu_is_folded_by_keyboard_and_stays_so_without_a_jump(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    context.add_init_script(SHIFTS)
    page = opened(context, live_server, role)
    menu, button = page.locator("#menu"), page.get_by_role("button", name="Menu")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    beside = page.locator("#content").bounding_box()

    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.reload()
    expect(menu).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    alone = page.locator("#content").bounding_box()
    shifts = page.evaluate("window.shifts")
    button.press("Space")
    page.reload()
    expect(menu).to_be_visible()
    context.close()

    assert beside is not None
    assert alone is not None
    assert (beside["x"], beside["width"]) == (233, DESKTOP["width"] - 233)
    assert (alone["x"], alone["width"]) == (0, DESKTOP["width"])
    assert shifts == 0


def test_menu_of_a_phone_opens_above_the_page_and_is_folded_on_the_next(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = opened(context, live_server, role)
    menu, button = page.locator("#menu"), page.get_by_role("button", name="Menu")
    expect(menu).to_be_hidden()
    expect(page.locator(".to-menu")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")

    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    above, content = menu.bounding_box(), page.locator("#content").bounding_box()
    menu.get_by_role("link", name="Delegations", exact=True).click()
    expect(page.get_by_role("heading", name="Delegations")).to_be_visible()
    expect(menu).to_be_hidden()
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    context.close()

    assert above is not None
    assert content is not None
    assert above["y"] + above["height"] <= content["y"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_menu_is_there_without_a_script(
    browser: Browser, live_server: LiveServer, role: StaffRole, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport, java_script_enabled=False)  # type: ignore[arg-type]
    page = opened(context, live_server, role)
    expect(page.locator("#menu-button")).to_be_hidden()
    if viewport == PHONE:
        page.get_by_role("link", name="Menu").click()
    expect(
        page.locator("#menu").get_by_role("link", name="Delegations", exact=True)
    ).to_be_visible()
    context.close()
