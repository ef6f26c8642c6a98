import re

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, StaffInvitation, StaffRole, User
from conference.permissions import ROLES_IN_ADMIN
from tests.factories import StaffInvitationFactory, StaffRoleFactory, UserFactory
from tests.here import HERE, here
from tests.page_forms import form_values

ONE_TIME = r'csrfmiddlewaretoken" value="[^"]+|nonce="[^"]+|\d\d:\d\d'


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


ADD = here("conference_staffinvitation_add")


def test_organizer_invites_by_e_mail_and_gives_nothing_yet(
    organizer: Client, role: StaffRole
) -> None:
    colleague = UserFactory()

    organizer.post(ADD, {"email": colleague.email.upper(), "roles": [Role.BADGE_DESK]})

    invitation = StaffInvitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        colleague.email,
        Role.BADGE_DESK,
        role.user,
    )
    assert invitation.conference == role.conference
    assert not colleague.staff_roles.exists()


def test_colleague_is_added_on_one_page_whose_answer_has_the_code(
    organizer: Client, role: StaffRole
) -> None:
    page = organizer.post(
        ADD,
        {
            "name": "Nilufar Namuna",
            "email": "nilufar@example.org",
            "roles": [Role.BADGE_DESK, Role.PROGRAMME_OFFICER],
        },
        follow=True,
    ).content.decode()

    first, second = StaffInvitation.objects.order_by("role")
    assert (first.role, second.role) == (Role.BADGE_DESK, Role.PROGRAMME_OFFICER)
    assert {first.name, second.name} == {"Nilufar Namuna"}
    assert first.code in page
    assert "/accounts/join/" in page


def test_page_says_who_has_signed_in_and_who_has_not_answered(
    organizer: Client, role: StaffRole
) -> None:
    desk = StaffRoleFactory(conference=role.conference, role=Role.BADGE_DESK)
    User.objects.filter(pk=desk.user.pk).update(last_login=None)
    waiting = StaffInvitationFactory(conference=role.conference, name="Nilufar Namuna")
    elsewhere = StaffInvitationFactory()

    page = organizer.get(here("conference_staffrole_changelist")).content.decode()

    assert re.findall(r"field-signed_in_at[^>]*>([^<]*)<", page).count("never") == 1
    assert "Nilufar Namuna" in page
    assert here("conference_staffinvitation_change", waiting.pk) in page
    assert str(elsewhere.email) not in page


def told(client: Client, email: str) -> list[str]:
    """What whoever invites the address sees of it: the answer, the pages, a second try."""
    added = client.post(ADD, {"email": email, "roles": [Role.BADGE_DESK]})
    invitation = StaffInvitation.objects.get(email=email)
    pages = [
        client.get(here("conference_staffinvitation_changelist")),
        client.get(here("conference_staffinvitation_change", invitation.pk)),
        client.post(ADD, {"email": email, "roles": [Role.BADGE_DESK]}),
    ]
    key = invitation.pk
    invitation.delete()
    texts = [f"{added.status_code} {added['Location']}"]
    texts += [re.sub(ONE_TIME, "", page.content.decode()) for page in pages]
    own = {
        email: "ADDRESS",
        invitation.code: "CODE",
        f"/staffinvitation/{key}/": "/ID/",
        f'value="{key}"': "ID",
    }
    for mine, anybody_s in own.items():
        texts = [text.replace(mine, anybody_s) for text in texts]
    return texts


def test_unknown_address_is_answered_like_a_known_one(organizer: Client) -> None:
    known = UserFactory(email="known@example.org")

    assert told(organizer, known.email) == told(organizer, "nobody@example.org")


def test_what_cannot_be_offered_is_refused_in_words(organizer: Client, role: StaffRole) -> None:
    form = {"email": "nobody@example.org", "roles": [role.role]}
    organizer.post(ADD, form)

    held = organizer.post(ADD, {"email": role.user.email, "roles": [role.role]})
    twice = organizer.post(ADD, form | {"email": "Nobody@example.org"})

    assert "This user already has this role." in held.content.decode()
    assert "This address is invited to this role already." in twice.content.decode()
    assert StaffInvitation.objects.count() == 1


def test_invitation_is_taken_back_by_deleting_it(organizer: Client, role: StaffRole) -> None:
    invitation = StaffInvitationFactory(conference=role.conference)

    organizer.post(here("conference_staffinvitation_delete", invitation.pk), {"post": "yes"})

    assert not StaffInvitation.objects.exists()
    assert AuditEvent.objects.get().action == "staffinvitation.deleted"


def test_role_is_taken_away_and_the_last_organizer_stays(
    organizer: Client, role: StaffRole
) -> None:
    desk = StaffRoleFactory(conference=role.conference, role=Role.BADGE_DESK)
    pages = [here("conference_staffrole_delete", row.pk) for row in (desk, role)]

    answers = [organizer.post(page, {"post": "yes"}, follow=True) for page in pages]

    assert list(StaffRole.objects.all()) == [role]
    assert "would be left without an organizer" in answers[1].content.decode()


def test_roles_are_neither_added_nor_edited_in_the_list(organizer: Client, role: StaffRole) -> None:
    added = organizer.post(here("conference_staffrole_add"), {"role": Role.ORGANIZER})
    page = here("conference_staffrole_change", role.pk)
    changed = organizer.post(page, {"role": Role.BADGE_DESK})

    role.refresh_from_db()
    assert (added.status_code, changed.status_code, role.role) == (403, 403, Role.ORGANIZER)
    listed = organizer.get(here("conference_staffrole_changelist")).content.decode()
    assert f'href="{ADD}"' in listed


def test_who_may_not_invite_is_not_asked(client: Client, role: StaffRole) -> None:
    for other in ROLES_IN_ADMIN - {Role.ORGANIZER}:
        client.force_login(StaffRoleFactory(conference=role.conference, role=other).user)

        assert client.get(ADD).status_code == 403
        assert client.post(ADD, {"email": "a@b.org", "roles": [other]}).status_code == 403
    assert not StaffInvitation.objects.exists()


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


def test_account_of_the_last_organizer_is_neither_closed_nor_deleted(
    administrator: Client, role: StaffRole
) -> None:
    page = admin_url(None, "conference_user_change", role.user.pk)
    form = form_values(administrator.get(page).content.decode(), "user_form")
    del form["is_active"]

    closed = administrator.post(page, form)
    delete = admin_url(None, "conference_user_delete", role.user.pk)
    deleted = administrator.post(delete, {"post": "yes"})
    shown = administrator.get(page).content.decode()

    role.user.refresh_from_db()
    assert role.user.is_active
    assert "would be left without an organizer" in closed.content.decode()
    assert deleted.status_code == 403
    assert f'href="{delete}"' not in shown
    StaffRoleFactory(conference=role.conference, role=Role.ORGANIZER)
    administrator.post(page, form)
    role.user.refresh_from_db()
    assert not role.user.is_active
