"""What the page of a delegation of hundreds reads, whoever its reader is."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.addresses import admin_url
from conference.choices import ConferenceState, Role
from conference.models import User
from delegates.choices import Accreditation, Fulfilment
from delegates.derived import derive_delegates
from delegates.models import Delegate, Delegation, Submission, SubmittedDelegate
from delegates.sheet.contents import MEMBERS_ON_A_PAGE
from tests.explained import cost_of, explain_everything
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    MessageFactory,
    OrganizationFactory,
    QuotaFactory,
    RegistrationSettingsFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.many_printed import give_badges

PEOPLE, OTHERS, DELEGATIONS = 900, 9100, 60
WAITING_ELSEWHERE = 700
MOST_READ = 5000


@pytest.fixture
def delegation() -> Delegation:
    """Of hundreds, nearly all of whom are approved; a few wait for a place, some are spouses.

    Around it are thousands in other delegations, hundreds of whom wait, too. It had as many people
    at an earlier conference, has handed in all of them, and has written and been answered.
    """
    found: Delegation = DelegationFactory(conference__state=ConferenceState.OPEN, confirmed_at=AT)
    conference = found.conference
    RegistrationSettingsFactory(
        conference=conference, opens_at=timezone.now() - dt.timedelta(hours=1), closes_at=None
    )
    earlier = ConferenceFactory(
        starts_on=conference.starts_on - dt.timedelta(days=400),
        ends_on=conference.starts_on - dt.timedelta(days=398),
    )
    others = [
        DelegationFactory(
            conference=conference,
            country=None,
            organization=OrganizationFactory(),
            kind__code="intergovernmental",
        )
        for _number in range(DELEGATIONS)
    ]
    by = UserFactory()
    people = [*_people(found, PEOPLE, by), *_of_others(others, by)]
    former = _people(DelegationFactory(conference=earlier, country=found.country), PEOPLE, by)
    for rows in (people, former):
        derive_delegates(rows, rows[0].conference)
        Delegate.objects.bulk_create(rows)
    here = people[:PEOPLE]
    for one, other in zip(here[100:140:2], here[101:140:2], strict=True):
        Delegate.objects.filter(pk=one.pk).update(spouse_of=other)
    Delegation.objects.filter(pk=found.pk).update(head=here[0])
    QuotaFactory(conference=conference, kind=found.kind, places=300)
    QuotaFactory(conference=conference, kind=None, delegation=found, places=880, hosted=20)
    QuotaFactory(conference=conference, kind=None, position="press", is_each=False, places=900)
    for way in Fulfilment:
        DelegationTaskFactory(conference=conference, fulfilment=way)
    _hand_in(found, here)
    MessageFactory.create_batch(20, delegation=found)
    give_badges(conference)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def _people(delegation: Delegation, count: int, by: User) -> list[Delegate]:
    approved = {"accreditation": Accreditation.APPROVED, "decided_at": AT, "decided_by": by}
    waiting = {"accreditation": Accreditation.WAITING, "waiting_since": AT}
    return [
        Delegate(
            conference=delegation.conference,
            delegation=delegation,
            given_name=f"Given{number}",
            family_name=f"Family{number}",
            photo="photo.jpg",
            order=number,
            **(waiting if 20 <= number < 30 else approved),
        )
        for number in range(count)
    ]


def _of_others(delegations: list[Delegation], by: User) -> Iterator[Delegate]:
    for number in range(OTHERS):
        waits = number < WAITING_ELSEWHERE
        yield Delegate(
            conference=delegations[0].conference,
            delegation=delegations[number % DELEGATIONS],
            family_name=f"Other{number}",
            accreditation=Accreditation.WAITING if waits else Accreditation.SUBMITTED,
            waiting_since=AT if waits else None,
        )


def _hand_in(delegation: Delegation, people: list[Delegate]) -> None:
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    versions = dict(
        history.filter(pgh_obj__delegation=delegation).values_list("pgh_obj_id", "pgh_id")
    )
    made: list[Submission] = SubmissionFactory.create_batch(4, delegation=delegation)
    SubmittedDelegate.objects.bulk_create(
        SubmittedDelegate(
            conference=delegation.conference,
            submission=made[number % 4],
            delegate=row,
            version_id=versions[row.pk],
        )
        for number, row in enumerate(people)
    )


def readers_of(delegation: Delegation) -> dict[str, Any]:
    """By the address of the page that each is shown: who registers it, accompanies it, decides."""
    conference = delegation.conference
    where = [conference.slug, delegation.pk]
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=None, delegation=delegation)
    accompanying = {"role": Role.LIAISON_OFFICER, "scope": scope}
    organizing = {"role": Role.ORGANIZER}
    return {
        reverse("registration:delegation", args=where): FocalPointFactory(
            delegation=delegation
        ).user,
        reverse("registration:accompanied_delegation", args=where): StaffRoleFactory(
            conference=conference, **accompanying
        ).user,
        admin_url(conference, "delegates_delegation_change", delegation.pk): StaffRoleFactory(
            conference=conference, **organizing
        ).user,
    }


def rows_read(client: Client, user: User, path: str) -> int:
    client.force_login(user)
    client.get(path)
    notices = explain_everything()
    page = client.get(path).text
    assert page.count('id="member-') >= MEMBERS_ON_A_PAGE
    return cost_of(notices).rows


def test_page_of_nine_hundred_among_ten_thousand_reads_few_rows(
    client: Client, delegation: Delegation
) -> None:
    read = {path: rows_read(client, user, path) for path, user in readers_of(delegation).items()}

    assert max(read.values()) <= MOST_READ, read
