"""A draft is read by whoever works for it, marked as a preview, and by nobody else ever."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configuration
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from conference.addresses import admin_url
from conference.choices import ConferenceState, Role
from conference.models import Conference
from sessions.models import Session
from tests.factories import ConferenceFactory, SessionFactory, StaffRoleFactory, UserFactory

MARK = "Preview: only people who work for the conference see this."
HOME = "/en/dushanbe-2030/"


@pytest.fixture
def draft() -> Conference:
    conference: Conference = ConferenceFactory(slug="dushanbe-2030", state=ConferenceState.DRAFT)
    conference.logo.save("logo.png", ContentFile(b"png"))
    return conference


@pytest.fixture
def session(draft: Conference) -> Session:
    made: Session = SessionFactory(conference=draft, is_released=True)
    return made


@pytest.fixture
def staff(draft: Conference) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=draft, role=Role.DOOR).user)
    return client


def pages(session: Session) -> list[str]:
    return [HOME, f"{HOME}agenda/", f"{HOME}agenda/{session.code}/"]


def files(session: Session) -> list[str]:
    return [f"{HOME}agenda.ics", f"{HOME}agenda/{session.code}.ics"]


LOGO = "/assets/logos/dushanbe-2030/"


def test_staff_of_a_draft_reads_its_pages_marked_and_kept_by_no_cache(
    staff: Client, session: Session
) -> None:
    for url in pages(session):
        page = staff.get(url)

        assert page.status_code == 200, url
        assert MARK in page.content.decode(), url
        assert ".ics" not in page.content.decode(), url
    for url in [*pages(session), LOGO]:
        page = staff.get(url)
        assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store"), url
        assert not page.has_header("ETag"), url
        assert not page.has_header("Last-Modified"), url
        assert "Cookie" in page["Vary"], url


@pytest.mark.parametrize(("role", "leads_back"), [(Role.ORGANIZER, True), (Role.DOOR, False)])
def test_preview_leads_back_to_the_work_where_there_is_some(
    client: Client, session: Session, role: Role, leads_back: bool
) -> None:
    client.force_login(StaffRoleFactory(conference=session.conference, role=role).user)

    for url in pages(session):
        page = client.get(url).content.decode()

        assert (f'<a href="{admin_url(session.conference, "index")}">' in page) is leads_back


def test_preview_shows_what_readers_will_see_and_no_draft_session(
    staff: Client, draft: Conference, session: Session
) -> None:
    hidden = SessionFactory(conference=draft)

    assert staff.get(f"{HOME}agenda/{hidden.code}/").status_code == 404
    shown = [
        entry.code
        for day in staff.get(f"{HOME}agenda/").context["programme"]
        for slot in day.slots
        for entry in slot.entries
    ]
    assert shown == [session.code]


def test_files_and_feeds_exist_once_the_conference_is_open(
    staff: Client, draft: Conference, session: Session
) -> None:
    assert {staff.get(url).status_code for url in files(session)} == {404}
    Conference.objects.update(state=ConferenceState.OPEN)
    assert {staff.get(url).status_code for url in files(session)} == {200}


def test_for_everybody_else_a_draft_answers_like_no_conference(
    draft: Conference, session: Session
) -> None:
    elsewhere = StaffRoleFactory(role=Role.ORGANIZER).user
    closed = StaffRoleFactory(conference=draft, user__is_active=False).user
    for user in (None, UserFactory(), UserFactory(may_make_conferences=True), elsewhere, closed):
        client = Client()
        if user is not None:
            client.force_login(user)
        for url in [*pages(session), *files(session), LOGO]:
            hidden = client.get(url)
            missing = client.get(url.replace("dushanbe-2030", "nowhere-2030"))

            assert hidden.status_code == 404
            assert told(hidden, "dushanbe-2030") == told(missing, "nowhere-2030"), url


def told(response: Any, slug: str) -> tuple[str, dict[str, str]]:
    """What can be told from outside; one-time tokens and the asked slug left out."""
    headers = {
        name: value
        for name, value in response.items()
        if name not in {"Content-Security-Policy", "X-Request-ID"}
    }
    return response.content.decode().replace(slug, ""), headers


def test_what_a_shared_cache_saw_of_a_preview_is_served_to_nobody(
    staff: Client, session: Session, settings: Settings, tmp_path: Path
) -> None:
    """A cache before the site, as Django's own is: it keeps what the headers let it keep."""
    settings.CACHES = {
        **configuration.CACHES,
        "shared": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        },
    }
    settings.CACHE_MIDDLEWARE_ALIAS = "shared"
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *configuration.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    caches["shared"].clear()
    reader = Client()

    for url in [*pages(session), LOGO]:
        assert staff.get(url).status_code == 200
        assert list(tmp_path.iterdir()) == []
        assert reader.get(url).status_code == 404
        caches["shared"].clear()


def test_whoever_saw_the_preview_gets_the_open_page_anew(staff: Client, session: Session) -> None:
    preview = staff.get(HOME)
    Conference.objects.update(state=ConferenceState.OPEN)

    page = staff.get(HOME, headers={"If-None-Match": preview.get("ETag", '"x"')})

    assert page.status_code == 200
    assert MARK not in page.content.decode()
    assert page.has_header("ETag")
