"""A delegate reads the agenda in a real browser: on a phone, in Arabic, without script, at noon."""

import datetime as dt
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from i18nfield.strings import LazyI18nString
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.choices import Role
from conference.models import Conference
from launch import libraries
from sessions.choices import Audience, SessionKind, SessionState
from sessions.days import programme_day
from sessions.models import Session
from tests.e2e.cut_text import what_is_cut
from tests.e2e.keyboard import keyboard_faults
from tests.e2e.shifts import watch_shifts, what_moves
from tests.e2e.targets import too_small
from tests.e2e.test_admin import PASSWORD, sign_in
from tests.factories import (
    ConferenceFactory,
    FocalPointFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    VenueFactory,
    words,
)
from tests.releasing import release

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
DUSHANBE = ZoneInfo("Asia/Dushanbe")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WIDTHS = {390: [640, 390], 1280: [1600, 1280]}
"""How wide a page may be shown whose browser is as wide as that; 640 is 1280, twice as large."""


@pytest.fixture
def programme(transactional_db: None) -> Conference:
    """A morning with what is hard to show: parallel, closed, cancelled, long, untranslated."""
    conference = ConferenceFactory(
        slug="dushanbe-2018", languages=["en", "ar", "tg"], accent="#ffe000"
    )
    main = VenueFactory(conference=conference, is_main=True)
    hall = RoomFactory(venue=main, name=words("Plenary Hall"))
    library = RoomFactory(venue=VenueFactory(conference=conference, name=words("Library")))

    def session(hour: int, **fields: object) -> Session:
        start = dt.datetime(2018, 5, 3, hour, tzinfo=DUSHANBE)
        published = {"is_released": True}
        ends_at = start + dt.timedelta(hours=1)
        return SessionFactory(
            conference=conference, **{**published, "starts_at": start, "ends_at": ends_at, **fields}
        )

    opening = {"en": "Opening", "ar": "حفل الافتتاح"}
    session(9, room=hall, title=LazyI18nString(opening), description=words("About it."))
    side = session(10, room=library, kind=SessionKind.SIDE_EVENT, title=words("Terrorismus" * 36))
    SessionPartFactory(session=side)
    SessionOrganizerFactory(session=side)
    release(side)
    session(10, room=hall, title=words("Plenary"))
    session(11, kind=SessionKind.BREAK, title=words("Coffee"), room=hall)
    session(12, audience=Audience.CLOSED, title=words("Secret"))
    session(13, title=words("Press conference"), state=SessionState.CANCELLED)
    session(20, title=words("Reception"))
    return conference


@pytest.fixture
def addresses(programme: Conference, live_server: LiveServer) -> list[str]:
    paths = ["", "dushanbe-2018/", "dushanbe-2018/agenda/"]
    room = Session.objects.for_conference(programme).exclude(room=None).first().room_id
    parts = ["day/2018-05-03", f"room/{room}", "kind/side_event", "mine"]
    paths += [f"dushanbe-2018/agenda/{part}/" for part in parts]
    paths += [f"dushanbe-2018/agenda/{code}/" for code in codes(programme)]
    return [
        f"{live_server.url}/{language}/{path}" for language in ("en", "ar") for path in paths
    ] + [f"{live_server.url}/en/no-such-page/"]


