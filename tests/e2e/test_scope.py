"""An organizer limits a role, and returns somebody, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole
from delegates.models import Delegate
from delegates.services import scopes
from tests.e2e.test_admin import PASSWORD
from tests.factories import (
    CategoryFactory,
    DelegateFactory,
    DelegationKindFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
)


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER)
    role.user.set_password(PASSWORD)
    role.user.save()
    return role


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, role: StaffRole) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}{admin_url(role.conference, 'index')}")
    page.get_by_label("E-mail").fill(role.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def test_role_is_limited_on_its_page(page: Page, live_server: LiveServer, role: StaffRole) -> None:
    conference = role.conference
    held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    for code in ("media", "guests", "service"):
        DelegationKindFactory(conference=conference, code=code)
    CategoryFactory.create_batch(3, conference=conference)
    page.goto(live_server.url + admin_url(conference, "conference_staffrole_change", held.pk))

    page.get_by_role("link", name="Limit to kinds and categories").click()
    page.get_by_role("group", name="Kinds of delegations").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("what the role is for is saved")).to_be_visible()

    held.refresh_from_db()
    assert len(scopes.lines_of(held)) == 1


def test_return_asks_what_is_to_be_corrected(
    page: Page, live_server: LiveServer, role: StaffRole
) -> None:
    delegate = DelegateFactory(delegation__conference=role.conference)
    RegistrationFieldFactory(conference=role.conference, column="photo")
    page.goto(
        live_server.url + admin_url(role.conference, "delegates_delegate_change", delegate.pk)
    )

    page.get_by_role("link", name="Return for correction").click()
    page.get_by_label("Photo").check()
    page.get_by_label("Reason").fill("Too dark to recognize")
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_text("is returned for correction")).to_be_visible()

    assert Delegate.objects.get().to_correct == ["photo"]
