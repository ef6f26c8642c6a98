"""An organizer works in the admin in a real browser: signs in, finds, orders, decides."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole, Venue
from delegates.models import Delegate, Delegation, DelegationKind
from launch import libraries
from tests.factories import (
    ConferenceFactory,
    DelegationKindFactory,
    StaffRoleFactory,
)

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
PASSWORD = "a long enough password"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
CUT_OFF = ("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
"""How htmx says that a request did not end; the browser says of every other why it did not."""


def watched(context: BrowserContext, host: str) -> tuple[Page, list[str]]:
    """A page, and what goes wrong on it: messages of the console, requests to other hosts."""
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
    page.on(
        "request",
        lambda asked: (
            problems.append(asked.url) if urlsplit(asked.url).netloc not in {host, ""} else None
        ),
    )
    return page, problems


def sign_in(page: Page, server: LiveServer, role: StaffRole) -> None:
    page.goto(f"{server.url}{admin_url(role.conference, 'index')}")
    page.get_by_label("E-mail").fill(role.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def picture(width: int, height: int) -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (width, height), "#996655").save(out, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_photo_is_shown_as_it_will_be_cut_before_it_is_saved(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    delegate = Delegate.objects.filter(delegation__conference=role.conference).latest("pk")
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(
        live_server.url + admin_url(role.conference, "delegates_delegate_change", delegate.pk)
    )
    shares, warning = page.locator("[name=photo-crop]"), page.locator(".picture-warning")
    stage = page.locator("[data-stage]")
    expect(page.locator("[data-look]")).to_be_hidden()
    expect(page.locator("[data-crop]")).to_be_hidden()

    page.locator("[name=photo]").set_input_files(picture(400, 300))
    # As wide as 7 is to 9, in the middle.
    expect(shares).to_have_value(re.compile(r"^0\.20\d\d 0\.0000 0\.58\d\d 1\.0000$"))
    expect(warning).to_contain_text("On a badge the picture is 23")
    page.locator("[name=photo]").set_input_files(picture(700, 900))
    expect(warning).to_be_empty()
    stage.focus()
    for key in ["-", "-", "-", "-", "ArrowLeft", "ArrowUp"]:
        stage.press(key)
    expect(shares).to_have_value(re.compile(r"^0\.0[1-3]\d\d 0\.0[1-3]\d\d 0\.9[0-4]\d\d 0\.9"))
    for _press in range(5):
        stage.press("Shift+ArrowLeft")
    expect(shares).to_have_value(re.compile(r"^0\.0000 "))
    delegate.refresh_from_db()
    assert delegate.photo.name == ""

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/delegate/")

    delegate.refresh_from_db()
    with delegate.photo.open() as stored, Image.open(stored) as kept:
        assert (kept.width < 660, round(kept.width / kept.height, 2)) == (True, 0.78)
    assert problems == []
    context.close()


def test_held_photo_gives_way_to_another_that_is_chosen(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    delegate = Delegate.objects.filter(delegation__conference=role.conference).latest("pk")
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(
        live_server.url + admin_url(role.conference, "delegates_delegate_change", delegate.pk)
    )
    page.locator("[name=photo]").set_input_files(picture(400, 300))
    page.locator("[name=family_name]").fill("Ali\u202eilA")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-crop] svg")).to_be_visible()

    page.locator("[name=photo]").set_input_files(picture(700, 900))

    expect(page.locator("[data-stage] cropper-selection")).to_be_visible()
    expect(page.locator("[data-crop] svg")).to_have_count(0)
    assert problems == []
    context.close()


def test_order_is_set_by_dragging_and_by_arrow_keys(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    delegation = Delegation.objects.get(conference=role.conference)
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    change = admin_url(role.conference, "delegates_delegation_change", delegation.pk)
    page.goto(f"{live_server.url}{change}")

    rows = page.locator("[data-members] .member-name")
    handles = page.locator(".row-handle")
    with page.expect_response("**/place/"):
        handles.nth(2).drag_to(handles.nth(0), target_position={"x": 2, "y": 2})
    with page.expect_response("**/place/"):
        handles.nth(1).press("ArrowDown")
    said = page.locator("#sheet-said")
    expect(said).to_contain_text("Aziz FAMILY")
    expect(said).to_contain_text("place 3 of 3")
    assert [name.split()[0] for name in rows.all_inner_texts()] == ["Davlat", "Bahrom", "Aziz"]
    names = [row.given_name for row in Delegate.objects.order_by("order")]
    assert names == ["Davlat", "Bahrom", "Aziz"]

    with page.expect_response("**/place/"):
        said.get_by_role("button", name="Undo").click()
    page.reload()
    shown = [name.split()[0] for name in rows.all_inner_texts()]
    context.close()

    assert shown == ["Davlat", "Aziz", "Bahrom"]
    assert problems == []


def test_kinds_are_put_in_order_by_dragging_and_by_arrow_keys(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    for code in ("host", "state", "media"):
        DelegationKindFactory(conference=role.conference, code=code)
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegationkind_order')}")

    handles = page.locator(".row-handle")
    handles.nth(2).drag_to(handles.nth(0), target_position={"x": 2, "y": 2})
    moved = handles.nth(1).locator("xpath=ancestor::tr").get_attribute("data-name")
    handles.nth(1).press("ArrowDown")
    expect(page.get_by_role("status")).to_have_text(f"{moved} is moved: place 3 of 3.")
    expect(handles.nth(2)).to_be_focused()
    page.get_by_role("button", name="Save the order").click()
    expect(page.locator(".messagelist")).to_be_visible()
    context.close()

    kinds = DelegationKind.objects.for_conference(role.conference)
    assert [kind.code for kind in kinds] == ["media", "state", "host"]
    assert problems == []


def test_two_tabs_work_in_two_conferences_without_a_script(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    second = StaffRoleFactory(
        user=role.user, conference=ConferenceFactory(), role=Role.ORGANIZER
    ).conference
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    other_tab = context.new_page()
    page.goto(f"{live_server.url}{admin_url(role.conference, 'conference_venue_add')}")
    page.get_by_label("English").first.fill("Kohi Somon")

    other_tab.goto(f"{live_server.url}{admin_url(role.conference, 'index')}")
    other_tab.locator(".working-in summary").click()
    other_tab.get_by_role("link", name=str(second)).click()
    page.get_by_role("button", name="Save", exact=True).click()

    shown = [tab.locator(".working-in-name").inner_text() for tab in (page, other_tab)]
    context.close()
    assert shown == [str(role.conference), str(second)]
    assert [venue.conference for venue in Venue.objects.filter(name__contains="Kohi Somon")] == [
        role.conference
    ]
