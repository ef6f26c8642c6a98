"""Who may know of a session."""

import pytest

from conference.choices import ConferenceState
from delegates.choices import Accreditation
from delegates.models import Delegate
from sessions.choices import Audience
from sessions.models import Session, SessionVersion
from tests.factories import (
    AT,
    AudienceGroupFactory,
    CategoryFactory,
    DelegateFactory,
    DelegationKindFactory,
    SessionFactory,
    SessionInvitationFactory,
    SessionPartFactory,
    UserFactory,
)


@pytest.fixture
def delegate() -> Delegate:
    found: Delegate = DelegateFactory()
    found.category = CategoryFactory(conference=found.conference)
    found.save()
    return found


def session(delegate: Delegate, audience: Audience, **fields: object) -> Session:
    published = {"is_released": True}
    conference = delegate.conference
    return SessionFactory(conference=conference, audience=audience, **{**published, **fields})


def of_each(
    delegate: Delegate,
    knows: bool,
    *,
    groups: Audience = Audience.GROUPS,
    invitation: Audience = Audience.INVITATION,
) -> dict[str, Session]:
    """Sessions that are for the delegate, or the same for others."""
    kind = DelegationKindFactory(conference=delegate.conference, code="observer_state")
    other = DelegateFactory(delegation__conference=delegate.conference, delegation__kind=kind)
    other.category = CategoryFactory(conference=delegate.conference)
    other.save()
    whose = delegate if knows else other
    kinds, categories = (session(delegate, groups) for _ in range(2))
    AudienceGroupFactory(session=kinds, kind=whose.delegation.kind)
    AudienceGroupFactory(session=categories, kind=None, category=whose.category)
    invited, led = (session(delegate, invitation) for _ in range(2))
    SessionInvitationFactory(session=invited, delegate=whose)
    SessionPartFactory(session=led, delegate=whose)
    return {"kinds": kinds, "categories": categories, "invited": invited, "led": led}


def known(delegate: Delegate) -> set[Session]:
    told = SessionVersion.objects.open_to(Delegate.objects.filter(pk=delegate.pk))
    return {row.session for row in told}


def test_delegate_knows_of_what_is_public_closed_or_theirs(delegate: Delegate) -> None:
    shown = {session(delegate, audience) for audience in (Audience.PUBLIC, Audience.CLOSED)}
    theirs = {session(delegate, Audience.DELEGATES), *of_each(delegate, knows=True).values()}
    of_each(delegate, knows=False)
    session(delegate, Audience.GROUPS)

    assert known(delegate) == shown | theirs
    assert {row.session for row in SessionVersion.objects.public()} == shown


def test_groups_and_invitations_count_for_their_audience_alone(delegate: Delegate) -> None:
    of_each(delegate, knows=True, groups=Audience.INVITATION, invitation=Audience.GROUPS)

    assert [found.parts.count() for found in known(delegate)] == [1]


@pytest.mark.parametrize("reason", ["rejected", "withdrawn", "elsewhere"])
def test_who_does_not_attend_knows_of_nothing_that_is_for_some(
    delegate: Delegate, reason: str
) -> None:
    session(delegate, Audience.DELEGATES)
    of_each(delegate, knows=True)
    if reason == "elsewhere":
        delegate = DelegateFactory()
    else:
        Delegate.objects.filter(pk=delegate.pk).update(
            accreditation=Accreditation(reason), decided_at=AT, decided_by=UserFactory()
        )

    assert known(delegate) == set()


def test_nothing_is_known_of_a_conference_that_is_not_open(delegate: Delegate) -> None:
    session(delegate, Audience.DELEGATES)
    type(delegate.conference).objects.update(state=ConferenceState.DRAFT)

    assert known(delegate) == set()
