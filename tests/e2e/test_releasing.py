"""From the session that an organizer moves to the delegate who had the agenda open."""

import datetime as dt

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import Conference, StaffRole
from sessions.choices import Audience
from sessions.models import Release, Session
from sessions.services import audiences
from tests.e2e.test_admin import sign_in
from tests.e2e.test_public import PHONE
from tests.factories import AT, RoomFactory, SessionFactory, UserFactory, VenueFactory, words
from tests.releasing import release
from tests.sessions.services.test_schedule_import import WRITTEN_BY_PRETALX

pytestmark = pytest.mark.e2e


@pytest.fixture
def panels(role: StaffRole) -> list[Session]:
    """Two, at nine and at eleven where the conference is, which readers know."""
    conference = role.conference
    Conference.objects.filter(pk=conference.pk).update(languages=["en"])
    venue = VenueFactory(conference=conference, name=words("National Library"), is_main=True)
    found = []
    for title, hour in (("Water", 9), ("Energy", 11)):
        start = dt.datetime(2018, 5, 3, hour, tzinfo=conference.zone)
        session: Session = SessionFactory(
            conference=conference,
            title=words(title),
            kind="panel",
            room=RoomFactory(venue=venue, name=words(f"Hall {hour}")),
            starts_at=start,
            ends_at=start + dt.timedelta(hours=1),
        )
        found.append(session)
    release(*found)
    return found


def subscribed(page_url: str, browser: Browser) -> dict[str, tuple[int, str]]:
    """Of the calendar, as a program that subscribed to it reads it: number and start of each."""
    page = browser.new_page()
    content = page.request.get(f"{page_url}agenda.ics").body()
    page.close()
    events = Calendar.from_ical(content).walk("VEVENT")
    return {
        str(event["SUMMARY"]): (int(event["SEQUENCE"]), f"{event['DTSTART'].dt:%H:%M}")
        for event in events
    }


def test_one_session_is_moved_and_released_alone(
    browser: Browser, live_server: LiveServer, role: StaffRole, panels: list[Session]
) -> None:
    home = f"{live_server.url}/en/{role.conference.slug}/"
    delegate = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    delegate.goto(f"{home}agenda/day/2018-05-03/")
    before = subscribed(home, browser)
    # Another is changed, too, and is to wait.
    Session.objects.filter(pk=panels[1].pk).update(title=words("Energy and cities"))
    officer = browser.new_page()
    sign_in(officer, live_server, role)
    change = admin_url(role.conference, "agenda_session_change", panels[0].pk)
    officer.goto(f"{live_server.url}{change}")

    officer.locator("[name=starts_at_1]").fill("09:30")
    officer.locator("[name=ends_at_1]").fill("10:30")
    officer.get_by_role("button", name="Save", exact=True).click()
    officer.get_by_role("link", name="Release", exact=True).click()
    expect(officer.get_by_text("Moved to 09:30–10:30 from 09:00–10:00")).to_be_visible()
    for title in officer.get_by_role("checkbox").all():
        title.uncheck()
    officer.get_by_label("Water").check()
    officer.get_by_label("Name").fill("Water moves")
    officer.get_by_role("button", name="Release", exact=True).click()
    expect(officer.get_by_text("Release 2: Water moves is what readers see")).to_be_visible()
    delegate.reload()

    rows = delegate.locator(".slot").all_inner_texts()
    assert [" ".join(row.split())[:11] for row in rows] == ["09:30 to 10", "11:00 to 12"]
    expect(delegate.get_by_role("link", name="Energy", exact=True)).to_be_visible()
    assert before == {"Water": (0, "09:00"), "Energy": (0, "11:00")}
    assert subscribed(home, browser) == {"Water": (1, "09:30"), "Energy": (0, "11:00")}
    officer.close()
    delegate.close()


def test_of_a_closed_session_time_room_and_the_word_are_left(
    browser: Browser, live_server: LiveServer, role: StaffRole, panels: list[Session]
) -> None:
    audiences.decide(sessions=[panels[0]], audience=Audience.CLOSED, by=UserFactory(), at=AT)
    home = f"{live_server.url}/en/{role.conference.slug}/"
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]

    for path in ("", "agenda/", "agenda/day/2018-05-03/", f"agenda/{panels[0].code}/"):
        page.goto(f"{home}{path}")
        assert "Water" not in page.content()
    files = ("agenda.ics", "schedule.xml", "schedule.json", "releases.atom")
    paths = [f"agenda/{name}" for name in files[1:]] + [files[0]]
    answers = [page.request.get(f"{home}{path}").text() for path in paths]

    assert not any("Water" in answer for answer in answers)
    main = " ".join(page.locator("main").inner_text().split())
    assert all(said in main for said in ("Closed", "09:00", "Hall 9", "National Library"))
    page.close()


def test_schedule_that_pretalx_itself_wrote_comes_in(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    VenueFactory(conference=role.conference, is_main=True)
    Session.objects.all().delete()
    page = browser.new_page()
    sign_in(page, live_server, role)
    page.goto(live_server.url + admin_url(role.conference, "agenda_session_changelist"))

    page.get_by_role("link", name="Import a schedule").click()
    page.get_by_label("File").set_input_files(WRITTEN_BY_PRETALX)
    page.get_by_label("Add missing rooms").check()
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Add 8 sessions").click()

    expect(page.get_by_text("8 sessions are added.")).to_be_visible()
    assert Session.objects.count() == 8
    assert not Release.objects.exists()
    page.close()
