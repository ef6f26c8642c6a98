"""The settings of registration: one row of a conference, which the menu leads to."""

import pytest
from django.test import Client
from django.utils import timezone

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from delegates.models import RegistrationSettings
from tests.factories import ConferenceFactory, RegistrationSettingsFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db
PAGE = "delegates_registrationsettings"


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    return found


@pytest.fixture
def organizer(conference: Conference, client: Client) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def test_menu_leads_to_the_settings_themselves(conference: Conference, organizer: Client) -> None:
    listed, add = (admin_url(conference, f"{PAGE}_{name}") for name in ("changelist", "add"))

    before = organizer.get(listed, follow=True)
    saved = organizer.post(
        add, {"opens_at_0": "2018-04-01", "opens_at_1": "09:00", "offer_hours": "24"}, follow=True
    )
    row = RegistrationSettings.objects.get()
    change = admin_url(conference, f"{PAGE}_change", row.pk)

    assert before.request["PATH_INFO"] == add
    assert saved.request["PATH_INFO"] == change
    assert organizer.get(add, follow=True).request["PATH_INFO"] == change
    for page in (before, saved):
        assert "<h1>Registration</h1>" in page.text
        assert f'href="{add}"' not in page.text
        assert 'name="_addanother"' not in page.text


def test_whoever_only_reads_them_is_led_there_too(conference: Conference, client: Client) -> None:
    row = RegistrationSettingsFactory(conference=conference, opens_at=timezone.now())
    other = RegistrationSettingsFactory(opens_at=timezone.now())
    held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)

    page = client.get(admin_url(conference, f"{PAGE}_changelist"), follow=True)

    assert page.request["PATH_INFO"] == admin_url(conference, f"{PAGE}_change", row.pk)
    assert client.get(admin_url(conference, f"{PAGE}_change", other.pk)).status_code == 404
