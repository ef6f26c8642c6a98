"""The page on which somebody reads who invites to what, and answers."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffInvitation, StaffRole, User
from delegates.registration import frame
from tests.factories import (
    FocalPointFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)

PAGE = "/accounts/invitations/"


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def invitation(user: User) -> StaffInvitation:
    inviter = StaffRoleFactory(
        role=Role.ORGANIZER, user__name="Farrukh Namuna", conference__title=words("Water for Peace")
    )
    return StaffInvitationFactory(
        conference=inviter.conference,
        email=user.email.upper(),
        role=Role.BADGE_DESK,
        invited_by=inviter.user,
    )


@pytest.fixture
def invited(client: Client, user: User, invitation: StaffInvitation) -> Client:
    client.force_login(user)
    return client


def url_of(answer: str, invitation: StaffInvitation) -> str:
    return reverse(f"invitation-{answer}", args=[invitation.pk])


def test_page_says_who_invites_and_to_what(invited: Client, invitation: StaffInvitation) -> None:
    page = " ".join(invited.get(PAGE).content.decode().split())

    inviter = invitation.invited_by
    for text in (
        "Badge desk",
        "Water for Peace",
        "3–4 May 2018",
        f"Farrukh Namuna ({inviter.email}) invited you on 1 April 2018.",
        "Reads delegates and prints badges.",
        f'action="{url_of("accept", invitation)}"',
        f'action="{url_of("decline", invitation)}"',
    ):
        assert text in page


def test_signing_in_leads_to_what_waits_and_to_no_admin(
    invited: Client, invitation: StaffInvitation
) -> None:
    assert invited.get("/admin/")["Location"] == PAGE
    assert invited.get(admin_url(invitation.conference, "index")).status_code == 404


def test_accepting_leads_to_the_conference_and_there_to_the_desk(
    invited: Client, invitation: StaffInvitation, user: User
) -> None:
    response = invited.post(url_of("accept", invitation), follow=True)

    assert response.redirect_chain == [
        (admin_url(invitation.conference, "index"), 302),
        (admin_url(invitation.conference, "badges_printjob_desk"), 302),
    ]
    assert response.status_code == 200
    assert user.staff_roles.get().role == Role.BADGE_DESK
    assert "You have no invitation to answer." in invited.get(PAGE).content.decode()


def test_accepted_work_at_the_door_is_named_on_the_page(
    invited: Client, invitation: StaffInvitation, user: User
) -> None:
    StaffInvitation.objects.update(role=Role.DOOR)

    response = invited.post(url_of("accept", invitation), follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "Works at the doors" in response.content.decode()
    assert admin_url(invitation.conference, "index") not in response.content.decode()


def test_declining_leaves_nothing(invited: Client, invitation: StaffInvitation, user: User) -> None:
    response = invited.post(url_of("decline", invitation), follow=True)

    assert "You have no invitation to answer." in response.content.decode()
    assert not user.staff_roles.exists()
    assert invited.get("/admin/").status_code == 403


def test_refused_answer_says_why(invited: Client, invitation: StaffInvitation, user: User) -> None:
    StaffRole.objects.filter(user=invitation.invited_by).delete()

    response = invited.post(url_of("accept", invitation))

    assert "may no longer give this role" in response.content.decode()
    assert not user.staff_roles.exists()


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_invitation_of_somebody_else_answers_as_a_missing_one(
    client: Client, invitation: StaffInvitation, answer: str
) -> None:
    client.force_login(UserFactory())

    assert client.post(url_of(answer, invitation)).status_code == 404
    assert client.post(reverse(f"invitation-{answer}", args=[999_999])).status_code == 404
    assert "Badge desk" not in client.get(PAGE).content.decode()
    assert StaffInvitation.objects.count() == 1


def test_answers_are_not_given_by_links(invited: Client, invitation: StaffInvitation) -> None:
    for answer in ("accept", "decline"):
        by_hand = invited.get(url_of(answer, invitation), headers={"accept": "text/html"})
        by_script = invited.get(url_of(answer, invitation))
        assert (by_hand.status_code, by_script.status_code) == (302, 405)
    assert StaffInvitation.objects.filter(pk=invitation.pk).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_often_for_many_as_for_one(
    client: Client, user: User, number: int, django_assert_num_queries: object
) -> None:
    for _ in range(number):
        StaffInvitationFactory(email=user.email)
        StaffRoleFactory(user=user)
    client.force_login(user)

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(PAGE)


def test_address_that_gets_an_account_later_finds_its_invitation(client: Client) -> None:
    invitation = StaffInvitationFactory(email="later@example.org")

    client.force_login(UserFactory(email="later@example.org"))

    assert url_of("accept", invitation) in client.get(PAGE).content.decode()


@pytest.mark.parametrize("page", ["invitations", "after-sign-in", "mfa_index", "usersessions_list"])
def test_browser_that_others_use_later_keeps_no_page_of_an_account(
    invited: Client, page: str
) -> None:
    assert "no-store" in invited.get(reverse(page)).get("Cache-Control", "")


def test_focal_point_is_led_back_to_their_delegations_and_told_that_the_admin_is_for_staff(
    client: Client,
) -> None:
    client.force_login(FocalPointFactory().user)
    page = client.get(PAGE).content.decode()
    refused = client.get("/admin/")
    client.force_login(UserFactory())
    stranger = client.get("/admin/")

    assert f'href="{reverse("registration:mine")}"' in page
    assert (refused.status_code, stranger.status_code) == (403, 403)
    assert "you have no staff role there" in refused.content.decode()
    assert 'href="/accounts/place/"' in refused.content.decode()
    assert refused.content == stranger.content


def test_focal_point_finds_their_account_below_every_page_of_theirs(client: Client) -> None:
    delegation = FocalPointFactory().delegation
    client.force_login(delegation.focal_points.get().user)

    for url in (
        reverse("registration:mine"),
        frame.url_of(delegation, "delegation"),
        reverse("me"),
    ):
        assert 'href="/accounts/sessions/"' in client.get(url).content.decode()
    assert 'href="/accounts/place/"' in client.get("/accounts/sessions/").content.decode()
