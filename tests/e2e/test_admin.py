"""An organizer works in the admin in a real browser: signs in, finds, orders, decides."""

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffInvitation, StaffRole, Venue
from delegates.models import Delegate, Delegation, DelegationKind
from launch import libraries
from sessions.models import Session
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    RankFactory,
    RoomFactory,
    SessionFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
PASSWORD = "a long enough password"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        yield browser
        browser.close()


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """An organizer of a conference that has a little of everything."""
    role = StaffRoleFactory(role=Role.ORGANIZER)
    role.user.set_password(PASSWORD)
    role.user.save()
    conference = role.conference
    CategoryRuleFactory(category=CategoryFactory(conference=conference))
    RankFactory(conference=conference)
    ZoneFactory(conference=conference)
    room = RoomFactory(venue__conference=conference)
    SessionFactory(conference=conference, room=room)
    country = CountryFactory(iso2="TJ")
    delegation = DelegationFactory(conference=conference, country=country, flag_code="tj")
    for name, order in (("Aziz", 0), ("Bahrom", 1), ("Davlat", 2)):
        DelegateFactory(delegation=delegation, given_name=name, order=order)
    StaffInvitationFactory(email=role.user.email)
    StaffInvitationFactory(conference=conference)
    return role


def watched(context: BrowserContext, host: str) -> tuple[Page, list[str]]:
    """A page, and what goes wrong on it: messages of the console, requests to other hosts."""
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console",
        lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None,
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
    page.get_by_label("Email").fill(role.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def pages_of(role: StaffRole) -> list[str]:
    delegation = Delegation.objects.get(conference=role.conference)
    lists = [
        "delegates_delegation", "delegates_delegate", "delegates_category", "delegates_rank",
        "delegates_categoryrule", "conference_venue", "conference_zone",
        "conference_staffrole", "conference_staffinvitation",
        "conference_auditevent", "agenda_session",
    ]  # fmt: skip
    delegate = Delegate.objects.first()
    assert delegate is not None
    session = Session.objects.get(conference=role.conference)
    here = partial(admin_url, role.conference)
    return [
        here("index"),
        *(here(f"{name}_changelist") for name in lists),
        here("conference_staffinvitation_add"),
        here("conference_staffinvitation_change", StaffInvitation.objects.latest("pk").pk),
        here("delegates_delegation_add"),
        here("delegates_delegation_change", delegation.pk),
        here("delegates_delegation_details", delegation.pk),
        here("delegates_delegation_order", delegation.pk),
        here("delegates_delegation_add_people", delegation.pk),
        here("delegates_delegation_change_row", delegation.pk, delegate.pk),
        here("delegates_delegation_withdraw", delegation.pk),
        here("delegates_delegation_statistics"),
        here("delegates_delegationkind_changelist"),
        here("delegates_delegationkind_change", delegation.kind_id),
        here("delegates_delegationkind_order"),
        here("delegates_delegationkind_split", delegation.kind_id),
        here("delegates_delegate_change", delegate.pk),
        here("delegates_delegate_history", delegate.pk),
        here("delegates_delegate_decide", delegate.pk, "rejected"),
        here("delegates_delegate_move", delegate.pk),
        here("agenda_session_decide", session.pk, "published"),
        here("conference_conference_change", role.conference.pk),
        here("conference_conference_decide", role.conference.pk, "draft"),
        admin_url(None, "index"),
        admin_url(None, "delegates_country_changelist"),
        here("conference_staffinvitation_changelist"),
        reverse("invitations"),
        reverse("account_change_password"),
    ]


def test_pages_keep_to_the_policy_and_the_host(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    for path in pages_of(role):
        page.goto(f"{live_server.url}{path}")
    context.close()

    assert problems == []


def picture(width: int, height: int) -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (width, height), "#996655").save(out, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def shades(canvas: Locator, columns: Sequence[int]) -> list[int]:
    """How bright the hundredth row of what is drawn is in these columns."""
    row: dict[str, int] = canvas.evaluate(
        "c => ({...c.getContext('2d').getImageData(0, 100, c.width, 1).data})"
    )
    return [row[str(4 * column)] for column in columns]


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
    chosen, warning = page.locator("[data-crop] canvas"), page.locator(".picture-warning")
    expect(page.locator("[data-look]")).to_be_hidden()
    expect(page.locator("[data-crop]")).to_be_hidden()

    page.locator("[name=photo]").set_input_files(picture(400, 300))
    expect(chosen).to_have_js_property("width", 280)
    # The middle 163 of 280 pixels stay.
    bright = [shade > 100 for shade in shades(chosen, (10, 50, 70, 140, 210, 230, 270))]
    assert bright == [False, False, True, True, True, False, False]
    expect(warning).to_contain_text("A badge shows 233 × 300 pixels")
    page.locator("[name=photo]").set_input_files(picture(700, 900))
    expect(chosen).to_have_js_property("height", 280)
    expect(warning).to_be_empty()
    delegate.refresh_from_db()
    assert delegate.photo.name == ""

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/delegate/")

    delegate.refresh_from_db()
    assert delegate.photo.name != ""
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

    expect(page.locator("[data-crop] canvas")).to_be_visible()
    expect(page.locator("[data-crop] svg")).to_have_count(0)
    assert problems == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_used_by_everybody(
    browser: Browser, live_server: LiveServer, role: StaffRole, scheme: Literal["light", "dark"]
) -> None:
    """Without what axe calls serious; it styles the page itself, which our policy forbids."""
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, role)
    serious: list[str] = []
    for path in pages_of(role):
        page.goto(f"{live_server.url}{path}")
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            """axe.run().then(result => result.violations
                .filter(rule => ["serious", "critical"].includes(rule.impact))
                .map(rule => rule.id + ": " + rule.nodes[0].html))"""
        )
        serious += [f"{path} {text}" for text in found]
    context.close()

    assert serious == []


def test_pages_fit_a_phone(browser: Browser, live_server: LiveServer, role: StaffRole) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    too_wide = []
    for path in pages_of(role):
        page.goto(f"{live_server.url}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            too_wide.append(path)
    context.close()

    assert too_wide == []


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
    handles = page.locator(".member-handle")
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

    handles = page.locator(".drag-handle")
    handles.nth(2).drag_to(handles.nth(0), target_position={"x": 2, "y": 2})
    page.locator(".drag-handle").nth(1).press("ArrowDown")
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
