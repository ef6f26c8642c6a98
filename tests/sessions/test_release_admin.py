"""The page that releases, and those that say what was."""

import datetime as dt
import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.models import Delegate
from delegates.services.review import accreditation
from sessions.choices import Audience
from sessions.models import Release, Session, SessionVersion
from sessions.releases import reading
from sessions.services import audiences
from tests.factories import (
    AT,
    AudienceGroupFactory,
    ConferenceFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionInvitationFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import HERE, here
from tests.page_forms import form_values
from tests.releasing import release

PERSON = {
    "parts-TOTAL_FORMS": "1",
    "parts-0-part": "speaker",
    "parts-0-name": "Prof. Somebody",
    "parts-0-order": "1",
}
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
        ADD,
        form_values(officer.get(ADD).content.decode(), "release")
        | {"session": [first.code], "name": ["Day one"]},
        follow=True,
    )

    assert page.count(" checked>") == 2
    assert "Release 1: Day one is what readers see from now on." in answer.content.decode()
    agenda = text(Client(), f"/en/{HERE}/agenda/")
    assert ("Water" in agenda, "Fire" in agenda) == (True, False)
    assert text(officer, ADD).count(' name="session"') == 1
    assert text(officer, f"{ADD}?session={other.code}").count(" checked>") == 1


def test_name_that_turns_words_round_is_refused_and_nothing_released(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference)

    answer = officer.post(ADD, {"after": 0, "session": [session.code], "name": "Day\u202e one"})

    assert "Contains a hidden direction control (U+202E)" in answer.content.decode()
    assert not Release.objects.exists()


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

    assert "Another release was made since you opened this page" in answer.content.decode()
    assert 'value="Again"' in answer.content.decode()
    assert Release.objects.count() == 1


def test_what_was_changed_since_it_was_looked_at_is_not_released(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, title=words("Water"))
    sent = form_values(officer.get(ADD).content.decode(), "release")
    Session.objects.update(title=words("Fire"))

    answer = officer.post(ADD, sent).content.decode()
    again = officer.post(ADD, form_values(answer, "release"), follow=True).content.decode()

    assert "“Fire” was changed since you opened this page." in unescape(answer)
    assert "Release 1 is what readers see from now on." in again
    assert session.code in reading.current(conference)[0].code


def test_list_says_what_readers_know_otherwise(officer: Client, conference: Conference) -> None:
    told, moved, led, new = (
        SessionFactory(conference=conference, title=words(title)) for title in "TMLN"
    )
    release(told, moved, led, at=timezone.now())
    for row, data in ((moved, {"expected": "50"}), (moved, {"title_0": "Moved"}), (led, PERSON)):
        page = here("agenda_session_change", row.pk)
        values = form_values(officer.get(page).content.decode(), "session_form")
        officer.post(page, values | data)
    shown = text(officer, here("agenda_session_changelist"))
    filtered = {
        value: set(
            officer.get(f"{here('agenda_session_changelist')}?told={value}").context["cl"].queryset
        )
        for value in ("yes", "changed", "no")
    }

    assert shown.count("Release 1; changed since") == 2
    assert filtered == {"yes": {told, moved, led}, "changed": {moved, led}, "no": {new}}
    assert "Release 1; changed since" in text(officer, here("agenda_session_change", led.pk))


def test_what_asks_for_a_second_look_is_what_its_number_leads_to(
    officer: Client, conference: Conference
) -> None:
    day = dt.timedelta(days=1)
    odd = SessionFactory(conference=conference)
    Session.objects.update(starts_at=odd.starts_at + 99 * day, ends_at=odd.ends_at + 99 * day)
    room = RoomFactory(venue__conference=conference)
    chaired = SessionPartFactory(
        session__conference=conference, session__room=room, part="chair"
    ).session

    page = text(officer, ADD)
    found = officer.get(f"{here('agenda_session_changelist')}?lacks=anything").context["cl"]

    assert "1 session asks for a second look." in page
    assert "?lacks=anything" in page
    assert (set(found.queryset), chaired in found.queryset) == ({odd}, False)


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
    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)

    assert "Secret" not in text(officer, here("agenda_release_change", made.pk))


def test_who_only_reads_the_programme_releases_nothing(
    conference: Conference, client: Client
) -> None:
    session = SessionFactory(conference=conference)
    role = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK)
    client.force_login(role.user)

    assert client.post(ADD, {"after": 0, "session": [session.code]}).status_code in {403, 404}
    assert not Release.objects.exists()


