"""A list is filtered in a browser: what is chosen from stays within the page, and is said then."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from tests.e2e.cut_text import what_is_cut
from tests.e2e.test_admin import DESKTOP, sign_in, watched

pytestmark = pytest.mark.e2e


def test_filters_open_within_the_page_and_say_what_is_chosen(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    filters = page.locator(".list-filter")
    cut = []
    for number in range(filters.count()):
        filters.nth(number).locator("summary").click()
        # What one chooses from lies over the list.
        cut += [
            text
            for width in (390, 1280, 1600)
            for text in what_is_cut(page, width)
            if "upon each other" not in text
        ]
    opened = page.locator(".list-filter[open]").count()

    accreditation = filters.filter(has_text="By accreditation")
    accreditation.locator("summary").click()
    accreditation.get_by_role("link", name="Decision pending").click()
    expect(accreditation.locator("summary")).to_have_text("By accreditation: Decision pending")
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Clear all filters").click()
    expect(accreditation.locator("summary")).to_have_text("By accreditation")
    context.close()

    assert (cut, opened, problems) == ([], 1, [])
