"""A browser, and an organizer for whom it works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from conference.choices import Role
from conference.models import StaffRole
from tests.e2e.test_admin import BROWSER, PASSWORD
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    RankFactory,
    RoomFactory,
    SessionFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    ZoneFactory,
)


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
