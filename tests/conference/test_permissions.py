from django.contrib.auth.models import Permission

from conference.choices import Role
from conference.models import Conference
from conference.permissions import PERMISSIONS, roles_that_may
from delegates.models import Delegate
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    UserFactory,
)


def test_every_permission_in_the_table_exists() -> None:
    existing = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }

    assert frozenset().union(*PERMISSIONS.values()) - existing == frozenset()


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_roles_that_may_names_every_role_that_holds_the_permission() -> None:
    assert roles_that_may("delegates.decide_delegate") == {
        Role.ORGANIZER,
        Role.REGISTRATION_OFFICER,
    }


def test_permission_holds_only_in_the_conference_of_the_role() -> None:
    held = StaffRoleFactory(role=Role.ORGANIZER)
    other = ConferenceFactory()

    assert held.user.has_perm("delegates.change_delegate", held.conference)
    assert not held.user.has_perm("delegates.change_delegate", other)


def test_permission_on_a_row_is_that_of_its_conference() -> None:
    held = StaffRoleFactory(role=Role.ORGANIZER)
    own = DelegateFactory(delegation__conference=held.conference)
    stranger = DelegateFactory()

    assert held.user.has_perm("delegates.change_delegate", own)
    assert not held.user.has_perm("delegates.change_delegate", stranger)


def test_permission_is_gone_with_the_account() -> None:
    held = StaffRoleFactory(role=Role.ORGANIZER, user__is_active=False)

    assert not held.user.has_perm("delegates.change_delegate", held.conference)


def test_permission_without_a_conference_asks_about_any() -> None:
    held = StaffRoleFactory(role=Role.BADGE_DESK)

    assert held.user.has_perm("badges.add_printjob")
    assert not held.user.has_perm("delegates.change_delegate")


def test_visible_to_shows_rows_of_own_conferences_only() -> None:
    held = StaffRoleFactory(role=Role.BADGE_DESK)
    own = DelegateFactory(delegation__conference=held.conference)
    DelegateFactory()

    assert list(Delegate.objects.visible_to(held.user)) == [own]


def test_visible_to_shows_nothing_to_a_role_that_may_not_view() -> None:
    held = StaffRoleFactory(role=Role.DOOR)
    DelegateFactory(delegation__conference=held.conference)

    assert list(Delegate.objects.visible_to(held.user)) == []


def test_visible_to_names_a_row_once_for_two_roles() -> None:
    held = StaffRoleFactory(role=Role.ORGANIZER)
    StaffRoleFactory(user=held.user, conference=held.conference, role=Role.BADGE_DESK)
    delegation = DelegationFactory(conference=held.conference)

    assert list(type(delegation).objects.visible_to(held.user)) == [delegation]


def test_installation_administrator_sees_every_conference() -> None:
    administrator = UserFactory(is_superuser=True)
    ConferenceFactory.create_batch(2)

    assert Conference.objects.visible_to(administrator).count() == 2


def test_nobody_sees_a_conference_without_a_role_in_it() -> None:
    held = StaffRoleFactory()
    ConferenceFactory()

    assert list(Conference.objects.visible_to(held.user)) == [held.conference]
