"""The pages on which somebody with a code makes an account."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffInvitation, User
from conference.services import staff
from delegates.models import FocalPointInvitation
from delegates.services.registration import focal_points
from tests.factories import AT, DelegationFactory, StaffRoleFactory, UserFactory, words
from tests.here import HERE

PAGE = "/accounts/join/"
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    cache.clear()


@pytest.fixture
def invitation(monkeypatch: pytest.MonkeyPatch) -> StaffInvitation:
    organizer = StaffRoleFactory(
        role=Role.ORGANIZER, conference__slug=HERE, conference__title=words("Water for Peace")
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    (made,) = staff.invite(
        conference=organizer.conference,
        name="Nilufar Namuna",
        email="nilufar@example.org",
        roles=[Role.BADGE_DESK],
        by=organizer.user,
        at=AT,
    )
    return made


def account(invitation: StaffInvitation, **other: str) -> dict[str, str]:
    return {
        "code": invitation.code,
        "name": "Nilufar Namuna",
        "language": "tg",
        "password": PASSWORD,
        "password_again": PASSWORD,
    } | other


def test_code_leads_to_what_it_is_for(client: Client, invitation: StaffInvitation) -> None:
    assert "Accept an invitation" in client.get(PAGE).content.decode()

    page = " ".join(client.post(PAGE, {"code": invitation.code.upper()}).content.decode().split())

    for text in (
        "Water for Peace",
        "Badge desk",
        "You will sign in with <strong>nilufar@example.org</strong>.",
        'value="Nilufar Namuna"',
    ):
        assert text in page
    assert not User.objects.filter(email=invitation.email).exists()


def test_account_is_made_and_leads_to_the_conference(
    client: Client, invitation: StaffInvitation
) -> None:
    answer = client.post(PAGE, account(invitation), follow=True)

    assert answer.redirect_chain[0] == (admin_url(invitation.conference, "index"), 302)
    assert answer.status_code == 200
    user = User.objects.get(email="nilufar@example.org")
    assert user.staff_roles.get().role == Role.BADGE_DESK
    # Signed in a second time they would be asked for their own password.
    client.logout()
    signed_in = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"password_again": "another password"}, "The two passwords differ."),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password": "nilufar@example.org", "password_again": "nilufar@example.org"}, "similar"),
        ({"name": ""}, "This field is required."),
        ({"language": "xx"}, "xx is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, invitation: StaffInvitation, other: dict[str, str], said: str
) -> None:
    page = client.post(PAGE, account(invitation, **other)).content.decode()

    assert said in page
    assert PASSWORD not in page
    assert not User.objects.filter(email=invitation.email).exists()


def test_wrong_code_and_one_taken_back_are_answered_alike(
    client: Client, invitation: StaffInvitation
) -> None:
    code = invitation.code
    wrong = client.post(PAGE, {"code": "0000-0000-0000-0000-0000"}).content.decode()
    invitation.delete()

    gone = client.post(PAGE, {"code": code}).content.decode()
    sent = client.post(PAGE, account(invitation, code=code)).content.decode()

    for page in (wrong, gone, sent):
        assert "This code is unknown" in page


def test_who_has_an_account_signs_in_and_answers_there(
    client: Client, invitation: StaffInvitation
) -> None:
    user = UserFactory(email="nilufar@example.org")
    unanswered = client.post(PAGE, {"code": invitation.code}).content.decode()

    answer = client.post(PAGE, account(invitation))

    assert "You will sign in with" in unanswered
    assert answer["Location"] == "/accounts/login/?next=/accounts/invitations/"
    assert not user.staff_roles.exists()
    client.force_login(user)
    assert client.get(PAGE)["Location"] == "/accounts/invitations/"


def test_whoever_has_shown_no_mailbox_takes_up_the_next_invitation_with_its_code(
    client: Client, invitation: StaffInvitation
) -> None:
    """Who could read the first code, as whoever invited can, has not the mail of the address."""
    client.post(PAGE, account(invitation))
    user = User.objects.get(email="nilufar@example.org")
    organizer = StaffRoleFactory(role=Role.ORGANIZER)
    invite = {"conference": organizer.conference, "by": organizer.user, "at": AT}
    (theirs,) = staff.invite(email=user.email, roles=[Role.ORGANIZER], **invite)
    (of_another,) = staff.invite(email="else@example.org", roles=[Role.ORGANIZER], **invite)

    waiting = client.get("/accounts/invitations/").content.decode()
    refused = client.post(f"/accounts/invitations/{theirs.pk}/accept/")
    answers = [
        client.post(PAGE, {"code": code}).content.decode() for code in (of_another.code, "none")
    ]

    assert str(organizer.user) not in waiting
    assert f'href="{PAGE}"' in waiting
    assert refused.status_code == 404
    assert ["This code is unknown" in page for page in answers] == [True, True]
    assert user.staff_roles.count() == 1
    taken = client.post(PAGE, {"code": theirs.code})
    assert taken["Location"] == admin_url(organizer.conference, "index")
    assert user.staff_roles.count() == 2


def test_floods_are_kept_away(client: Client) -> None:
    said = [
        client.post(PAGE, {"code": "0000-0000-0000-0000-0000"}).content.decode() for _ in range(61)
    ]

    assert "Too many attempts" not in said[59]
    assert "Too many attempts" in said[60]


def asked_to_register() -> FocalPointInvitation:
    organizer = StaffRoleFactory(role=Role.ORGANIZER)
    delegation = DelegationFactory(conference=organizer.conference, name=words("Hungary"))
    invitation = focal_points.note(
        delegation=delegation, name="Réka", email="reka@example.org", by=organizer.user, at=AT
    )
    focal_points.invite(invitation=invitation, by=organizer.user, at=AT)
    invitation.refresh_from_db()
    return invitation


@pytest.mark.parametrize("has_account", [False, True])
def test_whoever_registers_a_delegation_from_now_on_is_told_which(
    client: Client, monkeypatch: pytest.MonkeyPatch, has_account: bool
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    invitation = asked_to_register()
    sent = {"code": invitation.opened_code()}
    if has_account:
        client.force_login(UserFactory(email=invitation.email, mailbox_shown_at=None))
    else:
        sent = account(invitation, **sent)  # type: ignore[arg-type]

    page = client.post(PAGE, sent, follow=True).content.decode()

    assert "You register this delegation now: Hungary. Open its page" in page


def test_whoever_accepts_on_the_page_of_invitations_is_told_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    invitation = asked_to_register()
    client.force_login(UserFactory(email=invitation.email))

    accept = reverse("registration-accept", args=[invitation.pk])
    page = client.post(accept, follow=True).content.decode()

    assert "You register this delegation now: Hungary. Open its page" in page


def test_page_of_the_code_says_who_is_signed_in_and_leads_back_and_out(client: Client) -> None:
    user = UserFactory(mailbox_shown_at=None)
    client.force_login(user)

    page = client.get(PAGE).content.decode()

    assert f"Signed in: {user}" in page
    assert 'href="/accounts/place/"' in page
    assert 'href="/accounts/logout/"' in page
