"""The badge desk prints in a real browser: what is due, how far it is, and the badge of one."""

import datetime as dt
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from badges.models import PrintChunk, PrintJob
from badges.services import defaults
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, StaffRole
from delegates.models import Delegate
from tests.e2e.test_admin import AXE, DESKTOP, PASSWORD, PHONE, sign_in, watched
from tests.factories import CategoryFactory, DelegateFactory, StaffRoleFactory
from tests.servers import StartWorker

pytestmark = pytest.mark.e2e

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
PATIENCE = 90_000
# In milliseconds: a page that waits asks so often.
BETWEEN_LOOKS = 2_000


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """An organizer whose conference has a design and one delegate who may have a badge."""
    role = StaffRoleFactory(role=Role.ORGANIZER)
    role.user.set_password(PASSWORD)
    role.user.save()
    defaults.install(conference=role.conference, by=None, at=AT)
    DelegateFactory(
        delegation__conference=role.conference,
        approved=True,
        category=CategoryFactory(conference=role.conference),
        is_category_set_by_hand=True,
    )
    return role


def context_of(browser: Browser, **options: object) -> BrowserContext:
    return browser.new_context(viewport=ViewportSize(**DESKTOP), **options)  # type: ignore[arg-type, typeddict-item]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_progress_is_followed_without_losing_the_place(
    browser: Browser, live_server: LiveServer, role: StaffRole, start_worker: StartWorker
) -> None:
    context = context_of(browser)
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'badges_printjob_changelist')}")

    page.get_by_role("button", name="Print the one badge not yet issued").click()
    expect(page.get_by_text("1 badge is waiting to be printed.")).to_be_visible()
    page.evaluate("window.isTheSamePage = true")
    page.get_by_role("link", name="Cancel the job").focus()
    PrintChunk.objects.update(attempts=1)
    expect(page.locator("#progress-words")).to_have_text("The badges are being produced.")
    bar = page.get_by_role("progressbar", name="The badges are being produced.")
    expect(bar).to_have_attribute("max", "1")
    expect(page.get_by_role("status")).to_have_text("The badges are being produced.")
    where = focused(page)
    is_the_same = page.evaluate("window.isTheSamePage === true")
    PrintChunk.objects.update(attempts=0)
    start_worker()
    expect(page.get_by_role("link", name="Download the badges")).to_be_visible(timeout=PATIENCE)
    context.close()

    assert (where, is_the_same) == ("Cancel the job", True)
    assert problems == []


def test_badge_of_one_opens_beside_the_page_when_it_is_made(
    browser: Browser, live_server: LiveServer, role: StaffRole, start_worker: StartWorker
) -> None:
    delegate = Delegate.objects.get()
    context = context_of(browser)
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    record = admin_url(role.conference, "delegates_delegate_change", delegate.pk)
    page.goto(f"{live_server.url}{record}")

    page.get_by_role("button", name="Print badge").click()
    expect(page.get_by_text("1 badge is waiting to be printed.")).to_be_visible()
    with page.expect_download(timeout=PATIENCE) as opened:
        start_worker()
    # A browser that shows no PDF saves it; the page stays, and asks for it no second time.
    page.wait_for_timeout(3 * BETWEEN_LOOKS)
    page.get_by_role("button", name="Print", exact=True).click()
    expect(page.locator("#finder-words")).to_be_focused()
    context.close()

    job = PrintJob.objects.get()
    assert AuditEvent.objects.filter(action="print_job.opened").count() == 1
    path = admin_url(role.conference, "badges_printjob_open", job.pk, 1)
    assert opened.value.url == f"{live_server.url}{path}"
    assert problems == []


def test_signed_out_page_leads_to_sign_in_and_not_into_its_part(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = context_of(browser)
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'badges_printjob_changelist')}")
    page.get_by_role("button", name="Print the one badge not yet issued").click()
    expect(page.get_by_text("1 badge is waiting to be printed.")).to_be_visible()

    context.clear_cookies()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text("1 badge is waiting to be printed.")).not_to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_progress_can_be_used_by_everybody(
    browser: Browser,
    live_server: LiveServer,
    role: StaffRole,
    scheme: Literal["light", "dark"],
    size: dict[str, int],
) -> None:
    context = browser.new_context(
        viewport=ViewportSize(**size),  # type: ignore[typeddict-item]
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'badges_printjob_changelist')}")
    page.get_by_role("button", name="Print the one badge not yet issued").click()
    expect(page.get_by_text("1 badge is waiting to be printed.")).to_be_visible()

    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """axe.run().then(result => result.violations
            .filter(rule => ["serious", "critical"].includes(rule.impact))
            .map(rule => rule.id + ": " + rule.nodes[0].html))"""
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert found == []
    assert width <= size["width"]
