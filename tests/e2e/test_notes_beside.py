"""A note beside what is registered: it comes without moving anything, and opens without a mouse."""

import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference import leased_work
from conference.accounts.lifetimes import SEEN_AT
from conference.addresses import admin_url
from conference.models import StaffRole
from conference.site.orphans import stored_keys
from delegates.background import note_pages as drawing
from delegates.models import Delegate
from tests import strangers_pdfs
from tests.e2e.shifts import shifts, watch_shifts
from tests.e2e.test_admin import DESKTOP, PHONE, sign_in
from tests.factories import NominationFactory

pytestmark = pytest.mark.e2e
WIDE = {"width": 1600, "height": 900}
# Lying, as nobody expects a note to be: the room that is kept is that of an upright one.
NOTE = strangers_pdfs.of_pages("NV 12", "Annex", size=(842, 595))


@pytest.fixture(autouse=True)
def _nothing_stored(transactional_db: None) -> Iterator[None]:
    yield
    for key in list(stored_keys()):
        default_storage.delete(key)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    watch_shifts(context)
    yield context
    context.close()


@pytest.fixture
def delegate(role: StaffRole) -> Delegate:
    found = Delegate.objects.filter(conference=role.conference).earliest("pk")
    for reference in ("NV 11", "NV 12"):
        NominationFactory(
            delegation=found.delegation,
            reference=reference,
            file=ContentFile(NOTE, name="note.pdf"),
        )
    return found


@pytest.fixture
def page(
    context: BrowserContext, live_server: LiveServer, role: StaffRole, delegate: Delegate
) -> Page:
    page = context.new_page()
    sign_in(page, live_server, role)
    page.goto(
        live_server.url + admin_url(role.conference, "delegates_delegate_review", delegate.pk)
    )
    return page


def draw() -> None:
    while leased_work.run_next([drawing.KIND], timezone.now):
        pass


def place_of(part: Locator) -> dict[str, float]:
    box = part.bounding_box()
    assert box
    return {"start": box["x"], "end": box["x"] + box["width"], "top": box["y"]}


def test_note_that_comes_later_moves_nothing_and_is_opened_by_keys(
    page: Page, context: BrowserContext
) -> None:
    frame = page.get_by_role("region", name="NV 12")
    expect(frame).to_contain_text("being made into pictures")

    draw()

    pages = frame.get_by_role("img")
    expect(pages).to_have_count(2)
    expect(frame).not_to_contain_text("being made into pictures")
    page.wait_for_load_state("networkidle")
    assert shifts(page) == []
    assert all(
        pages.nth(number).evaluate("picture => picture.complete && picture.naturalWidth === 1754")
        for number in range(2)
    )
    frame.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(frame.get_by_role("link", name="Page 2 of NV 12")).to_be_focused()
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert opened.value.url.endswith("/pages/2/picture/")
    # The person is still the officer's: the page of the queue was not left.
    expect(page.get_by_role("button", name="Approve")).to_be_visible()


def last_seen(minutes_ago: int) -> None:
    """Whoever is signed in."""
    session = SessionStore(Session.objects.get().session_key)
    session[SEEN_AT] = time.time() - 60 * minutes_ago
    session.save()


def test_pages_that_are_waited_for_keep_nobody_signed_in(page: Page) -> None:
    """The page of the queue asks again and again; whoever left it is signed out by that."""
    expect(page.get_by_role("region", name="NV 12")).to_contain_text("being made into pictures")

    with page.expect_request("**/pages/1/") as waiting:
        last_seen(59)
    with page.expect_response("**/pages/1/") as answered:
        pass
    with page.expect_response("**/find/") as typed:
        page.locator("#finder-words").fill("zu")

    assert answered.value.status == 200
    assert waiting.value.headers.get("x-automatic") == "1"
    assert "x-automatic" not in typed.value.request.headers
    last_seen(61)
    page.wait_for_url("**/login/**")


@pytest.mark.parametrize("width", [DESKTOP, WIDE, PHONE], ids=lambda size: str(size["width"]))
def test_photo_data_and_note_stand_side_by_side_where_there_is_room(
    page: Page, width: dict[str, int]
) -> None:
    page.set_viewport_size(width)  # type: ignore[arg-type]

    photo, data, note = (
        place_of(page.locator(f".review-{name}")) for name in ("photo", "registered", "notes")
    )

    if width is PHONE:
        assert photo["start"] == data["start"] == note["start"]
        assert photo["top"] < data["top"] < note["top"]
    else:
        assert photo["top"] == data["top"] == note["top"]
        assert photo["end"] < data["start"]
        assert data["end"] < note["start"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