def codes(conference: Conference) -> list[str]:
    return list(Session.objects.for_conference(conference).values_list("code", flat=True))


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what it complained of or asked of another host."""
    page, complaints = context.new_page(), list[str]()

    def on_request(url: str) -> None:
        if urlsplit(url).hostname not in {"localhost", "127.0.0.1"} and url[:5] != "data:":
            complaints.append(f"request to {url}")

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: on_request(request.url))
    page.on("requestfailed", lambda request: complaints.append(f"no answer from {request.url}"))
    return page, complaints


def is_expected(complaint: str) -> bool:
    return "404 (Not Found)" in complaint


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (DESKTOP, "dark")],
    ids=["phone, light", "desktop, dark"],
)
def test_public_pages_are_whole_accessible_and_ask_only_their_own_host(
    browser: Browser, addresses: list[str], viewport: dict[str, int], scheme: str
) -> None:
    # axe itself is put into the page, which our policy forbids to everybody else.
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page, complaints = watched(context)
    wrong = []

    for address in addresses:
        page.goto(address)
        page.evaluate("document.fonts.ready")
        cut = [text for width in WIDTHS[viewport["width"]] for text in what_is_cut(page, width)]
        assert cut == [], address
        wrong += [f"{address}: {text}" for text in too_small(page, is_phone=viewport == PHONE)]
        wrong += [f"{address}: {text}" for text in keyboard_faults(page)]
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run({preload: false}).then(r => r.violations)")
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], address

    context.close()
    assert wrong == [], "\n".join(wrong)
    assert [complaint for complaint in complaints if not is_expected(complaint)] == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_without_sign_in_stay_where_they_are(
    browser: Browser, addresses: list[str], live_server: LiveServer, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    watch_shifts(context)
    accounts = ["account_login", "account_reset_password"]

    found = what_moves(
        context.new_page(),
        addresses + [f"{live_server.url}{reverse(name)}" for name in accounts],
    )
    context.close()

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_public_pages_stay_where_they_are_for_whoever_is_signed_in(
    browser: Browser,
    addresses: list[str],
    programme: Conference,
    live_server: LiveServer,
    viewport: dict[str, int],
) -> None:
    """What the page says to them comes after it."""
    role = StaffRoleFactory(conference=programme)
    FocalPointFactory(delegation__conference=programme, user=role.user)
    role.user.set_password(PASSWORD)
    role.user.save()
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    watch_shifts(context)
    page = context.new_page()
    sign_in(page, live_server, role)
    expect(page.locator("#user-tools, #site-name").first).to_be_visible()

    found = what_moves(page, addresses[:-1])
    said = page.locator(".site-me a[href$='/registration/']").count()
    context.close()

    assert found == [], "\n".join(found)
    assert said == 1, "nothing came"


def test_typeface_and_accent_arrive(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    page, _complaints = watched(browser.new_context(color_scheme="dark"))

    page.goto(f"{live_server.url}/en/dushanbe-2018/")
    page.evaluate("document.fonts.ready")

    assert page.evaluate("document.fonts.check('600 17px \"Noto Sans Variable\"')")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    assert page.evaluate(accent) == "#ffe000"
    page.context.close()


def test_agenda_is_complete_without_script(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()

    page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/")
    titles = page.locator(".entry-title").all_inner_texts()
    page.get_by_role("link", name="Opening").click()

    assert [title[:11] for title in titles] == [
        "Opening",
        "Plenary",
        "Terrorismus",
        "Coffee",
        "Closed",
        "Press confe",
        "Reception",
    ]
    assert page.get_by_role("heading", level=1).inner_text() == "Opening"
    context.close()


@pytest.mark.parametrize(
    ("now", "before"),
    [("08:59", None), ("10:30", "Coffee"), ("20:59", ""), ("21:00", None)],
)
def test_now_line_stands_where_the_conference_is(
    browser: Browser, programme: Conference, live_server: LiveServer, now: str, before: str | None
) -> None:
    """The reader's own clock is elsewhere: only the conference's counts."""
    context = browser.new_context(timezone_id="America/New_York")
    page = context.new_page()
    page.clock.install(time=dt.datetime.fromisoformat(f"2018-05-03T{now}:00+05:00"))

    page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/")
    line = page.locator(".now-line")

    if before is None:
        assert line.count() == 0
    else:
        assert line.inner_text() == f"Now {now}"
        following = line.locator("xpath=following-sibling::li[1]//h3")
        assert following.all_inner_texts() == ([before] if before else [])
    context.close()


def test_phone_on_the_second_day_opens_on_the_second_day(
    browser: Browser, live_server: LiveServer, transactional_db: None
) -> None:
    """From the home of the conference; what runs is marked and on the screen."""
    conference = ConferenceFactory(slug="dushanbe-2018")
    today = programme_day(conference.local(timezone.now()))
    for number, length in product((-1, 0, 1), (dt.timedelta(seconds=1), dt.timedelta(days=1))):
        start = dt.datetime.combine(today + dt.timedelta(days=number), dt.time(4), conference.zone)
        SessionFactory(
            conference=conference,
            is_released=True,
            title=words(f"Day {number} for {length}"),
            starts_at=start,
            ends_at=start + length,
        )
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/en/dushanbe-2018/")
    page.get_by_role("link", name="Agenda", exact=True).click()

    assert urlsplit(page.url).path == f"/en/dushanbe-2018/agenda/day/{today}/"
    expect(page.locator(".now-line")).to_be_in_viewport()
    assert page.locator(".entry.is-running h3").all_inner_texts() == ["Day 0 for 1 day, 0:00:00"]
    assert [word.is_visible() for word in page.get_by_text("Running now").all()] == [False, True]
    page.close()


def test_page_kept_since_the_morning_opens_on_now(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    """The page is the same at every minute; whoever goes back finds it as it was left."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    # The browser's own clock, installed, forgets how a page was come to.
    page.add_init_script(
        """Date = class extends Date {
            constructor(...given) { super(...(given.length ? given : ["2018-05-03T20:30+05:00"])); }
        }"""
    )

    page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/day/2018-05-03/")

    expect(page.locator(".now-line")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
    page.evaluate("scrollTo({top: 7, behavior: 'instant'})")
    page.reload()
    assert page.evaluate("scrollY") == 7
    context.close()


def test_who_is_signed_in_is_named_on_everybodys_page_and_nobody_else_asks(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference=programme, user__name="Layla")
    role.user.set_password(PASSWORD)
    role.user.save()
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    home = f"{live_server.url}/en/dushanbe-2018/"

    page.goto(home)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert "/en/dushanbe-2018/me" not in asked
    sign_in(page, live_server, role)
    page.wait_for_url("**/admin/dushanbe-2018/")
    page.goto(f"{home}agenda/")

    expect(page.get_by_text("Signed in: Layla")).to_be_visible()
    assert page.get_by_role("link", name="Sign in").count() == 0
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{live_server.url}/en/")
    asked.clear()
    page.goto(home)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="Sign in").is_visible()
    assert "/en/dushanbe-2018/me" not in asked
    page.close()


