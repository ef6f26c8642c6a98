"""For whom a session is: chosen for a new one, then decided on a page that says what follows."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference
from sessions.choices import Audience
from sessions.models import Session
from sessions.services import audiences
from tests.deciding import decided, effects
from tests.factories import (
    AT,
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationKindFactory,
    SessionFactory,
    SessionInvitationFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import HERE, here

LIST = here("agenda_session_changelist")
EMPTIED = (
    "Readers see time, room and the word “closed” in its place: its title, people and description"
    " are on no page and in no calendar."
)
ANNOUNCED = "With the next release everybody sees when and where it takes place, though not what."


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE, languages=["en"])


@pytest.fixture
def programme_officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


@pytest.fixture
def session(conference: Conference) -> Session:
    return SessionFactory(
        conference=conference,
        title=words("Drafting group"),
        is_released=True,
    )


def address(session: Session) -> str:
    return here("agenda_session_decide", session.pk, "audience")


def test_narrowing_says_what_readers_lose_before_it_happens(
    programme_officer: Client, session: Session
) -> None:
    kind = DelegationKindFactory(
        conference=session.conference, code="observer_state", name=words("Observers")
    )
    DelegateFactory(delegation__conference=session.conference, delegation__kind=kind)
    chosen = {"audience": Audience.GROUPS.value, "kinds": [kind.pk]}

    said = decided(programme_officer, address(session), **chosen)
    session.refresh_from_db()
    before = session.audience
    done = programme_officer.post(
        address(session), {**chosen, "read": said.context["promise"]}, follow=True
    )

    session.refresh_from_db()
    assert effects(said) == [
        "Readers no longer find it: its page, links and calendar entries no longer work.",
        "At present 1 delegate belongs to its audience.",
    ]
    assert (before, session.audience) == ("public", "groups")
    assert "Named groups: Observers" in done.content.decode()
    event = AuditEvent.objects.get(action="session.audience_decided")
    assert (event.fields, event.detail["from"], event.detail["to"]) == (
        ["audience"], "public", "groups",
    )  # fmt: skip
    assert programme_officer.get(f"/en/{HERE}/agenda/{session.code}/").status_code == 404


@pytest.mark.parametrize(
    ("former", "audience", "follows"),
    [
        (
            "public",
            "closed",
            [EMPTIED],
        ),
        (
            "invitation",
            "closed",
            [ANNOUNCED],
        ),
        (
            "closed",
            "public",
            ["With the next release everybody reads its title, people and description."],
        ),
        (
            "closed",
            "invitation",
            ["Readers no longer find it: its page, links and calendar entries no longer work.",
             "Whom you invite is named on the session’s page afterwards."],
        ),
    ],
)  # fmt: skip
def test_each_change_says_what_readers_notice(
    programme_officer: Client, session: Session, former: str, audience: str, follows: list[str]
) -> None:
    if former != "public":
        audiences.decide(sessions=[session], audience=Audience(former), by=UserFactory(), at=AT)
    session.refresh_from_db()

    assert effects(decided(programme_officer, address(session), audience=audience)) == follows


def test_groups_are_named_or_nothing_is_decided(
    programme_officer: Client, session: Session
) -> None:
    CategoryFactory(conference=session.conference)

    answer = decided(programme_officer, address(session), audience="groups", kinds=[])

    session.refresh_from_db()
    assert "Name at least one kind of delegations or one category." in answer.content.decode()
    assert session.audience == Audience.PUBLIC


def test_page_of_a_session_asks_whom_to_invite_where_it_is_by_invitation(
    programme_officer: Client, session: Session
) -> None:
    page = f"{LIST}{session.pk}/change/"
    before = programme_officer.get(page).content.decode()
    Session.objects.update(audience=Audience.INVITATION)
    SessionInvitationFactory(session=session)

    after = programme_officer.get(page).content.decode()

    assert ("invitations-TOTAL_FORMS" in before, "invitations-TOTAL_FORMS" in after) == (
        False, True,
    )  # fmt: skip
    assert "By invitation: 1 delegate is invited" in after
    assert "it has no public page" in after
