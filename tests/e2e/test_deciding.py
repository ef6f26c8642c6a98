"""Decisions in a real browser: one approval is one click."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole
from delegates.models import Delegate
from tests.factories import DelegateFactory, StaffRoleFactory

pytestmark = pytest.mark.e2e

PASSWORD = "a long enough password"


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    role = StaffRoleFactory(role=Role.ORGANIZER)
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


def test_approval_is_one_click_and_so_is_its_undoing(
    page: Page, live_server: LiveServer, role: StaffRole
) -> None:
    delegate = DelegateFactory(delegation__conference=role.conference)
    page.goto(
        live_server.url + admin_url(role.conference, "delegates_delegate_change", delegate.pk)
    )

    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    approved = Delegate.objects.get().accreditation
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()

    assert (approved, Delegate.objects.get().accreditation) == ("approved", "submitted")
