"""A reader stars sessions: the browser alone keeps them, its other tabs follow, a page has them."""

import datetime as dt
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from i18nfield.strings import LazyI18nString
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conference.models import Conference
from sessions.choices import Audience, SessionState
from sessions.models import Session
from sessions.services import audiences
from tests.e2e.test_public import PHONE, watched
from tests.factories import (
    AT,
    ConferenceFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    VenueFactory,
    words,
)

pytestmark = pytest.mark.e2e

DUSHANBE = ZoneInfo("Asia/Dushanbe")
DAY = "agenda/day/2018-05-03/"
MINE = "agenda/mine/"
TITLES = ["Panel", "Reception", "Briefing", "Plenary"]
FULL = """Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
}"""


@pytest.fixture
def programme(transactional_db: None) -> Conference:
    """A panel and a reception that overlap, in whose way nothing else is that takes place."""
    conference = ConferenceFactory(slug="dushanbe-2018", languages=["en", "ru"])
    main = VenueFactory(conference=conference, is_main=True)
    for title, begins, ends, state in [
        ("Opening", 9, 10, SessionState.PLANNED),
        ("Panel", 10, 12, SessionState.PLANNED),
        ("Reception", 11, 13, SessionState.PLANNED),
        ("Plenary", 13, 14, SessionState.PLANNED),
        ("Briefing", 12, 13, SessionState.CANCELLED),
    ]:
        SessionFactory(
            conference=conference,
            title=words(title),
            room=RoomFactory(venue=main),
            starts_at=dt.datetime(2018, 5, 3, begins, tzinfo=DUSHANBE),
            ends_at=dt.datetime(2018, 5, 3, ends, tzinfo=DUSHANBE),
            state=state,
            is_released=True,
        )
    return conference


@pytest.fixture
def home(programme: Conference, live_server: LiveServer, settings: Settings) -> str:
    settings.PUBLIC_URL = live_server.url
    return f"{live_server.url}/en/{programme.slug}/"


def star(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Star: {title}").locator("visible=true").first.click()


def test_starred_sessions_stand_on_a_page_with_what_clashes_and_in_a_calendar(
    browser: Browser, programme: Conference, home: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, complaints = watched(context)
    page.goto(f"{home}{MINE}")
    expect(page.get_by_text("No session has a star yet")).to_be_visible()
    other = context.new_page()
    other.goto(f"{home}{DAY}")

    for title in TITLES:
        star(other, title)

    # The page that was open follows; where it is opened anew, it is the same.
    rows = page.locator(".entry")
    for _ in range(2):
        expect(rows).to_have_count(4)
        assert rows.locator("h3").all_inner_texts() == TITLES
        marks = page.locator(".entry-clash")
        assert marks.all_inner_texts() == ["Clashes with: Reception", "Clashes with: Panel"]
        assert rows.nth(2).locator(".entry-state").inner_text() == "Cancelled"
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="calendar file").click()
    calendar = Calendar.from_ical(download.value.path().read_bytes())
    events = calendar.walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Panel",
        "Reception",
        "Cancelled: Briefing",
        "Plenary",
    ]
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert download.value.suggested_filename == "dushanbe-2018-mine.ics"

    star(page, "Reception")
    expect(page.locator(".entry-clash")).to_have_count(0)
    other.goto(f"{home}agenda/{Session.objects.get(title__contains='Reception').code}/")
    button = other.get_by_role("button", name="Star: Reception")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(page.locator(".entry-clash")).to_have_count(2)
    other.clock.install(time=dt.datetime(2018, 5, 3, 10, 30, tzinfo=DUSHANBE))
    other.goto(f"{home}{MINE}")
    expect(other.locator(".now-line")).to_have_text("Now 10:30")
    expect(other.locator(".entry.is-running h3")).to_have_text("Panel")

    audiences.decide(
        sessions=[Session.objects.get(title__contains="Panel")],
        audience=Audience.DELEGATES,
        by=UserFactory(),
        at=AT,
    )
    page.reload()
    expect(page.get_by_text("no longer on the agenda: 1")).to_be_visible()
    page.get_by_role("button", name="Remove these stars").click()
    expect(page.get_by_text("no longer on the agenda: 1")).to_be_hidden()
    assert complaints == []
    context.close()


