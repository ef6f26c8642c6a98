"""Changes that delegations propose, as officers read them."""

import re

from django.test import Client

from conference.models import Conference
from delegates.models import Proposal
from delegates.services import moving
from delegates.services.review import proposals
from tests.factories import AT, DelegationFactory, ProposalFactory, UserFactory
from tests.here import here

FACT = re.compile(r"<dt>([^<]+)</dt><dd>(?:[^<]*<bdi>|<span[^>]*>)([^<]+)<")
HEADING = re.compile(r'<th scope="col">([^<]+)</th>')


def read(client: Client, proposal: Proposal) -> tuple[dict[str, str], list[str]]:
    """What is said of the proposal, and the headings of what was proposed."""
    page = client.get(here("delegates_proposal_change", proposal.pk)).content.decode()
    return dict(FACT.findall(page)), HEADING.findall(page)


def test_decided_change_says_who_decided_and_why_and_not_what_is_registered_now(
    organizer: Client, conference: Conference
) -> None:
    proposal = ProposalFactory(
        delegate__delegation__conference=conference, proposed_by=UserFactory(name="Inês Rebelo")
    )
    facts, headings = read(organizer, proposal)
    assert (facts["Proposed"], facts["State"]) == ("Inês Rebelo", "to be decided")
    assert headings == ["Field", "Registered", "Proposed"]

    by = UserFactory(name="Vera Novak", is_superuser=True)
    proposals.refuse(proposal=proposal, reason="The note says otherwise.", by=by, at=AT)

    facts, headings = read(organizer, proposal)
    assert (facts["State"], facts["Decided"]) == ("refused", "Vera Novak")
    assert facts["Reason"] == "The note says otherwise."
    assert headings == ["Field", "Proposed"]


def test_change_that_a_move_dropped_is_not_called_refused(
    organizer: Client, conference: Conference
) -> None:
    proposal = ProposalFactory(delegate__delegation__conference=conference)
    by = UserFactory(name="Vera Novak", is_superuser=True)

    moving.move(
        delegate=proposal.delegate,
        delegation=DelegationFactory(conference=conference),
        by=by,
        at=AT,
    )

    facts, _headings = read(organizer, proposal)
    assert (facts["State"], facts["Decided"]) == ("dropped: the person has moved", "Vera Novak")
