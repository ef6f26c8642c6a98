"""Mails stand in the history of whom they concern, for whoever causes them."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from conference.choices import Role, WorkState
from conference.models import Conference, Mail
from delegates.models import Delegate, DelegationKind
from delegates.services.review import accreditation
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    FocalPointFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
)
from tests.here import here


@pytest.fixture
def person(conference: Conference) -> Delegate:
    """Returned to the delegation, whose focal point has an address that is refused."""
    delegation = DelegationFactory(conference=conference)
    FocalPointFactory(delegation=delegation, user__email="szabo@mfa.example")
    found: Delegate = DelegateFactory(delegation=delegation)
    accreditation.return_(
        delegate=found, fields=["function"], reason="Too short", by=UserFactory(), at=timezone.now()
    )
    Mail.objects.update(state=WorkState.FAILED, is_refused=True, error="550 no such mailbox")
    return found


def signed_in(conference: Conference, role: Role, **further: object) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=role, **further).user)
    return client


def mails_in(client: Client, name: str, pk: int) -> list[tuple[str, str]]:
    """Subject as it stands in its cell, and the address, of each."""
    page = client.get(here(f"{name}_history", pk)).content.decode()
    row = r"<td><time[^>]*>[^<]*</time></td>\s*<td>(.*?)</td>\s*<td><bdi>(.*?)</bdi></td>"
    return re.findall(row, page.partition("<h2>Mails</h2>")[2])


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.REGISTRATION_OFFICER, Role.BADGE_DESK])
def test_mail_stands_in_the_history_of_the_person_and_of_the_delegation(
    conference: Conference, person: Delegate, role: Role
) -> None:
    """What it says is for organizers to open."""
    mail = Mail.objects.get()
    subject = f"<bdi>{mail.subject}</bdi>"
    if role == Role.ORGANIZER:
        subject = f'<a href="{here("conference_mail_change", mail.pk)}">{subject}</a>'
    client = signed_in(conference, role)
    read = [
        mails_in(client, "delegates_delegate", person.pk),
        mails_in(client, "delegates_delegation", person.delegation_id),
    ]

    told = [] if role == Role.BADGE_DESK else [(subject, "szabo@mfa.example")]
    assert read == [told, told]


def test_history_of_somebody_else_says_nothing_of_it(
    conference: Conference, person: Delegate
) -> None:
    other = DelegateFactory(delegation=DelegationFactory(conference=conference))
    organizer = signed_in(conference, Role.ORGANIZER)

    assert mails_in(organizer, "delegates_delegate", other.pk) == []
    assert mails_in(organizer, "delegates_delegation", other.delegation_id) == []


def test_officer_of_other_kinds_has_no_history_to_read(
    conference: Conference, person: Delegate
) -> None:
    def officer(kind: DelegationKind) -> Client:
        scope = StaffScopeFactory(conference=conference)
        ScopeLineFactory(conference=conference, scope=scope, kind=kind)
        return signed_in(conference, Role.REGISTRATION_OFFICER, scope=scope)

    theirs = officer(person.delegation.kind)
    others = officer(DelegationKindFactory(conference=conference, code="media"))
    url = here("delegates_delegate_history", person.pk)

    assert len(mails_in(theirs, "delegates_delegate", person.pk)) == 1
    assert others.get(url).status_code == 404
    mail = here("conference_mail_change", Mail.objects.get().pk)
    assert {theirs.get(mail).status_code, others.get(mail).status_code} <= {403, 404}
