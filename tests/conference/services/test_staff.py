"""Staff roles: offered, accepted by whoever is to hold them, taken away."""

import datetime as dt
import re
from collections.abc import Callable

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

PASSWORD = "a long enough password"


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
        roles=[Role.ORGANIZER],
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
                roles=[Role.DOOR],
                by=user,
                at=AT,
            )
    assert not StaffInvitation.objects.exists()


@pytest.fixture
def offer(organizer: StaffRole) -> StaffInvitation:
    """The first of two, to somebody without an account."""
    first, _second = staff.invite(
        conference=organizer.conference,
        name="Nilufar Namuna",
        email="nilufar@example.org",
        roles=[Role.BADGE_DESK, Role.PROGRAMME_OFFICER],
        by=organizer.user,
        at=AT,
    )
    return first


def test_roles_that_are_offered_at_once_share_a_code_that_is_stored_nowhere(
    offer: StaffInvitation, organizer: StaffRole
) -> None:
    (later,) = staff.invite(
        conference=organizer.conference,
        email="Nilufar@example.org",
        roles=[Role.DOOR],
        by=organizer.user,
        at=AT,
    )
    (other,) = staff.invite(
        conference=organizer.conference,
        email="other@example.org",
        roles=[Role.DOOR],
        by=organizer.user,
        at=AT,
    )

    assert later.code == offer.code != other.code
    assert re.fullmatch(r"([0-9a-z]{4}-){4}[0-9a-z]{4}", offer.code)
    stored = [str(value) for row in StaffInvitation.objects.values() for value in row.values()]
    assert not [value for value in stored if offer.code.replace("-", "")[:8] in value]


def take_up(code: str, at: dt.datetime = AT) -> User | None:
    return staff.join(code=code, name="Nilufar Namuna", password=PASSWORD, language="tg", at=at)


@pytest.mark.parametrize("written", [str, str.upper, lambda code: code.replace("-", " ")])
def test_code_makes_an_account_that_holds_what_was_offered(
    offer: StaffInvitation, written: Callable[[str], str]
) -> None:
    user = take_up(written(offer.code))

    assert user
    assert (user.email, user.name, user.language) == ("nilufar@example.org", "Nilufar Namuna", "tg")
    assert user.check_password(PASSWORD)
    held = set(user.staff_roles.values_list("role", flat=True))
    assert held == {Role.BADGE_DESK, Role.PROGRAMME_OFFICER}
    assert not StaffInvitation.objects.exists()
    joined = AuditEvent.objects.get(action="user.joined")
    assert joined.detail == {"invited_by": [offer.invited_by_id]}


def test_code_works_once_for_two_weeks_and_never_for_an_account(offer: StaffInvitation) -> None:
    with pytest.raises(DomainError, match="more than two weeks old"):
        take_up(offer.code, at=AT + dt.timedelta(days=14))
    with pytest.raises(DomainError, match="This code is unknown"):
        take_up(offer.code[:-1])
    user = User.objects.create_user("NILUFAR@example.org", "the password of before")
    assert take_up(offer.code) is None
    user.refresh_from_db()
    assert user.check_password("the password of before")
    assert not user.staff_roles.exists()
    user.delete()

    assert take_up(offer.code)
    with pytest.raises(DomainError, match="has been used"):
        take_up(offer.code)


def test_code_of_what_nobody_offers_any_more_makes_no_account(
    offer: StaffInvitation, organizer: StaffRole
) -> None:
    StaffRoleFactory(conference=organizer.conference, role=Role.ORGANIZER)
    organizer.delete()

    with pytest.raises(DomainError, match="may no longer give this role"):
        take_up(offer.code)

    assert not User.objects.filter(email=offer.email).exists()


def test_former_invitation_without_a_code_is_found_by_none() -> None:
    StaffInvitationFactory()

    with pytest.raises(DomainError, match="This code is unknown"):
        take_up("")


# Answered


def test_role_is_not_offered_to_an_address_that_looks_alike_in_capitals() -> None:
    StaffInvitationFactory(email="ada@ministry.example")

    assert not StaffInvitation.objects.for_user(UserFactory(email="ada@mınistry.example")).exists()
    assert StaffInvitation.objects.for_user(UserFactory(email="ada@ministry.example")).exists()


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

    with pytest.raises(DomainError, match="withdrawn or answered"):
        answer(invitation=invitation, by=UserFactory(), at=AT)  # type: ignore[operator]
    answer(invitation=invitation, by=user, at=AT)  # type: ignore[operator]
    with pytest.raises(DomainError, match="withdrawn or answered"):
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
        with pytest.raises(DomainError, match="does not let you remove this one"):
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

    with pytest.raises(DomainError, match="withdrawn or answered"):
        while_uncommitted(
            lambda: staff.accept(invitation=invitation, by=user, at=AT),
            lambda: staff.decline(invitation=invitation, by=user, at=AT),
        )

    assert user.staff_roles.count() == 1


def test_account_made_by_a_code_read_off_a_page_takes_no_role_elsewhere() -> None:
    wanted, own = (StaffRoleFactory(role=Role.ORGANIZER) for _ in range(2))
    for held in (wanted, own):
        staff.invite(
            conference=held.conference,
            email="ada@ministry.example",
            roles=[Role.ORGANIZER],
            by=held.user,
            at=AT,
        )
    elsewhere = StaffInvitation.objects.get(conference=wanted.conference)
    read = StaffInvitation.objects.get(conference=own.conference).code
    made = staff.join(code=read, name="", password="a password of another", language="en", at=AT)
    assert made is not None

    for answer in (staff.accept, staff.decline):
        with pytest.raises(DomainError):
            answer(invitation=elsewhere, by=made, at=AT)
    with pytest.raises(DomainError) as wrong:
        staff.take_up(code=StaffInvitationFactory(email="else@x.example").code, by=made, at=AT)
    with pytest.raises(DomainError) as missing:
        staff.take_up(code="none", by=made, at=AT)

    assert str(wrong.value) == str(missing.value)
    assert not StaffInvitation.objects.for_user(made).exists()
    assert set(made.staff_roles.values_list("conference", flat=True)) == {own.conference.pk}
    staff.take_up(code=elsewhere.code, by=made, at=AT)
    assert made.staff_roles.count() == 2
