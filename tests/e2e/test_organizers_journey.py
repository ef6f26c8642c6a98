"""An organizer's day in a browser, from a copied conference to open doors.

Every click and key of it is counted: pages that ask for more than they do now are noticed here.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from conference.choices import ConferenceState
from conference.models import Conference
from conference.site.demonstration import seeding
from tests.badges.previewing import drawing
from tests.e2e.counted import Count, Hands
from tests.e2e.organizers_day import (
    accept,
    answer_questions,
    approve_and_undo,
    approve_delegation,
    copy_the_earlier_one,
    correct_a_name,
    enter_programme,
    import_list,
    invite,
    make_one_anew,
    meet_the_checklist,
    open_the_doors,
    preview,
    release_programme,
    sign_in,
    withdraw_moderator,
    work_through_delegations,
)
from tests.e2e.test_admin import DESKTOP, watched
from tests.servers import Worker

pytestmark = pytest.mark.e2e

COUNTED = {
    "sign in": Count(2, 38),
    "make a conference": Count(9, 31),
    "copy a conference": Count(11, 58),
    "invite a colleague": Count(5, 36),
    "accept by the code": Count(2, 70),
    "import a list": Count(7, 0),
    "answer its questions": Count(9, 6),
    "work through three delegations": Count(22, 48),
    "correct a name and see the badge": Count(3, 9),
    "approve and undo": Count(2, 0),
    "approve a delegation": Count(4, 0),
    "enter two days of sessions": Count(31, 79),
    "release the programme": Count(2, 0),
    "withdraw a moderator": Count(6, 13),
    "meet the checklist": Count(7, 0),
    "preview": Count(2, 0),
    "open": Count(5, 0),
}


@pytest.fixture(autouse=True)
def _seeded(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The conference of 2022 and the sign-ins, as `make run` brings them."""
    monkeypatch.setattr(settings, "IS_EMBEDDED", True)
    monkeypatch.setattr(seeding, "EDITIONS", ["dushanbe_2022"])
    cache.clear()
    seeding.seed()


@pytest.fixture
def maker(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


@pytest.fixture
def organizer(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


def somebody(browser: Browser, server: LiveServer) -> Iterator[Hands]:
    """In a browser of their own; the test fails where any of its pages has a problem."""
    context = browser.new_context(viewport=DESKTOP, base_url=server.url)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(server.url).netloc)
    yield Hands(page)
    context.close()
    assert problems == []


def test_conference_is_copied_filled_and_opened(
    maker: Hands, organizer: Hands, worker: Worker
) -> None:
    sign_in(maker)
    make_one_anew(maker)
    copy_the_earlier_one(maker)
    accept(organizer, code=invite(maker))
    import_list(organizer)
    answer_questions(organizer)
    work_through_delegations(organizer)
    with drawing():
        correct_a_name(organizer)
    approve_and_undo(organizer)
    approve_delegation(organizer)
    enter_programme(organizer)
    release_programme(organizer)
    withdraw_moderator(organizer)
    meet_the_checklist(organizer)
    preview(organizer)
    open_the_doors(organizer)

    conference = Conference.objects.get(slug="water-for-peace-2028-2")
    assert conference.state == ConferenceState.OPEN
    assert maker.counts | organizer.counts == COUNTED
