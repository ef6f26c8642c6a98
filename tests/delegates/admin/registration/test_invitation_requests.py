"""The queue of who asks to be invited, in the admin."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, Mail, StaffScope
from delegates.choices import Admits, OrganizationType
from delegates.models import FocalPointInvitation, InvitationRequest
from tests.factories import (
    ConferenceFactory,
    DelegationKindFactory,
    InvitationRequestFactory,
    StaffRoleFactory,
)
from tests.page_forms import forms_of

pytestmark = pytest.mark.django_db
CHANGE = "delegates_invitationrequest_change"
DECIDE = "delegates_invitationrequest_decide"


@pytest.fixture
def conference() -> Conference:
    tomorrow = timezone.now().date() + dt.timedelta(days=1)
    found: Conference = ConferenceFactory(starts_on=tomorrow, ends_on=tomorrow)
    return found


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def decide(client: Client, row: InvitationRequest, decision: str, **typed: object) -> str:
    page = admin_url(row.conference, DECIDE, row.pk, decision)
    form = forms_of(client.get(page).text)[-1]
    return client.post(page, form.values | typed, follow=True).text


def test_organizer_accepts_and_invites_the_noted_address(
    organizer: Client, conference: Conference
) -> None:
    row: InvitationRequest = InvitationRequestFactory(
        conference=conference, organization="Lake House"
    )
    InvitationRequestFactory()
    kind = DelegationKindFactory(conference=conference, admits=Admits.BOTH)

    start = organizer.get(admin_url(conference, "index")).text
    assert "request for an invitation is waiting" in start
    listed = organizer.get(admin_url(conference, "delegates_invitationrequest_changelist")).text
    assert ("Lake House" in listed, "1 request for an invitation" in listed) == (True, True)
    said = decide(organizer, row, "accept", kind=kind.pk, of_type=OrganizationType.CIVIL_SOCIETY)

    row.refresh_from_db()
    noted = FocalPointInvitation.objects.get()
    contacts = admin_url(conference, "delegates_delegation_contacts", noted.delegation_id)
    assert (noted.email, noted.delegation, contacts in said) == (row.email, row.delegation, True)
    assert row.email in organizer.get(contacts).text


def test_organizer_declines_with_a_reason_and_erases(
    organizer: Client, conference: Conference
) -> None:
    row: InvitationRequest = InvitationRequestFactory(conference=conference)

    decide(organizer, row, "decline", reason="Not of the region", answer="Follow us online.")
    page = organizer.get(admin_url(conference, CHANGE, row.pk)).text
    assert ("Not of the region" in page, row.name in page) == (True, True)
    assert "Follow us online." in Mail.objects.get().text
    decide(organizer, row, "erase")

    page = organizer.get(admin_url(conference, CHANGE, row.pk)).text
    assert ("What was written is erased." in page, row.name in page) == (True, False)
    assert Mail.objects.get().text == ""


def test_officers_read_and_whoever_has_a_scope_or_another_role_does_not(client: Client) -> None:
    row: InvitationRequest = InvitationRequestFactory()
    page = admin_url(row.conference, CHANGE, row.pk)
    accept = admin_url(row.conference, DECIDE, row.pk, "accept")
    found: dict[str, tuple[int, int]] = {}
    for role in (Role.REGISTRATION_OFFICER, Role.BADGE_DESK, Role.PROGRAMME_OFFICER):
        client.force_login(StaffRoleFactory(conference=row.conference, role=role).user)
        found[role] = client.get(page).status_code, client.post(accept).status_code
    scope = StaffScope.objects.create(conference=row.conference)
    client.force_login(
        StaffRoleFactory(
            conference=row.conference, role=Role.REGISTRATION_OFFICER, scope=scope
        ).user
    )
    found["scoped"] = client.get(page).status_code, client.post(accept).status_code

    assert found == {
        Role.REGISTRATION_OFFICER: (200, 403),
        Role.BADGE_DESK: (404, 404),
        Role.PROGRAMME_OFFICER: (404, 404),
        "scoped": (404, 404),
    }
