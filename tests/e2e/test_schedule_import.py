"""A programme planned elsewhere comes in: uploaded, looked at, imported, with the browser alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from sessions.models import Session
from tests.e2e.test_admin import AXE, sign_in
from tests.factories import RoomFactory, SessionFactory, words
from tests.sessions.exchange.schedules import day, numbered, pretalx

pytestmark = pytest.mark.e2e


def test_organizer_imports_what_pretalx_wrote(
    browser: Browser, live_server: LiveServer, role: StaffRole, tmp_path: Path
) -> None:
    """axe styles the page, which our policy forbids."""
    conference = role.conference
    room = RoomFactory(venue__conference=conference, name=words("Navruz"))
    SessionFactory(conference=conference, room=room, title=words("Opening"))
    file = tmp_path / "schedule.xml"
    file.write_bytes(
        pretalx(
            day(
                numbered(1, title="Glaciers", date="2018-05-03T11:00:00+05:00"),
                numbered(2, title="Rivers", date="2018-05-03T09:30:00+05:00"),
                numbered(3, title="Lakes", duration=""),
                numbered(4, title="Reception", date="2018-05-04T00:30:00+05:00", start="00:30"),
            )
        )
    )
    found: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        sign_in(page, live_server, role)
        page.goto(live_server.url + admin_url(conference, "agenda_session_changelist"))
        page.get_by_role("link", name="Import a schedule").click()
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="Upload and check").click()
        expect(page.get_by_text("It has no duration: nobody can say when it ends.")).to_be_visible()
        page.evaluate(AXE.read_text())
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += page.evaluate(
                """axe.run(".schedule").then(result => result.violations
                    .map(rule => rule.id + ": " + rule.nodes[0].html))"""
            )
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{wide} pixels at {width}"] if wide > width else []
    expect(page.get_by_text("Its room is taken by “Opening”")).to_be_visible()
    page.get_by_role("button", name="Add 3 sessions").click()

    expect(page.get_by_text("3 sessions are added.")).to_be_visible()
    expect(page.get_by_role("link", name="Glaciers")).to_be_visible()
    assert found == []
    late = Session.objects.get(title__contains="Reception")
    assert late.day == conference.starts_on
    assert Session.objects.get(title__contains="Rivers").room is None
