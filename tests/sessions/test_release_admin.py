"""The page that releases, and those that say what was."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from sessions.choices import Audience
from sessions.models import Release, Session, SessionVersion
from sessions.services import audiences
from tests.factories import (
    AT,
    AudienceGroupFactory,
    ConferenceFactory,
    SessionFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import HERE, here
from tests.releasing import release

ADD = here("agenda_release_add")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE, languages=["en"])


@pytest.fixture
def officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_only_what_is_chosen_is_released(officer: Client, conference: Conference) -> None:
    first = SessionFactory(conference=conference, title=words("Water"))
    other = SessionFactory(conference=conference, title=words("Fire"))
    page = text(officer, ADD)

    answer = officer.post(
        ADD, {"after": 0, "session": [first.code], "name": "Day one"}, follow=True
    )

    assert page.count(" checked>") == 2
    assert "Release 1: Day one is what readers see from now on." in answer.content.decode()
    agenda = text(Client(), f"/en/{HERE}/agenda/")
    assert ("Water" in agenda, "Fire" in agenda) == (True, False)
    assert text(officer, ADD).count(' name="session"') == 1
    assert text(officer, f"{ADD}?session={other.code}").count(" checked>") == 1


def test_change_is_said_before_it_is_released_and_afterwards(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, title=words("Water"), is_released=True)
    Session.objects.update(ends_at=session.ends_at.replace(minute=30))
    said = "Moved to 09:00–10:30 from 09:00–10:00"

    before = text(officer, ADD)
    made = release(session)
    record = text(officer, here("agenda_release_change", made.pk))

    assert (said in before, said in record) == (True, True)
    assert "nothing has changed since the current release" in text(officer, ADD)


def test_release_made_meanwhile_is_told_and_nothing_is_lost(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, is_released=True)
    Session.objects.update(title=words("Fire"))

    answer = officer.post(ADD, {"after": 0, "session": [session.code], "name": "Again"})

    assert "Another release was made meanwhile" in answer.content.decode()
    assert 'value="Again"' in answer.content.decode()
    assert Release.objects.count() == 1


def test_preview_shows_each_audience_what_it_would_read(
    officer: Client, conference: Conference
) -> None:
    titles = {
        audience: SessionFactory(
            conference=conference, title=words(f"Session {audience}"), audience=audience
        )
        for audience in Audience
    }
    group = AudienceGroupFactory(session=titles[Audience.GROUPS])
    codes = [session.code for session in titles.values()]

    def seen(audience: str) -> set[str]:
        sent = {"audience": audience, "session": codes}
        page = officer.post(here("agenda_release_preview"), sent).content.decode()
        return {value for value in Audience.values if f"Session {value}" in page}

    assert seen("everybody") == {"public"}
    assert seen("delegates") == {"public", "delegates"}
    assert seen(f"kind-{group.kind_id}") == {"public", "delegates", "groups"}
    assert officer.post(here("agenda_release_preview"), {"audience": "x"}).status_code == 404
    assert not SessionVersion.objects.exists()


def test_title_of_a_closed_session_is_in_no_release(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, title=words("Secret"))
    made = release(session)
    audiences.decide(session=session, audience=Audience.CLOSED, by=UserFactory(), at=AT)

    assert "Secret" not in text(officer, here("agenda_release_change", made.pk))


def test_who_only_reads_the_programme_releases_nothing(
    conference: Conference, client: Client
) -> None:
    session = SessionFactory(conference=conference)
    role = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK)
    client.force_login(role.user)

    assert client.post(ADD, {"after": 0, "session": [session.code]}).status_code in {403, 404}
    assert not Release.objects.exists()
