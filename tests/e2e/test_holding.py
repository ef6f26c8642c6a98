"""What is not one person's from the start: shared, of a vehicle, blank; by its pages alone."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from badges.choices import JobState, Obstacle
from badges.holders.validity import why_not_valid
from badges.models import Badge, BadgeType, Generation, PrintJob
from badges.services import defaults
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole
from delegates.models import Delegate
from tests.e2e.test_admin import DESKTOP, PASSWORD, sign_in, watched
from tests.factories import (
    BadgeTypeFactory,
    CategoryFactory,
    DelegateFactory,
    StaffRoleFactory,
    words,
)
from tests.faults.holding import wait_until
from tests.servers import StartWorker

pytestmark = pytest.mark.e2e

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
TYPES = {"delegation": "Transferable badge", "vehicle": "Parking", "nobody": "Blank badge"}


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    role.user.set_password(PASSWORD)
    role.user.save()
    conference = role.conference
    defaults.install(conference=conference, by=None, at=AT)
    category = CategoryFactory(conference=conference)
    DelegateFactory(
        delegation__conference=conference,
        given_name="Zarina",
        family_name="Karimova",
        approved=True,
        category=category,
        is_category_set_by_hand=True,
    )
    for holder, name in TYPES.items():
        BadgeTypeFactory(conference=conference, holder=holder, name=words(name))
    return role


def test_shared_parking_and_blank_badges_are_made_printed_given_and_ended_by_page(
    browser: Browser, live_server: LiveServer, role: StaffRole, start_worker: StartWorker
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    delegate = Delegate.objects.get()

    def go(name: str, *args: object) -> None:
        page.goto(f"{live_server.url}{admin_url(role.conference, name, *args)}")

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    go("badges_badge_of_delegation", delegate.delegation_id)
    page.get_by_label("The delegation shares").fill("2")
    press("Change")
    page.get_by_role("link", name="Print 2 badges …").click()
    press("Send to print")
    go("badges_badge_of_delegation", delegate.delegation_id)
    page.get_by_role("link", name="Register a vehicle").click()
    page.get_by_label("plate").fill("4821 AB 01")
    page.locator("[name=_save]").click()
    page.get_by_role("link", name="Print 1 badge …").click()
    press("Send to print")
    blank = BadgeType.objects.get(holder="nobody")
    go("badges_badgetype_change", blank.pk)
    page.get_by_role("link", name="Make blanks").click()
    page.locator("#id_category").select_option(str(delegate.category_id))
    page.get_by_label("How many").fill("2")
    page.locator(".submit-row button.default").click()
    expect(page.locator(".messagelist")).to_contain_text("2 blanks were made")
    go("badges_printjob_add")
    press(TYPES["nobody"])
    press("Send to print")
    start_worker()
    wait_until(lambda: PrintJob.objects.filter(state=JobState.PUBLISHED).count() == 3)

    scanned = Generation.objects.filter(badge__type=blank).order_by("pk")[0]
    go("badges_printjob_one", delegate.pk)
    scan(page, "00000-1")
    expect(page.get_by_role("alert")).to_contain_text("No badge has this number")
    page.keyboard.type(scanned.shown.token)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text(f"Badge {scanned.badge} is")
    expect(page.locator("#finder-words")).to_be_focused()
    assert scanned.shown.token not in page.url

    shared = Badge.objects.get(type__holder="delegation", copy=2)
    go("badges_badge_decide", shared.pk, "ended")
    page.get_by_role("radio").first.check()
    page.locator(".submit-row button.default").click()
    expect(page.locator(".messagelist")).to_contain_text("is no longer valid")
    parked = Badge.objects.get(type__holder="vehicle")
    go("badges_vehicle_decide", parked.vehicle_id, "withdrawn")
    page.locator(".submit-row button.default").click()
    expect(page.locator(".messagelist")).to_contain_text("Withdrawn")
    context.close()

    valid = {
        badge: why_not_valid(badge.generations.latest("number"), at=AT)
        for badge in Badge.objects.all()
    }
    assert valid[scanned.badge] is None
    assert valid[Badge.objects.get(type__holder="delegation", copy=1)] is None
    assert (valid[shared], valid[parked]) == (Obstacle.NO_LONGER_LIVE, Obstacle.VEHICLE_WITHDRAWN)
    assert sorted(filter(None, valid.values())) == sorted(
        [Obstacle.NO_LONGER_LIVE, Obstacle.VEHICLE_WITHDRAWN, Obstacle.NOT_BOUND]
    )
    assert problems == []


def scan(page: Page, text: str) -> None:
    """A scanner types what it reads, and Enter, wherever the focus is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")