def test_whom_a_release_concerns_is_listed_with_where_to_write(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, title=words("Water"))
    for name in ("Rahimova", "Gone"):
        delegate = DelegateFactory(
            delegation__conference=conference, family_name=name, email=f"{name}@example.org"
        )
        SessionPartFactory(session=session, delegate=delegate, part="chair")
    SessionOrganizerFactory(session=session, delegation__name=words("World Bank"))
    made = release(session)
    accreditation.withdraw(delegate=delegate, reason="Ill", by=UserFactory(), at=AT)

    assert concerned(officer, made) == [
        ["Water", "New", delegate_named("Rahimova") + " RAHIMOVA", "Chair",
         str(Delegate.objects.get(family_name="Rahimova").delegation), "Rahimova@example.org"],
        ["Water", "New", "", "Organizer", "World Bank", ""],
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="release.concerned_exported").exists()


def concerned(client: Client, made: Release) -> list[list[Any]]:
    """The rows of the workbook, without when."""
    answer = client.get(here("agenda_release_concerned", made.pk))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    return [row[1:] for row in book.get_sheet_by_index(0).to_python()[1:]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("is_closed_before", [True, False])
def test_closed_session_concerns_who_takes_part_in_it(
    officer: Client,
    conference: Conference,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
    is_closed_before: bool,
) -> None:
    rahimova, gone = (
        DelegateFactory(delegation__conference=conference, family_name=name)
        for name in ("Rahimova", "Gone")
    )
    sessions = [SessionFactory(conference=conference) for _ in range(number)]
    for session in sessions:
        for delegate in (rahimova, gone):
            SessionPartFactory(session=session, delegate=delegate, part="chair")
        SessionOrganizerFactory(session=session, delegation__name=words("World Bank"))
    Session.objects.update(audience=Audience.CLOSED if is_closed_before else Audience.PUBLIC)
    release(*sessions)
    accreditation.withdraw(delegate=gone, reason="Ill", by=UserFactory(), at=AT)
    later = sessions[0].ends_at + dt.timedelta(hours=1)
    Session.objects.update(audience=Audience.CLOSED, ends_at=later)
    made = release(*sessions)

    with django_assert_num_queries(11):
        rows = concerned(officer, made)

    of_one = [
        ["Closed", "RAHIMOVA", "Chair", str(rahimova.delegation)],
        ["Closed", "", "Organizer", "World Bank"],
    ]
    told = [[row[0], row[2].rpartition(" ")[2], row[3], row[4]] for row in rows]
    assert told == of_one * number


@pytest.mark.parametrize(
    ("audience", "is_told"),
    [(audience, audience == Audience.INVITATION) for audience in Audience],
)
def test_invitation_concerns_as_long_as_the_session_is_by_invitation(
    officer: Client, conference: Conference, audience: Audience, is_told: bool
) -> None:
    session = SessionFactory(conference=conference, audience=audience)
    SessionInvitationFactory(session=session)

    rows = concerned(officer, release(session))

    assert [row[3] for row in rows] == (["Invited"] if is_told else [])


def test_end_of_a_session_by_invitation_concerns_who_was_invited(
    officer: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference, audience=Audience.INVITATION)
    SessionInvitationFactory(session=session)
    release(session)
    Session.objects.update(audience=Audience.DELEGATES)

    assert [row[3] for row in concerned(officer, release(session))] == ["Invited"]


def delegate_named(family_name: str) -> str:
    return str(Delegate.objects.get(family_name=family_name).given_name)


def test_feed_tells_what_each_release_changed_and_nothing_of_what_is_hidden(
    conference: Conference, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = SessionFactory(conference=conference, title=words("Water"))
    hidden = SessionFactory(
        conference=conference, title=words("Secret"), audience=Audience.DELEGATES
    )
    feed = f"/en/{HERE}/agenda/releases.atom"
    before = Client().get(feed).status_code
    release(session, hidden)
    for minute in (30, 45):
        Session.objects.update(ends_at=session.ends_at.replace(minute=minute))
        release(session, hidden)

    with django_assert_num_queries(3):
        page = Client().get(feed).content.decode()

    titles = re.findall("<title>(.*?)</title>", page)[1:]
    assert (before, titles) == (404, ["Release 3", "Release 2", "Release 1"])
    assert re.findall("<summary[^>]*>(.*?)</summary>", page) == [
        "Thursday 3 May, 09:00–10:45, Water: Moved to 09:00–10:45 from 09:00–10:30",
        "Thursday 3 May, 09:00–10:30, Water: Moved to 09:00–10:30 from 09:00–10:00",
        "Thursday 3 May, 09:00–10:00, Water: New",
    ]
    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)
    assert "Water" not in Client().get(feed).content.decode()
