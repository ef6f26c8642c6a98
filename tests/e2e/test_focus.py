"""Where the keyboard goes on when a part of the page comes anew, or what was opened is closed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from tests.e2e.test_admin import DESKTOP, sign_in
from tests.factories import BadgeDesignFactory, DesignVersionFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, role: StaffRole) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, role)
    yield page
    context.close()


def test_link_in_a_part_that_asks_for_itself_keeps_the_focus(
    page: Page, live_server: LiveServer, role: StaffRole
) -> None:
    """It is another link each time."""
    design = BadgeDesignFactory(conference=role.conference)
    DesignVersionFactory(design=design, number=1)
    with page.expect_response("**/printing/"):
        page.goto(
            live_server.url + admin_url(role.conference, "badges_badgedesign_change", design.pk)
        )
    refresh = page.get_by_role("link", name="Refresh")
    refresh.focus()
    refresh.evaluate("link => { link.dataset.former = '' }")

    expect(page.locator("[data-former]")).to_have_count(0)

    expect(refresh).to_be_focused()


def test_whoever_comes_into_a_part_before_its_answer_stays_in_it(
    page: Page, live_server: LiveServer, role: StaffRole
) -> None:
    """The field itself is no more: names are not asked in that language."""
    role.user.may_make_conferences = True
    role.user.save()
    page.goto(live_server.url + admin_url(None, "conference_conference_add"))
    russian, title = page.get_by_role("checkbox", name="Русский"), page.locator("#id_title_1")
    russian.set_checked(True)
    title.wait_for()
    page.wait_for_load_state("networkidle")
    held: list[Route] = []
    page.route("**/conference/add/", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request(lambda request: request.headers.get("hx-target") == "names"):
        russian.set_checked(False)
    title.focus()

    for route in held:
        route.continue_()
    expect(title).to_have_count(0)

    expect(page.locator("#names :focus")).to_have_count(1)
