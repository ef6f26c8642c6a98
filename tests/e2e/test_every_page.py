"""Every kind of page of the admin and of accounts in a real browser: whole, and for everybody.

The kinds are those of the URL configuration: a new page cannot escape.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from badges.models import BadgeDesign, PrintEntry
from conference import leased_work
from conference.models import Conference, StaffRole
from conference.site.orphans import stored_keys
from delegates.background import note_pages as drawing
from delegates.models import Delegate, Delegation
from sessions.models import Session
from tests import strangers_pdfs
from tests.addresses import Address
from tests.admin_pages import first_row, kinds_of_pages
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.e2e.cut_text import what_is_cut
from tests.e2e.forced_colours import lost_in_forced_colours
from tests.e2e.keyboard import held_open, keyboard_faults
from tests.e2e.longest_values import make_longest
from tests.e2e.shifts import settle, watch_shifts, what_comes_later, what_moves
from tests.e2e.targets import too_small
from tests.e2e.test_admin import AXE, DESKTOP, PHONE, sign_in, watched
from tests.factories import (
    DesignVersionFactory,
    FocalPointFactory,
    MessageFactory,
    NominationFactory,
    NominationPageFactory,
    SessionPartFactory,
)

pytestmark = [pytest.mark.e2e, pytest.mark.long]

WALL = 1600
"""As wide as a screen that several people look at."""
ENLARGED = DESKTOP["width"] // 2
"""What is left of a screen where everything is twice as large."""
NEVER_SAID = ["---------", "successfully"]
"""Django's own, which the table of words does not see."""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""What axe finds otherwise in the dark than by day."""
STAND_STILL = "document.getAnimations().forEach(fading => fading.finish())"
"""Colours fade into those of another scheme, in which half-way nothing can be read."""
AT_LEAST = 120
KINDS_OF_OPENERS = 8
KINDS_OF_LATE_PARTS = 15
KINDS_OF_MARKS = 4
"""So many kinds there are: a list that came out short would find nothing."""


@pytest.fixture
def conference(role: StaffRole) -> Iterator[Conference]:
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
    head: Delegate = first_row(Delegate, of)
    SessionPartFactory(session=first_row(Session, of), delegate=head)
    # What stands in the list of delegations: who leads one, what it asks, and whom to ask.
    Delegation.objects.filter(pk=head.delegation_id).update(head=head)
    MessageFactory(delegation=head.delegation)
    FocalPointFactory(delegation=head.delegation)
    make_longest(role.conference)
    draw_note_of(head)
    yield role.conference
    for key in list(stored_keys()):
        default_storage.delete(key)


def draw_note_of(delegate: Delegate) -> None:
    """Its pages stand as pictures beside whoever is reviewed."""
    file = ContentFile(strangers_pdfs.of_pages("NV 12", "Annex"), name="note.pdf")
    note = NominationFactory(delegation=delegate.delegation, file=file)
    NominationPageFactory(nomination=note)
    while leased_work.run_next([drawing.KIND], timezone.now):
        pass


@pytest.fixture
def kinds(client: Client, role: StaffRole, conference: Conference) -> dict[Address, str]:
    client.force_login(role.user)
    kinds = dict(kinds_of_pages(client, conference))
    (review,) = (path for kind, path in kinds.items() if kind.name == "delegates_delegate_review")
    assert client.get(review).text.count('/picture/" width=') == len(("NV 12", "Annex"))
    client.logout()
    assert len(kinds) >= AT_LEAST
    return kinds


def test_every_kind_of_page_is_whole_and_for_everybody(
    browser: Browser, live_server: LiveServer, role: StaffRole, kinds: dict[Address, str]
) -> None:
    """No wider than the screen, nothing cut, large enough to be pressed, from this host alone, by
    the keyboard alone, without what axe calls moderate or worse, by day and in the dark; told
    apart without our colours.

    What the policy stops is asked before axe and the keyboard come.
    """
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    found = []
    opened: set[str] = set()
    coming_later: dict[str, str] = {}
    marks: dict[str, str] = {}
    compared: set[str] = set()
    for address, path in kinds.items():
        # What axe and the marks provoked on the page before may be told a moment later.
        page.goto("about:blank")
        problems.clear()
        page.goto(f"{live_server.url}{path}")
        settle(page)
        wrong = problems.copy()
        wrong += [text for width in (WALL, DESKTOP["width"]) for text in what_is_cut(page, width)]
        wrong += [word for word in NEVER_SAID if word in page.content()]
        wrong += too_small(page, is_phone=False) + what_is_wrong(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(STAND_STILL)
        wrong += [f"dark: {text}" for text in what_is_wrong(page, OF_COLOURS)]
        page.emulate_media(color_scheme="light")
        page.evaluate(STAND_STILL)
        wrong += lost_in_forced_colours(page, marks, compared)
        wrong += keyboard_faults(page) + held_open(page, opened)
        found += [f"{address}: {text}" for text in wrong]
        coming_later.setdefault(what_comes_later(page), path)
    context.close()
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    watch_shifts(context)
    page = context.new_page()
    sign_in(page, live_server, role)
    found += what_moves(page, [f"{live_server.url}{path}" for path in coming_later.values()])
    context.close()

    assert found == [], "\n".join(found)
    assert len(set(marks.values())) == len(marks), "marks of states that look the same"
    assert len(marks) >= KINDS_OF_MARKS
    assert compared, "nothing chosen or current stood beside its neighbours"
    assert len(opened) >= KINDS_OF_OPENERS
    assert len(coming_later) >= KINDS_OF_LATE_PARTS


def test_every_kind_of_page_is_whole_and_for_everybody_on_a_phone_and_twice_as_large(
    browser: Browser, live_server: LiveServer, role: StaffRole, kinds: dict[Address, str]
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    found = []
    for address, path in kinds.items():
        page.goto(f"{live_server.url}{path}")
        wrong = []
        for width in (ENLARGED, PHONE["width"]):
            wrong += what_is_cut(page, width)
        wrong += what_is_wrong(page) + too_small(page, is_phone=True)
        found += [f"{address}: {text}" for text in wrong]
    context.close()

    assert found == [], "\n".join(found)


def what_is_wrong(page: Page, rules: list[str] | None = None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(
        """rules => axe
            .run({
                preload: false,
                selectors: false,
                resultTypes: ["violations"],
                ...(rules && {runOnly: rules}),
            })
            .then(result => result.violations
            .filter(rule => rule.impact !== "minor")
            .flatMap(rule => rule.nodes.map(node => rule.id + ": " + node.html)))""",
        rules,
    )
    return found
