"""Staff roles: offered, accepted by whoever is to hold them, taken away."""

import pytest

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, StaffInvitation, StaffRole, User
from conference.permissions import GRANTS, PERMISSIONS, roles_granted_by
from conference.services import staff
from delegates.models import Delegate
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.races import while_uncommitted


@pytest.fixture
def organizer() -> StaffRole:
    return StaffRoleFactory(role=Role.ORGANIZER)


def invited(organizer: StaffRole, **fields: object) -> tuple[StaffInvitation, User]:
    user = UserFactory()
    email = fields.pop("email", user.email)
    return StaffInvitationFactory(
        conference=organizer.conference, email=email, invited_by=organizer.user, **fields
    ), user


def actions() -> list[tuple[str, int | None]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "conference_id"))


# The table


def test_every_role_has_a_row_and_who_grants_any_may_invite() -> None:
    assert set(GRANTS) == set(Role)
    assert {role for role, granted in GRANTS.items() if granted} == {
        role for role, held in PERMISSIONS.items() if "conference.add_staffinvitation" in held
    }
    assert {role for role, granted in GRANTS.items() if granted} == {
        role for role, held in PERMISSIONS.items() if "conference.delete_staffrole" in held
    }


def test_roles_granted_by_several_are_those_of_each() -> None:
    assert roles_granted_by([Role.BADGE_DESK, Role.ORGANIZER]) == frozenset(Role)
    assert roles_granted_by([]) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_role_grants_in_its_conference_what_the_table_says(role: Role) -> None:
    held = StaffRoleFactory(role=role)

    assert staff.grantable(held.user, held.conference) == GRANTS[role]
    assert staff.grantable(held.user, ConferenceFactory()) == frozenset()
    assert staff.grantable(UserFactory(is_superuser=True), held.conference) == frozenset(Role)
    closed = UserFactory(is_superuser=True, is_active=False)
    assert staff.grantable(closed, held.conference) == frozenset()


# Offered


def test_invited_user_may_do_nothing_before_accepting(organizer: StaffRole) -> None:
    user = UserFactory()
    DelegateFactory(delegation__conference=organizer.conference)

    staff.invite(
        conference=organizer.conference,
        email=user.email.upper(),
        role=Role.ORGANIZER,
        by=organizer.user,
        at=AT,
    )

    assert not user.is_staff
    assert not user.has_perm("delegates.view_delegate", organizer.conference)
    assert not Conference.objects.visible_to(user).exists()
    assert not Delegate.objects.visible_to(user).exists()
    (invitation,) = StaffInvitation.objects.for_user(user)
    assert (invitation.email, invitation.invited_at) == (user.email, AT)
    assert actions() == [("staffinvitation.added", organizer.conference.pk)]


def test_only_who_may_grant_the_role_invites_to_it(organizer: StaffRole) -> None:
    elsewhere = StaffRoleFactory(role=Role.ORGANIZER)
    desk = StaffRoleFactory(conference=organizer.conference, role=Role.BADGE_DESK)

    for user in (elsewhere.user, desk.user, UserFactory()):
        with pytest.raises(DomainError, match="does not let you give this one"):
            staff.invite(
                conference=organizer.conference,
                email="nobody@example.org",
                role=Role.DOOR,
                by=user,
                at=AT,
            )
    assert not StaffInvitation.objects.exists()


# Answered


def test_accepted_role_is_held_and_the_invitation_is_gone(organizer: StaffRole) -> None:
    invitation, user = invited(organizer, role=Role.BADGE_DESK)

    role = staff.accept(invitation=invitation, by=user, at=AT)

    assert (role.user, role.conference, role.role) == (
        user,
        organizer.conference,
        Role.BADGE_DESK,
    )
    assert User.objects.get(pk=user.pk).has_perm("badges.add_printjob", organizer.conference)
    assert not StaffInvitation.objects.exists()
    assert actions() == [("staffrole.accepted", organizer.conference.pk)]
    event = AuditEvent.objects.get()
    assert (event.by, event.detail["invited_by"]) == (user, organizer.user.pk)