def test_what_is_found_is_starred_where_it_is_found_and_each_leads_to_its_own(
    browser: Browser, home: str
) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{home}agenda/")
    page.get_by_role("searchbox").fill("room")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".found-entry")).to_have_count(5)

    star(page, "Plenary")
    page.get_by_role("link", name="Opening").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Opening")
    page.get_by_role("link", name="My agenda").first.click()
    expect(page.locator(".entry h3")).to_have_text(["Plenary"])
    page.close()


def test_panel_at_the_library_is_found_in_russian_and_starred(
    browser: Browser, programme: Conference, home: str
) -> None:
    library = {"en": "National Library", "ru": "Национальная библиотека"}
    room = RoomFactory(
        venue=VenueFactory(conference=programme, name=LazyI18nString(library)),
        name=LazyI18nString({"en": "Hall", "ru": "Зал"}),
    )
    title = {"en": "United Nations panel", "ru": "Дискуссия Организации Объединённых Наций"}
    SessionFactory(conference=programme, title=LazyI18nString(title), room=room, is_released=True)
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{home.replace('/en/', '/ru/')}agenda/")

    page.get_by_role("searchbox").fill("объединенных наций библиотеке")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("button", name=f"Отметить: {title['ru']}").click()
    page.get_by_role("link", name="Моя программа").click()

    expect(page.locator(".entry h3")).to_have_text([title["ru"]])
    expect(page.locator(".entry-place")).to_contain_text(library["ru"])
    page.close()


def test_session_is_shared_by_its_link_and_by_a_square_on_paper_too(
    browser: Browser, home: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page, complaints = watched(context)
    address = f"{home}agenda/{Session.objects.get(title__contains='Panel').code}/"
    page.goto(address)

    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_text("QR code", exact=True).click()
    on_screen = page.locator(".session-qr .qr").screenshot()
    page.emulate_media(media="print")
    on_paper = page.locator(".qr-on-paper").screenshot()
    for picture in (on_screen, on_paper):
        read = zxingcpp.read_barcode(Image.open(BytesIO(picture)))
        assert read is not None
        assert read.text == address
    assert page.locator(".session-qr").is_hidden()
    assert complaints == []
    context.close()


def test_device_that_shares_is_given_the_link(browser: Browser, home: str) -> None:
    """And whoever thinks better of it is told nothing."""
    page = browser.new_page()
    page.add_init_script(
        """navigator.canShare = () => true;
        navigator.share = async (link) => {
            window.shared = link;
            throw new DOMException("", "AbortError");
        };"""
    )
    address = f"{home}agenda/{Session.objects.get(title__contains='Panel').code}/"
    page.goto(address)

    page.get_by_role("button", name="Share").click()

    assert page.evaluate("window.shared") == {"title": "Panel", "url": address}
    assert page.locator("[data-share-said]").inner_text() == ""
    page.close()


def test_browser_that_keeps_nothing_says_so_and_stars_for_the_page(
    browser: Browser, home: str
) -> None:
    page = browser.new_page()
    page.add_init_script(FULL)
    page.goto(f"{home}{DAY}")

    star(page, "Panel")
    star(page, "Plenary")

    expect(page.get_by_text("This browser keeps nothing for this site")).to_be_visible()
    pressed = page.locator(".slots .star[aria-pressed=true]")
    assert [button.get_attribute("aria-label") for button in pressed.all()] == [
        "Star: Panel",
        "Star: Plenary",
    ]
    page.close()


def test_without_script_no_star_is_offered_and_my_agenda_leads_to_the_whole(
    browser: Browser, home: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{home}{DAY}")
    assert page.get_by_role("button").all_inner_texts() == ["Search"]

    page.goto(f"{home}{MINE}")
    assert page.get_by_role("button").all_inner_texts() == ["Search"]
    expect(page.get_by_text("scripts are switched off")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="All sessions").last.click()

    assert page.locator(".entry").count() == 5
    page.close()
