"""Whom to ask about a delegation, at each of its doors."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import User
from delegates.models import Delegation, FocalPoint
from delegates.services import scopes
from delegates.sheet.contacts import contacts_of
from tests.admin_pages import Ask
from tests.counting import counted
from tests.factories import (
    AT,
    DelegationFactory,
    FocalPointFactory,
    StaffRoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PHONES = {"+992 37 555 0101", "+992 37 555 0102", "+992 37 555 0103"}


def accompany(*delegations: Delegation, **user: Any) -> User:
    conference = delegations[0].conference
    held = StaffRoleFactory(
        conference=conference, role=Role.LIAISON_OFFICER, user=UserFactory(**user)
    )
    scopes.limit(holder=held, to=list(delegations), by=UserFactory(is_superuser=True), at=AT)
    officer: User = held.user
    return officer


@pytest.fixture
def delegation() -> Delegation:
    """With two focal points and a liaison officer, and those of another beside it."""
    found: Delegation = DelegationFactory()
    for phone in sorted(PHONES)[:2]:
        FocalPointFactory(delegation=found, user__phone=phone, user__languages="Hungarian")
    accompany(found, phone=max(PHONES), languages="Tajik, Russian")
    other = DelegationFactory(conference=found.conference)
    FocalPointFactory(delegation=other, user__phone="+36 1 555 0199")
    accompany(other, phone="+36 1 555 0198")
    FocalPointFactory(
        delegation=found, user__phone="+36 1 555 0197", revoked_at=AT, revoked_by=UserFactory()
    )
    FocalPointFactory(delegation=found, user__phone="+36 1 555 0196", user__is_active=False)
    return found


def phones_on(page: str) -> set[str]:
    known = User.objects.exclude(phone="").values_list("phone", flat=True)
    return {phone for phone in known if phone in page}


def test_contacts_are_those_who_work_on_it_now(delegation: Delegation) -> None:
    found = contacts_of([delegation])[delegation.pk]

    assert {user.phone for user in found.focal_points + found.liaison_officers} == PHONES
    assert [user.languages for user in found.liaison_officers] == ["Tajik, Russian"]


def test_they_read_each_others_contact_at_their_door(
    client: Client, delegation: Delegation
) -> None:
    where = [delegation.conference.slug, delegation.pk]
    found = contacts_of([delegation])[delegation.pk]

    client.force_login(found.focal_points[0])
    page = client.get(reverse("registration:delegation", args=where)).text
    assert phones_on(page) == PHONES
    assert ("Tajik, Russian" in page, reverse("account-contact") in page) == (True, True)
    client.force_login(found.liaison_officers[0])
    page = client.get(reverse("registration:accompanied_delegation", args=where)).text
    assert phones_on(page) == PHONES


def test_organizers_read_them_on_page_and_list_and_a_desk_does_not(
    client: Client, delegation: Delegation
) -> None:
    conference = delegation.conference
    sheet, contacts = (
        admin_url(conference, f"delegates_delegation_{name}", delegation.pk)
        for name in ("change", "contacts")
    )
    listed = admin_url(conference, "delegates_delegation_changelist")
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    others = {"+36 1 555 0199", "+36 1 555 0198"}

    assert phones_on(client.get(sheet).text) == PHONES
    # There somebody's access is ended, whether they can sign in or not.
    assert phones_on(client.get(contacts).text) == PHONES | {"+36 1 555 0196"}
    assert phones_on(client.get(listed).text) == PHONES | others
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)
    assert [phones_on(client.get(page).text) for page in (sheet, listed)] == [set(), set()]


def test_list_asks_for_the_contacts_of_three_as_often_as_of_one(client: Client) -> None:
    first = FocalPointFactory().delegation
    accompany(first)
    listed = Ask(admin_url(first.conference, "delegates_delegation_changelist"))
    client.force_login(StaffRoleFactory(conference=first.conference, role=Role.ORGANIZER).user)
    counted(client, listed)

    one, _response = counted(client, listed)
    for delegation in DelegationFactory.create_batch(2, conference=first.conference):
        FocalPointFactory.create_batch(2, delegation=delegation)
        accompany(delegation)
    three, _response = counted(client, listed)

    assert FocalPoint.objects.count() == 5
    assert (one.queries, three.queries) == (12, 12)
