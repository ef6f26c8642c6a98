"""A proposal may name a row that is gone by the time somebody reads it, or decides on it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from delegates.choices import Accreditation
from delegates.models import Delegate, Proposal, Rank
from delegates.services.review import proposals
from tests.factories import (
    AT,
    DelegateFactory,
    FocalPointFactory,
    ProposalFactory,
    RankFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def without_rank() -> Proposal:
    rank = RankFactory()
    delegate = DelegateFactory(delegation__conference=rank.conference, approved=True)
    proposal: Proposal = ProposalFactory(delegate=delegate, values={"rank": rank.pk})
    Rank.objects.filter(pk=rank.pk).delete()
    return proposal


def without_spouse() -> Proposal:
    delegate = DelegateFactory(approved=True)
    draft = DelegateFactory(delegation=delegate.delegation, accreditation=Accreditation.DRAFT)
    proposal: Proposal = ProposalFactory(delegate=delegate, values={"spouse_of": draft.pk})
    Delegate.with_drafts.filter(pk=draft.pk).delete()
    return proposal


@pytest.fixture(params=[without_rank, without_spouse])
def proposal(request: pytest.FixtureRequest) -> Proposal:
    make: Callable[[], Proposal] = request.param
    return make()


@pytest.mark.parametrize("page", ["review", "record"])
def test_officer_reads_that_it_is_gone(client: Client, proposal: Proposal, page: str) -> None:
    role = StaffRoleFactory(conference=proposal.conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(role.user)
    name, pk = {
        "review": ("delegates_delegate_review", proposal.delegate_id),
        "record": ("delegates_proposal_change", proposal.pk),
    }[page]

    answer = client.get(admin_url(proposal.conference, name, pk))

    assert answer.status_code == 200
    assert "no longer there" in answer.text


def test_delegation_reads_that_it_is_gone(client: Client, proposal: Proposal) -> None:
    for column in ("rank", "spouse_of"):
        RegistrationFieldFactory(conference=proposal.conference, column=column)
    delegate = proposal.delegate
    client.force_login(FocalPointFactory(delegation=delegate.delegation).user)
    where = [proposal.conference.slug, delegate.delegation_id, delegate.pk]

    answer = client.get(reverse("registration:open_person", args=where))

    assert answer.status_code == 200
    assert "no longer there" in answer.text


def test_it_is_refused_and_not_taken(proposal: Proposal) -> None:
    officer = UserFactory(is_superuser=True)

    with pytest.raises(DomainError, match="What is proposed is no longer there: refuse"):
        proposals.take(proposal=proposal, by=officer, at=AT)
    proposals.refuse(proposal=proposal, reason="Not known", by=officer, at=AT)

    proposal.refresh_from_db()
    assert (proposal.is_open, proposal.is_taken) == (False, False)
