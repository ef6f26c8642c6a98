import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole, User
from tests.factories import StaffRoleFactory, UserFactory
from tests.here import HERE, here


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_organizer_gives_a_role_by_e_mail(organizer: Client, role: StaffRole) -> None:
    colleague = UserFactory()

    organizer.post(
        here("conference_staffrole_add"),
        {"email": colleague.email.upper(), "role": Role.BADGE_DESK},
    )

    given = colleague.staff_roles.get()
    assert (given.role, given.conference) == (Role.BADGE_DESK, role.conference)


def test_role_given_twice_and_unknown_address_are_refused_in_words(
    organizer: Client, role: StaffRole
) -> None:
    url = here("conference_staffrole_add")

    twice = organizer.post(url, {"email": role.user.email, "role": role.role})
    unknown = organizer.post(url, {"email": "nobody@example.org", "role": role.role})

    assert "This user already has this role." in twice.content.decode()
    assert "Nobody signs in with this address." in unknown.content.decode()
    assert StaffRole.objects.count() == 1


def test_users_are_the_administrators(organizer: Client) -> None:
    assert organizer.get(admin_url(None, "conference_user_changelist")).status_code == 403
    assert organizer.get(admin_url(None, "conference_user_add")).status_code == 403


def test_administrator_makes_a_user_and_chooses_a_password(administrator: Client) -> None:
    administrator.post(
        admin_url(None, "conference_user_add"),
        {"email": "New@Example.org", "name": "New", "language": "en", "is_active": "on"},
    )
    user = User.objects.get(name="New")
    assert user.email == "new@example.org"
    assert not user.has_usable_password()

    password = "a long enough password"
    page = admin_url(None, "conference_user_password", user.pk)
    response = administrator.post(page, {"password1": password, "password2": password})

    user.refresh_from_db()
    assert user.check_password(password)
    assert response.status_code == 302
