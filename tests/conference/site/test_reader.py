"""Pages are everybody's; what they say to whoever is signed in is asked for after them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState, Role
from conference.models import Conference, StaffRole, User
from delegates.services import scopes
from sessions.models import Session
from tests.factories import AT, ConferenceFactory, FocalPointFactory, StaffRoleFactory, UserFactory
from tests.sessions.reading.test_announced import READ, conference, session

__all__ = ["conference", "session"]

ME = "/en/dushanbe-2018/me"
PASSWORD = "a sentence is easy to remember"
MARK = settings.SIGNED_IN_COOKIE_NAME


@pytest.fixture
def organizer(conference: Conference) -> User:
    role: StaffRole = StaffRoleFactory(
        role=Role.ORGANIZER, conference=conference, user__name="Layla Rahimova"
    )
    role.user.set_password(PASSWORD)
    role.user.save()
    return role.user


def sign_in(client: Client, user: User) -> None:
    form = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302


@pytest.mark.parametrize("name", READ)
def test_page_is_the_same_for_whoever_is_signed_in(
    client: Client, session: Session, organizer: User, name: str
) -> None:
    place = {"slug": session.conference.slug}
    addresses = [
        reverse("conference-home", kwargs=place),
        reverse(f"agenda:{name}", kwargs=place | READ[name][0](session)),
    ]
    others = [client.get(address, follow=True).getvalue() for address in addresses]

    for user in (UserFactory(), organizer):
        client.force_login(user)
        assert [client.get(address, follow=True).getvalue() for address in addresses] == others


@pytest.mark.parametrize("slug", ["dushanbe-2018", "nowhere"])
def test_nobody_is_told_nothing_whatever_there_is(
    client: Client,
    conference: Conference,
    django_assert_num_queries: DjangoAssertNumQueries,
    slug: str,
) -> None:
    with django_assert_num_queries(0):
        response = client.get(f"/en/{slug}/me")

    assert (response.status_code, response.content) == (204, b"")
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_who_is_signed_in_is_named_and_led_to_work(
    client: Client, conference: Conference, organizer: User
) -> None:
    client.force_login(organizer)
    response = client.get(ME)
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "Signed in: Layla Rahimova" in response.content.decode()
    assert 'href="/admin/dushanbe-2018/"' in response.content.decode()

    client.force_login(UserFactory(name="A guest"))
    part = client.get(ME).content.decode()
    assert "Signed in: A guest" in part
    assert "/admin/" not in part


@pytest.mark.parametrize("page", [ME, "/en/me"])
def test_who_registers_or_accompanies_delegations_is_led_to_them(
    client: Client, conference: Conference, page: str
) -> None:
    focal_point = FocalPointFactory(delegation__conference=conference)
    officer = StaffRoleFactory(role=Role.LIAISON_OFFICER, conference=conference)
    scopes.limit(
        holder=officer,
        to=[focal_point.delegation],
        by=StaffRoleFactory(conference=conference).user,
        at=AT,
    )
    leads = []
    for user in (focal_point.user, officer.user, UserFactory()):
        client.force_login(user)
        part = client.get(page).content.decode()
        leads.append(
            [
                name
                for name in ("mine", "accompanied")
                if f'href="{reverse(f"registration:{name}")}"' in part
            ]
        )

    assert leads == [["mine"], ["accompanied"], []]


def test_who_is_signed_in_is_named_on_the_list_of_conferences(
    client: Client, conference: Conference, organizer: User
) -> None:
    assert client.get("/en/me").status_code == 204
    assert 'data-me="/en/me"' in client.get("/en/").content.decode()

    client.force_login(organizer)
    part = client.get("/en/me").content.decode()

    assert "Signed in: Layla Rahimova" in part
    assert 'href="/admin/"' in part


def test_who_stays_signed_in_after_all_comes_to_their_own_place(
    client: Client, conference: Conference
) -> None:
    focal_point = FocalPointFactory(delegation__conference=conference)
    client.force_login(focal_point.user)
    stay = reverse("after-sign-in")
    assert f'href="{stay}"' in client.get(reverse("account_logout")).content.decode()

    assert client.get(stay, follow=True).status_code == 200


def test_of_a_draft_only_its_staff_is_told(client: Client, organizer: User) -> None:
    Conference.objects.update(state=ConferenceState.DRAFT)
    ConferenceFactory(slug="other")

    client.force_login(UserFactory())
    statuses = [client.get(f"/en/{slug}/me").status_code for slug in ("dushanbe-2018", "nowhere")]
    client.force_login(organizer)

    assert statuses == [404, 404]
    assert client.get(ME).status_code == 200


def test_browser_is_marked_from_signing_in_until_signing_out(
    client: Client, organizer: User
) -> None:
    client.get("/en/dushanbe-2018/")
    assert MARK not in client.cookies

    sign_in(client, organizer)
    assert client.cookies[MARK].value == "1"
    assert not client.cookies[MARK]["httponly"]
    assert not client.cookies[MARK]["max-age"]

    client.post(reverse("account_logout"))
    assert client.cookies[MARK].value == ""


def test_mark_of_a_login_session_that_has_ended_goes(client: Client, organizer: User) -> None:
    sign_in(client, organizer)
    client.session.flush()

    response = client.get(ME)

    assert response.status_code == 204
    assert response.cookies[MARK]["max-age"] == 0
