"""Nothing of a page changes for whoever does not see drafts when somebody is begun.

No name, and no figure, task, order or word of history either. Every page of the admin is read as
each other role before and after; new pages are found by themselves.
"""

import re
from difflib import ndiff

import pytest
from django.db import transaction
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from conference.permissions import ROLES_IN_ADMIN
from delegates.choices import Accreditation, Fulfilment
from delegates.models import Delegate, Delegation
from delegates.services import delegations
from tests.admin_pages import paths_of_rows
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationTaskFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.unseen import text_of

# What differs each time: what guards a form, and the time of day.
PASSING = re.compile(
    r'csrf[^>]*value="[^"]*"|nonce="[^"]*"|value="[0-9a-f-]{36}"|since=[0-9-]*'
    r'|name="version" value="[^"]*"|[0-9-]{10}t[0-9:.]{8,}|[0-9]{2}:[0-9]{2}'
)


@pytest.fixture
def conference() -> Conference:
    """With a row of everything, and whoever leads a delegation not named yet."""
    conference: Conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row_in(model, conference)
    for how in Fulfilment:
        DelegationTaskFactory(conference=conference, fulfilment=how, due_at=AT)
    delegation = Delegation.objects.filter(conference=conference).earliest("pk")
    delegation.head = None
    delegation.save()
    DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    return conference


def begin_somebody(conference: Conference) -> None:
    """Who is to lead, and is the spouse of one who is approved; and another in the place of one."""
    people = Delegate.objects.filter(conference=conference, accreditation=Accreditation.APPROVED)
    for first in [people.earliest("pk"), people.latest("pk")]:
        delegation, by = first.delegation, UserFactory(is_superuser=True)
        drafts = DelegateFactory.create_batch(
            2, delegation=delegation, accreditation=Accreditation.DRAFT, position="spouse"
        )
        delegations.appoint_head(delegation=delegation, delegate=drafts[0], by=by, at=AT)
        first.spouse_of = drafts[0]
        first.save()
        drafts[1].replaces = first
        drafts[1].save()


def pages(client: Client, paths: list[str]) -> dict[str, str]:
    """That somebody read them is not kept: the history would say so the next time."""
    with transaction.atomic():
        found = {path: PASSING.sub("", text_of(client.get(path))) for path in paths}
        transaction.set_rollback(True)
    return found


def other_lines(before: str, after: str) -> list[str]:
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line.strip() for line in lines if line[0] in "+-"] if before != after else []


@pytest.mark.parametrize("role", sorted(ROLES_IN_ADMIN - {Role.ORGANIZER}))
def test_who_does_not_see_drafts_reads_the_same_before_and_after_somebody_is_begun(
    client: Client, conference: Conference, role: Role
) -> None:
    user = StaffRoleFactory(role=role, conference=conference).user
    for model in OF_CONFERENCES:
        for row in model._base_manager.all():
            hand_to(user, row)
    client.force_login(user)
    paths = sorted(set(paths_of_rows(conference)))
    before = pages(client, paths)

    begin_somebody(conference)

    after = pages(client, paths)
    assert {
        path: found for path in paths if (found := other_lines(before[path], after[path]))
    } == {}
