"""Keys of the queue, and when they are off."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate
from tests.e2e.test_admin import DESKTOP, PASSWORD
from tests.factories import DelegateFactory, RegistrationFieldFactory, StaffRoleFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_no_key_decides_while_a_reason_is_asked_for(
    browser: Browser, live_server: LiveServer
) -> None:
    role = StaffRoleFactory(role=Role.REGISTRATION_OFFICER)
    row = DelegateFactory(delegation__conference=role.conference)
    RegistrationFieldFactory(conference=role.conference, column="photo")
    role.user.set_password(PASSWORD)
    role.user.save()
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(live_server.url + admin_url(role.conference, "delegates_delegate_review", row.pk))
    page.get_by_label("E-mail").fill(role.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    reason = page.locator("details[open]").get_by_label("Reason")

    # The script has shown what keys there are.
    expect(page.get_by_role("checkbox", name="Keys")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("checkbox", name="Photo")).to_be_focused()
    page.keyboard.press("a")
    reason.focus()
    page.keyboard.type("as")
    expect(reason).to_have_value("as")
    page.get_by_role("checkbox", name="Photo").check()
    for key in "asx":
        page.keyboard.press(key)
    expect(reason).to_have_value("as")
    page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    with page.expect_request(lambda asked: asked.method == "POST") as skipped:
        page.keyboard.press("s")
    assert "act=skip" in (skipped.value.post_data or "")
    context.close()

    assert Delegate.objects.get().accreditation == "submitted"
