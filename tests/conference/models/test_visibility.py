"""Who sees the rows of a conference, by the one question that every page starts with."""

import pytest

from conference.choices import Role
from conference.models import AuditEvent, Conference, StaffRole, User, Venue
from tests.factories import AT, ConferenceFactory, StaffRoleFactory, UserFactory, VenueFactory


@pytest.fixture
def conference() -> Conference:
    """With a venue, and another conference with one beside it."""
    VenueFactory()
    venue: Venue = VenueFactory()
    conference: Conference = venue.conference
    return conference


def with_role(conference: Conference, role: Role, **fields: object) -> User:
    user: User = UserFactory(**fields)
    StaffRoleFactory(conference=conference, role=role, user=user)
    return user


def test_role_opens_its_own_conference_and_no_other(conference: Conference) -> None:
    user = with_role(conference, Role.PROGRAMME_OFFICER)

    assert [venue.conference for venue in Venue.objects.visible_to(user)] == [conference]


def test_role_that_does_not_hold_the_permission_opens_nothing(conference: Conference) -> None:
    user = with_role(conference, Role.DOOR)

    assert not Venue.objects.visible_to(user).exists()


def test_administrator_sees_every_conference(conference: Conference) -> None:
    assert Venue.objects.visible_to(UserFactory(is_superuser=True)).count() == 2


@pytest.mark.parametrize("is_superuser", [True, False])
def test_account_that_is_closed_sees_nothing_whatever_it_held(
    conference: Conference, *, is_superuser: bool
) -> None:
    user = with_role(conference, Role.ORGANIZER, is_active=False, is_superuser=is_superuser)

    assert not Venue.objects.visible_to(user).exists()
    assert not StaffRole.objects.visible_to(user).exists()
    assert user.administers == []


def test_staff_is_seen_by_whoever_may_see_it_there(conference: Conference) -> None:
    organizer = with_role(conference, Role.ORGANIZER)
    desk = with_role(conference, Role.BADGE_DESK)
    StaffRoleFactory()

    assert set(StaffRole.objects.visible_to(organizer)) == set(conference.staff_roles.all())
    assert not StaffRole.objects.visible_to(desk).exists()
    assert StaffRole.objects.visible_to(UserFactory(is_superuser=True)).count() == 3


def test_event_of_no_conference_is_the_administrators() -> None:
    event = AuditEvent.objects.create(at=AT, action="user.changed")
    organizer = with_role(ConferenceFactory(), Role.ORGANIZER)

    assert list(AuditEvent.objects.visible_to(UserFactory(is_superuser=True))) == [event]
    assert not AuditEvent.objects.visible_to(organizer).exists()