def test_declined_role_is_not_held_and_the_invitation_is_gone(organizer: StaffRole) -> None:
    invitation, user = invited(organizer)

    staff.decline(invitation=invitation, by=user, at=AT)

    assert not user.staff_roles.exists()
    assert not StaffInvitation.objects.exists()
    assert actions() == [("staffinvitation.declined", organizer.conference.pk)]


@pytest.mark.parametrize("answer", [staff.accept, staff.decline])
def test_nobody_answers_for_somebody_else_or_twice(organizer: StaffRole, answer: object) -> None:
    invitation, user = invited(organizer)

    with pytest.raises(DomainError, match="taken back or has been answered"):
        answer(invitation=invitation, by=UserFactory(), at=AT)  # type: ignore[operator]
    answer(invitation=invitation, by=user, at=AT)  # type: ignore[operator]
    with pytest.raises(DomainError, match="taken back or has been answered"):
        answer(invitation=invitation, by=user, at=AT)  # type: ignore[operator]


def test_offer_of_somebody_whose_own_role_is_gone_gives_nothing(organizer: StaffRole) -> None:
    invitation, user = invited(organizer)
    StaffRoleFactory(conference=organizer.conference, role=Role.ORGANIZER)
    organizer.delete()

    with pytest.raises(DomainError, match="may no longer give this role"):
        staff.accept(invitation=invitation, by=user, at=AT)

    assert not user.staff_roles.exists()


# Taken away


def test_last_organizer_stays_until_another_has_accepted(organizer: StaffRole) -> None:
    invitation, user = invited(organizer)
    StaffRoleFactory(conference=organizer.conference, role=Role.ORGANIZER, user__is_active=False)

    with pytest.raises(DomainError, match="left without an organizer"):
        staff.take_away(role=organizer, by=organizer.user, at=AT)
    staff.accept(invitation=invitation, by=user, at=AT)
    staff.take_away(role=organizer, by=organizer.user, at=AT)

    assert not organizer.user.staff_roles.exists()


def test_other_roles_go_at_any_time_and_only_by_who_grants_them(organizer: StaffRole) -> None:
    desk = StaffRoleFactory(conference=organizer.conference, role=Role.BADGE_DESK)

    for user in (desk.user, StaffRoleFactory(role=Role.ORGANIZER).user):
        with pytest.raises(DomainError, match="does not let you take this one away"):
            staff.take_away(role=desk, by=user, at=AT)
    staff.take_away(role=desk, by=organizer.user, at=AT)

    assert not desk.user.staff_roles.exists()
    assert actions() == [("staffrole.deleted", organizer.conference.pk)]


def test_account_is_closed_only_where_organizers_remain(organizer: StaffRole) -> None:
    staff.require_organizers_without(UserFactory())

    with pytest.raises(DomainError, match="left without an organizer"):
        staff.require_organizers_without(organizer.user)
    StaffRoleFactory(conference=organizer.conference, role=Role.ORGANIZER)
    staff.require_organizers_without(organizer.user)


@pytest.mark.django_db(transaction=True)
def test_two_organizers_cannot_take_each_other_away() -> None:
    first = StaffRoleFactory(role=Role.ORGANIZER)
    second = StaffRoleFactory(role=Role.ORGANIZER, conference=first.conference)

    with pytest.raises(DomainError, match="left without an organizer"):
        while_uncommitted(
            lambda: staff.take_away(role=second, by=first.user, at=AT),
            lambda: staff.take_away(role=first, by=second.user, at=AT),
        )

    assert list(StaffRole.objects.all()) == [first]


@pytest.mark.django_db(transaction=True)
def test_invitation_is_answered_once_by_two_clicks() -> None:
    invitation, user = invited(StaffRoleFactory(role=Role.ORGANIZER), role=Role.BADGE_DESK)

    with pytest.raises(DomainError, match="taken back or has been answered"):
        while_uncommitted(
            lambda: staff.accept(invitation=invitation, by=user, at=AT),
            lambda: staff.decline(invitation=invitation, by=user, at=AT),
        )

    assert user.staff_roles.count() == 1
