"""Every kind of page of the admin and of accounts in a real browser: whole, and for everybody.

The kinds are those of the URL configuration: a new page cannot escape.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from badges.models import BadgeDesign, PrintEntry
from conference.models import Conference, StaffRole
from delegates.models import Delegate
from sessions.models import Session
from tests.admin_pages import first_row, kinds_of_pages
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.e2e.cut_text import what_is_cut
from tests.e2e.longest_values import make_longest
from tests.e2e.targets import too_small
from tests.e2e.test_admin import AXE, DESKTOP, PHONE, sign_in, watched
from tests.factories import DesignVersionFactory, SessionPartFactory

pytestmark = pytest.mark.e2e

WALL = 1600
"""As wide as a screen that several people look at."""
ENLARGED = DESKTOP["width"] // 2
"""What is left of a screen where everything is twice as large."""
NEVER_SAID = ["---------", "successfully"]
"""Django's own, which the table of words does not see."""
AT_LEAST = 120
"""So many kinds there are: a list that came out short would find nothing."""


@pytest.fixture
def conference(role: StaffRole) -> Conference:
    """With a row of everything, called as long as anything is, seen by the administrator."""
    role.user.is_superuser = True
    role.user.save()
    for model in OF_CONFERENCES:
        hand_to(role.user, row_in(model, role.conference))
    row_in(PrintEntry, role.conference)
    # Its page asks how it is printed, a moment later.
    DesignVersionFactory(design=first_row(BadgeDesign, role.conference), number=1)
    # What people do in sessions stands beside their names.
    of = role.conference
    SessionPartFactory(session=first_row(Session, of), delegate=first_row(Delegate, of))
    make_longest(role.conference)
    return role.conference


@pytest.mark.parametrize(
    ("viewport", "scheme", "widths"),
    [
        (DESKTOP, "light", (DESKTOP["width"], WALL)),
        (DESKTOP, "dark", ()),
        (PHONE, "light", (ENLARGED, PHONE["width"])),
    ],
    ids=["light", "dark", "phone"],
)
def test_every_kind_of_page_is_whole_and_for_everybody(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    conference: Conference,
    viewport: dict[str, int],
    scheme: Any,
    widths: tuple[int, ...],
) -> None:
    """No wider than the screen, nothing cut, large enough to be pressed, without what axe calls
    moderate or worse, from this host alone.

    axe styles the page itself, which our policy forbids, so only the light desktop is watched for
    what the policy stops.
    """
    client.force_login(role.user)
    kinds = dict(kinds_of_pages(client, conference))
    client.logout()
    is_watched = viewport == DESKTOP and scheme == "light"
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,
        bypass_csp=not is_watched,
    )
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    found = []
    for address, path in kinds.items():
        page.goto(f"{live_server.url}{path}")
        if is_watched:
            found += [f"{address}: {text}" for text in problems]
        problems.clear()
        wrong = [text for width in widths for text in what_is_cut(page, width)]
        wrong += [word for word in NEVER_SAID if word in page.content()]
        if not is_watched:
            wrong += what_is_wrong(page) + too_small(page, is_phone=viewport == PHONE)
        found += [f"{address}: {text}" for text in wrong]
    context.close()

    assert found == [], "\n".join(found)
    assert len(kinds) >= AT_LEAST


def what_is_wrong(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(
        """axe.run().then(result => result.violations
            .filter(rule => rule.impact !== "minor")
            .flatMap(rule => rule.nodes.map(node => rule.id + ": " + node.html)))"""
    )
    return found
