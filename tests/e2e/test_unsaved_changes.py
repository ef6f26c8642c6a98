"""What was typed in the admin and not saved is not lost: by leaving, by deciding, by a login that
ended meanwhile."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import Browser, Dialog, FilePayload, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import SignInAttempt, StaffRole
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.e2e.test_admin import CUT_OFF
from tests.factories import DelegateFactory, DelegationFactory, RankFactory, StaffRoleFactory

pytestmark = pytest.mark.e2e

AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
PASSWORD = "a long enough password"


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    role.user.set_password(PASSWORD)
    role.user.save()
    RankFactory(conference=role.conference)
    return role


@pytest.fixture
def delegate(role: StaffRole) -> Delegate:
    delegation = DelegationFactory(conference=role.conference)
    delegate: Delegate = DelegateFactory(delegation=delegation, given_name="Aziz", function="Envoy")
    return delegate


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, role: StaffRole) -> Iterator[Page]:
    """Signed in; the test fails where the page has a problem."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console",
        # A part that is asked for while one leaves the page is cut off.
        lambda said: (
            problems.append(said.text)
            if said.type in {"error", "warning"} and not said.text.startswith(CUT_OFF)
            else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    host = urlsplit(live_server.url).netloc
    page.on(
        "request",
        lambda asked: (
            problems.append(asked.url) if urlsplit(asked.url).netloc not in {host, ""} else None
        ),
    )
    page.goto(f"{live_server.url}{admin_url(role.conference, 'index')}")
    sign_in(page, role.user.email)
    page.wait_for_url("**/admin/**")
    yield page
    context.close()
    assert problems == []


def sign_in(page: Page, email: str) -> None:
    page.locator("[name=login]").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def open_page(page: Page, server: LiveServer, delegate: Delegate) -> None:
    page.goto(server.url + admin_url(delegate.conference, "delegates_delegate_change", delegate.pk))


class Asked:
    """Counts how often the browser asked, and stays each time."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("dialog", self.stay)

    def stay(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.count += 1
        dialog.dismiss()


def function_of(delegate: Delegate) -> str:
    delegate.refresh_from_db()
    return delegate.function


def to_the_list(page: Page) -> None:
    page.locator(".breadcrumbs a").last.click(no_wait_after=True)


def test_leaving_asks_while_something_is_typed_and_saving_does_not(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    asked = Asked(page)
    open_page(page, live_server, delegate)
    address = page.url
    page.locator("[name=function]").fill("Ambassador")
    to_the_list(page)
    page.wait_for_timeout(500)
    assert (asked.count, page.url) == (1, address)

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/delegate/")

    assert (asked.count, function_of(delegate)) == (1, "Ambassador")


def test_leaving_does_not_ask_where_what_was_typed_was_taken_back(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    asked = Asked(page)
    open_page(page, live_server, delegate)
    page.locator("[name=function]").fill("Ambassador")
    page.locator("[name=function]").fill("Envoy")

    to_the_list(page)
    page.wait_for_url("**/delegate/")
    page.get_by_role("searchbox").or_(page.locator("#searchbar")).first.fill("Aziz")
    page.locator("#changelist-form [name=_selected_action]").first.check()
    page.goto(f"{live_server.url}{admin_url(delegate.conference, 'index')}")

    assert asked.count == 0


def test_form_that_came_back_is_unsaved_from_the_start(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    asked = Asked(page)
    open_page(page, live_server, delegate)
    page.locator("[name=email]").fill("nobody")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()

    to_the_list(page)
    page.wait_for_timeout(500)

    assert asked.count == 1


def test_decision_waits_for_what_is_typed(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    asked = Asked(page)
    open_page(page, live_server, delegate)
    address, said = page.url, page.locator("[data-unsaved-first]")
    page.locator("[name=function]").fill("Ambassador")
    expect(said).to_be_hidden()

    page.locator(".object-tools .decision-approved").click()
    expect(said).to_contain_text("Save or discard your changes first.")
    page.locator(".object-tools .decision-rejected").click()
    page.get_by_role("link", name="Move to another delegation").click()
    delegate.refresh_from_db()
    assert (page.url, delegate.accreditation) == (address, Accreditation.SUBMITTED)

    said.get_by_role("button", name="Discard").click()
    expect(page.locator("[name=function]")).to_have_value("Envoy")
    expect(said).to_be_hidden()
    page.locator(".object-tools .decision-rejected").click()
    page.wait_for_url("**/rejected/")
    assert (asked.count, function_of(delegate)) == (0, "Envoy")


def picture() -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (700, 900), "#996655").save(out, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_chosen_photo_is_unsaved_and_kept_through_an_error(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    asked = Asked(page)
    open_page(page, live_server, delegate)
    page.locator("[name=photo]").set_input_files(picture())
    to_the_list(page)
    page.wait_for_timeout(500)
    assert asked.count == 1

    page.locator("[name=email]").fill("nobody")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The picture you chose is kept")).to_be_visible()
    page.locator("[name=email]").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/delegate/")

    delegate.refresh_from_db()
    assert (asked.count, bool(delegate.photo)) == (1, True)


# A login that ended


def saving_after_the_login_ended(page: Page, server: LiveServer, delegate: Delegate) -> None:
    open_page(page, server, delegate)
    page.locator("[name=function]").fill("Ambassador")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()


def test_login_that_ended_is_renewed_in_place_and_the_form_is_sent(
    page: Page, live_server: LiveServer, role: StaffRole, delegate: Delegate
) -> None:
    asked = Asked(page)
    saving_after_the_login_ended(page, live_server, delegate)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(role.user.email)
    dialog.get_by_label("Password").fill("a wrong password")
    dialog.get_by_role("button", name="Sign in").click()
    expect(
        dialog.get_by_role("alert").or_(dialog.locator(".invalid-feedback")).first
    ).to_be_visible()
    assert (SignInAttempt.objects.count(), function_of(delegate)) == (1, "Envoy")

    sign_in(page, role.user.email)
    page.wait_for_url("**/delegate/")

    assert (asked.count, function_of(delegate)) == (0, "Ambassador")


def test_another_person_who_signs_in_discards_the_form(
    page: Page, live_server: LiveServer, role: StaffRole, delegate: Delegate
) -> None:
    other = StaffRoleFactory(conference=role.conference, role=Role.ORGANIZER).user
    other.set_password(PASSWORD)
    other.save()
    saving_after_the_login_ended(page, live_server, delegate)

    sign_in(page, other.email)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody else is signed in now.")
    expect(page.locator("[name=function]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("link", name="To the start page").click()
    page.wait_for_url(f"**/{role.conference.slug}/")
    assert function_of(delegate) == "Envoy"


def test_person_who_signed_in_elsewhere_in_the_browser_discards_the_form_too(
    page: Page, live_server: LiveServer, role: StaffRole, delegate: Delegate
) -> None:
    other = StaffRoleFactory(conference=role.conference, role=Role.ORGANIZER).user
    other.set_password(PASSWORD)
    other.save()
    open_page(page, live_server, delegate)
    page.locator("[name=function]").fill("Ambassador")
    Session.objects.all().delete()
    tab = page.context.new_page()
    tab.goto(f"{live_server.url}{admin_url(role.conference, 'index')}")
    sign_in(tab, other.email)
    tab.wait_for_url("**/admin/**")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("dialog")).to_contain_text("Somebody else is signed in now.")
    assert function_of(delegate) == "Envoy"


def test_row_of_a_sheet_is_sent_too_once_the_login_is_renewed(
    page: Page, live_server: LiveServer, role: StaffRole, delegate: Delegate
) -> None:
    sheet = admin_url(role.conference, "delegates_delegation_change", delegate.delegation_id)
    page.goto(f"{live_server.url}{sheet}")
    page.locator(".member-change").first.click()
    page.locator(".member-changing [name=function]").fill("Ambassador")
    Session.objects.all().delete()
    page.locator(".member-changing").get_by_role("button", name="Save").last.click()

    sign_in(page, role.user.email)

    expect(page.locator(".member-changing")).to_have_count(0)
    assert function_of(delegate) == "Ambassador"


def test_form_is_sent_while_a_part_of_its_page_is_asked_for(
    page: Page, live_server: LiveServer, role: StaffRole
) -> None:
    """The click that leaves a field is the click on the button: neither waits for the other."""
    role.user.may_make_conferences = True
    role.user.save()
    page.goto(live_server.url + admin_url(None, "conference_conference_add"))
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held or route.request.resource_type not in {"xhr", "fetch"}:
            route.continue_()
        else:
            held.append(route)

    page.route("**/*", hold_the_first)
    page.get_by_label("Time zone").fill("Dushanbe")
    page.get_by_role("button", name="Create the conference").click()

    expect(page.get_by_text("This field is required.").first).to_be_visible()
    assert len(held) == 1


def test_form_waits_for_a_server_that_cannot_be_reached(
    page: Page, live_server: LiveServer, delegate: Delegate
) -> None:
    open_page(page, live_server, delegate)
    page.locator("[name=function]").fill("Ambassador")
    away = "**/accounts/standing/"
    portal = "<h1>Welcome to the venue's network</h1>"
    page.route(away, lambda route: route.fulfill(content_type="text/html", body=portal))
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The server cannot be reached.")
    page.unroute(away)

    dialog.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/delegate/")

    assert function_of(delegate) == "Ambassador"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_dialog_fits_and_can_be_used_by_everybody(
    browser: Browser,
    live_server: LiveServer,
    role: StaffRole,
    delegate: Delegate,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    """axe styles the page itself, which our policy forbids."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{live_server.url}{admin_url(role.conference, 'index')}")
    sign_in(page, role.user.email)
    page.wait_for_url("**/admin/**")
    open_page(page, live_server, delegate)
    page.locator("[name=photo]").set_input_files(picture())
    page.locator("[name=email]").fill("nobody")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The picture you chose is kept")).to_be_visible()
    page.locator(".object-tools .decision-approved").click()
    expect(page.locator("[data-unsaved-first]")).to_be_visible()
    serious = [*serious_on(page)]
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    serious += serious_on(page)
    box = page.get_by_role("dialog").bounding_box()
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert (serious, scrolled) == ([], width)
    assert box is not None
    assert box["x"] == width - box["x"] - box["width"] >= 16


def serious_on(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(
        """axe.run().then(result => result.violations
            .filter(rule => ["serious", "critical"].includes(rule.impact))
            .map(rule => rule.id + ": " + rule.nodes[0].html))"""
    )
    return found
