"""The badge desk by keyboard alone: who comes late, is in a job of many, has a damaged badge."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from badges.background.printing import KINDS
from badges.choices import JobState, Obstacle, Purpose, Reason
from badges.models import Generation, PrintJob
from badges.services import defaults
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.addresses import admin_url
from conference.choices import Role
from conference.leased_work import run_next
from conference.models import StaffRole
from delegates.models import Delegate
from tests.e2e.counted import Count, Hands
from tests.e2e.test_admin import DESKTOP, PASSWORD, sign_in, watched
from tests.factories import (
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
)
from tests.faults.holding import wait_until
from tests.servers import StartWorker

pytestmark = pytest.mark.e2e

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
PATIENCE = 90_000


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """The badge desk of a conference in which a job of thirty waits for a worker.

    Whoever is not in it came late.
    """
    role = StaffRoleFactory(role=Role.BADGE_DESK)
    role.user.set_password(PASSWORD)
    role.user.save()
    conference = role.conference
    defaults.install(conference=conference, by=None, at=AT)
    delegation = DelegationFactory(conference=conference)
    entitled = {
        "delegation": delegation,
        "approved": True,
        "category": CategoryFactory(conference=conference),
        "is_category_set_by_hand": True,
    }
    for number in range(29):
        DelegateFactory(given_name="Ana", family_name=f"Lima {number}", order=number, **entitled)
    DelegateFactory(given_name="Zarina", family_name="Karimova", order=30, **entitled)
    order = PrintOrder(conference, None, Purpose.FIRST, conference.principal_language)
    organizer = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    jobs.send(order=order, by=organizer, at=AT)
    preparation = next(kind for kind in KINDS if kind.name == "preparation of a print job")
    assert run_next([preparation], lambda: AT)
    DelegateFactory(given_name="Beat", family_name="Zürcher", order=31, **entitled)
    return role


class Desk:
    """Hands that know how long the desk takes, and nothing of a mouse."""

    def __init__(self, page: Page) -> None:
        self.hands = Hands(page)
        self.page = page

    def find(self, name: str, whom: str) -> None:
        """The box has the focus; the first answer is marked as soon as it is there."""
        with self.hands.at("name"):
            self.hands.keys(name)
        marked = self.page.locator("#finder-answers [aria-selected=true] .answer-name")
        expect(marked).to_have_text(whom)

    def press(self, stage: str, *keys: str) -> None:
        with self.hands.at(stage):
            for key in keys:
                self.hands.press(key)

    def open_page_of(self, stage: str, whom: str) -> None:
        self.press(stage, "Enter")
        expect(self.page).to_have_title(f"Badge of {whom} · Dais")
        self.page.wait_for_function("document.activeElement?.matches('.choice *')")

    def is_ready_for_the_next(self) -> None:
        self.page.wait_for_url("**/desk/*/")
        expect(self.page.locator("#finder-words")).to_be_focused()


def test_desk_finds_prints_out_of_a_job_and_replaces_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, role: StaffRole, start_worker: StartWorker
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_url(f"{live_server.url}{admin_url(role.conference, 'badges_printjob_desk')}")
    desk = Desk(page)
    expect(page.locator("#finder-words")).to_be_focused()

    desk.find("karim", "KARIMOVA, Zarina")
    desk.open_page_of("out of a job", "KARIMOVA, Zarina")
    desk.press("out of a job", "Enter")
    desk.is_ready_for_the_next()
    desk.find("zuercher", "ZÜRCHER, Beat")
    desk.open_page_of("latecomer", "ZÜRCHER, Beat")
    desk.press("latecomer", "Enter")
    desk.is_ready_for_the_next()
    start_worker()
    expect(page.locator("iframe.badge-file")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[aria-labelledby=desk-printed]")).to_contain_text("ZÜRCHER, Beat")
    expect(page.locator("#finder-words")).to_be_focused()
    desk.find("Zürcher", "ZÜRCHER, Beat")
    desk.open_page_of("damaged", "ZÜRCHER, Beat")
    desk.press("damaged", "Tab", "Tab", "ArrowDown", "ArrowDown", "Enter")
    desk.is_ready_for_the_next()
    expect(page.locator("iframe.badge-file")).to_be_visible(timeout=PATIENCE)
    wait_until(lambda: not PrintJob.objects.filter(state=JobState.RUNNING).exists())
    context.close()

    counts = {stage: count for stage, count in desk.hands.counts.items() if stage != "name"}
    assert counts == {
        "out of a job": Count(keys=2),
        "latecomer": Count(keys=2),
        "damaged": Count(keys=6),
    }
    karimova, zuercher = (
        Delegate.objects.get(family_name=name) for name in ("Karimova", "Zürcher")
    )
    large = PrintJob.objects.get(created_at=AT)
    alone = PrintJob.objects.get(taken_from=large)
    assert large.entries.get(obstacle=Obstacle.AT_DESK).generation.badge.delegate == karimova
    assert (alone.state, large.state) == (JobState.PUBLISHED, JobState.PUBLISHED)
    assert (alone.page_count, large.page_count) == (1, 29)
    assert Generation.objects.live().of([karimova.pk]).get().entries.get().job == alone
    replaced = PrintJob.objects.get(purpose=Purpose.REPLACE)
    assert replaced.reason == Reason.DAMAGED
    assert Generation.objects.live().of([zuercher.pk]).get().number == 2
    assert problems == []
