"""A message is shown in the conference in which it was said, whatever else is open beside it."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, StaffRole, Venue
from tests.factories import ConferenceFactory, StaffRoleFactory, UserFactory, VenueFactory
from tests.page_forms import form_values

PASSWORD, NEW = "a long enough password", "another long password"


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(role=Role.ORGANIZER)


@pytest.fixture
def second(role: StaffRole) -> Conference:
    return StaffRoleFactory(user=role.user, role=Role.ORGANIZER).conference


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


def rename(client: Client, venue: Venue, name: str) -> None:
    """Leaves a message that names the venue."""
    url = admin_url(venue.conference, "conference_venue_change", venue.pk)
    form = form_values(client.get(url).content.decode(), "venue_form")
    client.post(url, form | {"name_0": [name]})


def shown(client: Client, path: str) -> list[str]:
    return [str(message) for message in get_messages(client.get(path).wsgi_request)]


def starts(*conferences: Conference) -> list[str]:
    return [admin_url(conference, "index") for conference in conferences]


@pytest.mark.parametrize("cookie_holds", [2048, 100], ids=["in a cookie", "in the login session"])
def test_message_waits_for_the_conference_in_which_it_was_said(
    organizer: Client,
    role: StaffRole,
    second: Conference,
    cookie_holds: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CookieStorage, "max_cookie_size", cookie_holds)
    rename(organizer, VenueFactory(conference=role.conference), "Kohi Somon")
    rename(organizer, VenueFactory(conference=second), "Library")
    here, there = (admin_url(each, "index") for each in (role.conference, second))

    seen = [shown(organizer, path) for path in (there, there, here, here)]

    assert [["Library" in text for text in texts] for texts in seen] == [[True], [], [False], []]
    assert ["Kohi Somon" in text for text in seen[2]] == [True]


def test_message_of_the_installation_is_not_shown_in_a_conference(
    client: Client, role: StaffRole
) -> None:
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory(name="Somebody")
    url = admin_url(None, "conference_user_change", user.pk)
    form = form_values(client.get(url).content.decode(), "user_form")
    client.post(url, form | {"name": ["Somebody else"]})

    in_conference = shown(client, admin_url(role.conference, "index"))
    in_installation = shown(client, admin_url(None, "index"))

    assert in_conference == []
    assert ["Somebody else" in text for text in in_installation] == [True]


def test_message_about_the_account_is_shown_once_wherever_the_user_goes(
    client: Client, role: StaffRole, second: Conference
) -> None:
    role.user.set_password(PASSWORD)
    role.user.save()
    client.force_login(role.user)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), form)

    seen = [shown(client, admin_url(each, "index")) for each in (second, role.conference)]

    assert [len(texts) for texts in seen] == [1, 0]


def test_page_that_shows_no_message_takes_none(
    organizer: Client, role: StaffRole, second: Conference
) -> None:
    rename(organizer, VenueFactory(conference=role.conference), "Kohi Somon")

    organizer.get(admin_url(role.conference, "jsi18n"))
    organizer.get(reverse("admin-home"))
    organizer.get(admin_url(ConferenceFactory(), "index"))

    texts = shown(organizer, admin_url(role.conference, "index"))
    assert ["Kohi Somon" in text for text in texts] == [True]
