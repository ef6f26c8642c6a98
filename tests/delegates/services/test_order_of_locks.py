"""Whoever needs several rows waits for the first of them holding none of the others.

Each test holds what comes first, lets another begin, and then wants what comes after: who has taken
that already would be in a deadlock with a focal point who is at work.
"""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, Proposal
from delegates.services import registering
from delegates.services.registration import self_registration
from delegates.services.review import accreditation, proposals, replacement, turns
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ProposalFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.page_forms import form_values
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    return found


@pytest.fixture
def officer() -> User:
    user: User = UserFactory(is_superuser=True)
    return user


def holding(*delegates: Delegate) -> Any:
    return lambda: registering.held_delegates(delegates)


def wanting(row: Delegate) -> Any:
    """Raises where somebody has it already."""
    rows = Delegate.with_drafts.select_for_update(nowait=True)
    return lambda: rows.get(pk=row.pk)


def organizer_of(delegation: Delegation) -> Client:
    client = Client()
    role = StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER)
    client.force_login(role.user)
    return client


def test_who_decides_on_a_change_in_its_pages_holds_the_delegation_before_the_change(
    delegation: Delegation,
) -> None:
    person = DelegateFactory(delegation=delegation, approved=True)
    proposal = ProposalFactory(delegate=person)
    client = organizer_of(delegation)
    url = admin_url(delegation.conference, "delegates_proposal_decide", proposal.pk, "refuse")
    read = form_values(client.get(url).content.decode(), "decision") | {"reason": "Unknown"}

    while_uncommitted(
        lambda: (registering.held_delegations([delegation.pk]), holding(person)()),
        lambda: client.post(url, read),
        then=lambda: Proposal.objects.select_for_update(nowait=True).get(pk=proposal.pk),
    )

    assert Proposal.objects.get().decision_reason == "Unknown"


def replaced(delegation: Delegation, officer: User) -> tuple[Delegate, Delegate]:
    """Whoever is replaced, and who is to come in their place."""
    former = DelegateFactory(delegation=delegation, approved=True)
    new = Delegate(delegation=delegation, family_name="Szabo")
    return former, replacement.enter(former=former, delegate=new, by=officer, at=AT)


def test_who_approves_somebody_in_turn_holds_whom_they_replace_before(
    delegation: Delegation, officer: User
) -> None:
    former, new = replaced(delegation, officer)
    act = partial(
        turns.decide,
        delegate=new,
        version=turns.version_of(new),
        act=lambda row: accreditation.approve(delegate=row, by=officer, at=AT),
        by=officer,
        at=AT,
    )

    while_uncommitted(holding(former), act, then=wanting(new))

    former.refresh_from_db()
    assert former.accreditation == Accreditation.WITHDRAWN


def test_who_approves_somebody_in_the_pages_holds_whom_they_replace_before(
    delegation: Delegation, officer: User
) -> None:
    former, new = replaced(delegation, officer)
    client = organizer_of(delegation)
    url = admin_url(delegation.conference, "delegates_delegate_decide", new.pk, "approved")
    read = form_values(client.get(url).content.decode(), "decision")

    while_uncommitted(holding(former), lambda: client.post(url, read), then=wanting(new))

    former.refresh_from_db()
    assert former.accreditation == Accreditation.WITHDRAWN


@pytest.mark.parametrize("in_turn", [False, True])
def test_who_takes_a_new_head_over_holds_who_leads_before(
    delegation: Delegation, officer: User, in_turn: bool
) -> None:
    leads, would = DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    delegation.head = leads
    delegation.save()
    proposal = ProposalFactory(delegate=would, values={"head": would.pk})
    take = partial(proposals.take, proposal=proposal, by=officer, at=AT)
    version = turns.version_of(would)

    while_uncommitted(
        holding(leads),
        partial(
            turns.decide, delegate=would, version=version, act=lambda row: take(), by=officer, at=AT
        )
        if in_turn
        else take,
        then=wanting(would),
    )

    delegation.refresh_from_db()
    assert delegation.head == would


def test_who_places_people_holds_them_in_one_order(delegation: Delegation, officer: User) -> None:
    """The first to be registered is the last in the list, and the last to be written."""
    first, second, third = (
        DelegateFactory(delegation=delegation, order=order) for order in (2, 1, 0)
    )
    first.save()
    place = partial(registering.place_before, delegate=third, other=None, by=officer, at=AT)

    while_uncommitted(holding(first), place, then=wanting(second))

    people = Delegate.objects.order_by("order")
    assert list(people) == [second, first, third]


def test_focal_point_who_replaces_somebody_holds_who_comes_after_them_together(
    delegation: Delegation,
) -> None:
    focal_point = FocalPointFactory(delegation=delegation).user
    RegistrationSettingsFactory(conference=delegation.conference, opens_at=AT, closes_at=None)
    after, former = (DelegateFactory(delegation=delegation, order=order) for order in (1, 0))
    new = Delegate(delegation=delegation, family_name="Szabo")
    replace = partial(self_registration.replace, former=former, delegate=new)

    while_uncommitted(holding(after), lambda: replace(by=focal_point, at=AT), then=wanting(former))

    people = Delegate.with_drafts.order_by("order")
    assert [row.pk for row in people] == [new.pk, former.pk, after.pk]


def test_officer_who_replaces_somebody_holds_who_comes_after_them_together(
    delegation: Delegation, officer: User
) -> None:
    after, former = (DelegateFactory(delegation=delegation, order=order) for order in (1, 0))
    new = Delegate(delegation=delegation, family_name="Szabo")

    while_uncommitted(
        holding(after),
        lambda: replacement.enter(former=former, delegate=new, by=officer, at=AT),
        then=wanting(former),
    )

    people = Delegate.objects.order_by("order")
    assert [row.pk for row in people] == [new.pk, former.pk, after.pk]
