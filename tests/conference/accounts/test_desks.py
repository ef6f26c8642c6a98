"""A browser at the badge desk stands for a second factor: of the desk alone, until the night."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from conference.accounts import desks, second_factors
from conference.choices import Role
from conference.models import AuditEvent, Conference, DeskBrowser, StaffRole, User
from tests.factories import (
    ConferenceFactory,
    DeskBrowserFactory,
    PrinterStationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here

BROWSERS = "badges_printerstation_browsers"
DESK = "badges_printjob_desk"


@pytest.fixture(autouse=True)
def _configured(settings: Settings) -> None:
    cache.clear()
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def conference() -> Conference:
    conference: Conference = ConferenceFactory(slug=HERE)
    PrinterStationFactory(conference=conference, name="Lobby")
    return conference


def staff(conference: Conference, role: Role) -> User:
    user: User = StaffRoleFactory(conference=conference, role=role).user
    return user


def officer(conference: Conference, role: Role = Role.ORGANIZER) -> Client:
    """Signed in with a second factor a moment ago."""
    from allauth.mfa.models import Authenticator

    client, user = Client(), staff(conference, role)
    client.force_login(user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": ""})
    session = client.session
    method = {"method": "mfa", "at": timezone.now().timestamp()}
    session["account_authentication_methods"] = [
        *session["account_authentication_methods"],
        method,
    ]
    session.save()
    return client


def unlocked(conference: Conference) -> Client:
    """A browser that an officer has unlocked and left."""
    client = officer(conference)
    station = conference.pk and PrinterStationFactory(conference=conference, name="Desk 2")
    client.post(here(BROWSERS), {"station": station.pk})
    client.post(reverse("account_logout"))
    return client


def test_desk_signs_in_on_it_without_one_and_nobody_else_does(conference: Conference) -> None:
    browser = unlocked(conference)
    two = staff(conference, Role.BADGE_DESK)
    StaffRoleFactory(conference=conference, user=two, role=Role.DOOR)
    elsewhere = StaffRoleFactory(role=Role.BADGE_DESK).user
    administrator = UserFactory(is_superuser=True)
    makers = UserFactory(may_make_conferences=True)
    StaffRoleFactory(conference=conference, user=makers, role=Role.BADGE_DESK)

    desk = staff(conference, Role.BADGE_DESK)
    for user, is_let in (
        (desk, True),
        (staff(conference, Role.ORGANIZER), False),
        (two, False),
        (elsewhere, False),
        (administrator, False),
        (makers, False),
    ):
        browser.force_login(user)
        answer = browser.get(here(DESK))
        assert (answer.status_code == 200) is is_let, user
    other = Client()
    other.force_login(desk)
    assert other.get(here("index"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    "page", ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"]
)
def test_password_at_an_unlocked_browser_opens_no_second_factor(
    conference: Conference, page: str
) -> None:
    """Or whoever has read a password off the desk would sign in from anywhere afterwards."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    browser, desk = unlocked(conference), staff(conference, Role.BADGE_DESK)
    with second_factors.of(desk):
        TOTP.activate(desk, generate_totp_secret())
        RecoveryCodes.activate(desk)
    desk.set_password("a long enough password")
    desk.save()
    sent = {"login": desk.email, "password": "a long enough password"}
    assert browser.post(reverse("account_login"), sent).status_code == 302
    assert browser.get(here(DESK)).status_code == 200

    for answer in (browser.get(reverse(page)), browser.post(reverse(page))):
        assert answer["Location"].startswith(reverse("mfa_reauthenticate"))

    assert second_factors.has_one(desk)


def test_locked_again_it_ends_who_is_signed_in_on_it(conference: Conference) -> None:
    browser, desk = unlocked(conference), staff(conference, Role.BADGE_DESK)
    browser.force_login(desk)
    assert browser.get(here(DESK)).status_code == 200

    row = DeskBrowser.objects.get()
    officer(conference).post(here("badges_printerstation_lock", row.pk))

    assert browser.get(here("index"))["Location"] == reverse("mfa_index")
    actions = AuditEvent.objects.filter(target_type="conference.deskbrowser").order_by("id")
    assert [event.action for event in actions] == ["deskbrowser.unlocked", "deskbrowser.locked"]


def test_after_the_night_it_is_locked(conference: Conference) -> None:
    browser, desk = unlocked(conference), staff(conference, Role.BADGE_DESK)
    past = timezone.now() - dt.timedelta(days=2)
    DeskBrowser.objects.update(unlocked_at=past, ends_at=past + dt.timedelta(hours=1))
    browser.force_login(desk)

    assert browser.get(here("index"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        # Dushanbe is five hours ahead of UTC.
        ("2018-05-03T02:00", "2018-05-03T23:00"),
        ("2018-05-03T22:59", "2018-05-03T23:00"),
        ("2018-05-03T23:00", "2018-05-04T23:00"),
    ],
)
def test_it_ends_at_four_in_the_morning_of_the_venue(
    conference: Conference, at: str, ends: str
) -> None:
    instant, end = (dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) for text in (at, ends))

    assert desks.night_after(instant, conference) == end


def test_only_a_second_factor_unlocks(conference: Conference) -> None:
    client, user = Client(), staff(conference, Role.ORGANIZER)
    client.force_login(user)
    assert client.get(here(BROWSERS))["Location"] == reverse("mfa_index")

    stale = officer(conference)
    session = stale.session
    session["account_authentication_methods"][-1]["at"] -= 700
    session.save()
    asked = stale.get(here(BROWSERS))["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))
    assert DeskBrowser.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ORGANIZER, 200),
        (Role.REGISTRATION_OFFICER, 200),
        (Role.BADGE_DESK, 403),
        (Role.SECURITY_OFFICER, 403),
    ],
)
def test_officers_unlock_and_the_desk_does_not(
    conference: Conference, role: Role, status: int
) -> None:
    assert officer(conference, role).get(here(BROWSERS)).status_code == status


def test_station_and_browser_of_another_conference_are_missing(conference: Conference) -> None:
    client = officer(conference)
    other = DeskBrowserFactory(ends_at=timezone.now() + dt.timedelta(hours=1))

    refused = client.post(here(BROWSERS), {"station": PrinterStationFactory().pk})
    missing = client.post(here("badges_printerstation_lock", other.pk))

    assert (refused.status_code, missing.status_code) == (200, 404)
    assert DeskBrowser.objects.count() == 1
    assert "Desk 1" not in refused.content.decode()


def test_row_does_not_hold_what_the_browser_holds(conference: Conference) -> None:
    browser = unlocked(conference)

    token = browser.cookies["dais_desk"].value
    assert len(token) == 64
    assert token not in repr(list(DeskBrowser.objects.values()))
    assert StaffRole.objects.count() == 1


def test_whoever_chooses_no_station_is_told_which_to_choose(conference: Conference) -> None:
    client = officer(conference)
    PrinterStationFactory(conference=conference)

    refused = client.post(here(BROWSERS), {"station": ""})

    assert "Choose the station that this browser stands at." in refused.text
    assert DeskBrowser.objects.count() == 0