def test_whole_row_leads_to_its_session(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/")
    row = page.locator(".slot", has_text="Coffee")
    box = row.bounding_box()
    assert box is not None
    assert box["height"] >= 44

    row.click(position={"x": 5, "y": box["height"] - 5})

    assert page.get_by_role("heading", level=1).inner_text() == "Coffee"
    context.close()


def test_rooms_stand_side_by_side_on_a_wide_screen_alone(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    page = browser.new_page()
    seen = {}
    for width in (390, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/day/2018-05-03/")
        seen[width] = page.get_by_role("table").count(), page.locator(".slots").is_visible()

    assert seen == {390: (0, True), 1280: (0, True), 1600: (1, True)}
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [head.split("·")[-1].strip() for head in heads] == ["Plenary Hall", "Library"]
    page.close()


def test_reader_changes_the_language_and_stays_on_the_page(
    browser: Browser, programme: Conference, live_server: LiveServer
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()

    page.goto(f"{live_server.url}/en/dushanbe-2018/agenda/")
    page.get_by_role("link", name="العربيّة").click()

    assert urlsplit(page.url).path == "/ar/dushanbe-2018/agenda/"
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.locator(".entry-title").first.inner_text() == "حفل الافتتاح"
    context.close()


def test_paper_says_where_its_page_is_and_has_nothing_to_press(
    browser: Browser, live_server: LiveServer, programme: Conference
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    address = "/ar/dushanbe-2018/agenda/day/2018-05-03/"
    page.goto(live_server.url + address)
    expect(page.locator(".printed-address")).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.locator(".printed-address")).to_be_visible()
    said = "getComputedStyle(document.querySelector('.printed-address'), '::after').content"
    assert page.evaluate(said) == f'"localhost{address}"'
    for pressed in ("nav", ".calendar-link", ".rooms", "footer a"):
        expect(page.locator(pressed).locator("visible=true")).to_have_count(0)
    page.close()
