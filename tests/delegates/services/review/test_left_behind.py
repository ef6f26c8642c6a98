"""Of whoever moves, the other delegation reads nothing that was the former's to read."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conference.models import AuditEvent, User
from delegates.admin.registration.proposals import side_by_side
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, Proposal
from delegates.registration import frame
from delegates.services import moving, registering
from delegates.services.review import accreditation, proposals, undoing
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ProposalFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REASON = "The ministry of Hungary has not named this person"


@pytest.fixture
def delegate() -> Delegate:
    row: Delegate = DelegateFactory(approved=True, family_name="NAGY")
    return row


@pytest.fixture
def there(delegate: Delegate) -> Delegation:
    row: Delegation = DelegationFactory(conference=delegate.conference)
    return row


@pytest.fixture
def by() -> User:
    row: User = UserFactory(is_superuser=True)
    return row


@pytest.fixture
def read_there(client: Client, there: Delegation, delegate: Delegate) -> Callable[[], str]:
    """What focal points of the other delegation read of the person."""
    client.force_login(FocalPointFactory(delegation=there).user)

    def read() -> str:
        pages = [frame.url_of(there, "delegation"), frame.url_of(there, "open_person", delegate)]
        return "".join(client.get(page).text for page in pages)

    return read


def refused(delegate: Delegate, by: User) -> None:
    proposal = ProposalFactory(delegate=delegate, values={"function": "Minister of water"})
    proposals.refuse(proposal=proposal, reason=REASON, by=by, at=AT)


def test_why_a_change_was_refused_is_read_by_the_former_delegation_and_by_officers(
    delegate: Delegate, there: Delegation, by: User, read_there: Callable[[], str]
) -> None:
    refused(delegate, by)

    moving.move(delegate=delegate, delegation=there, by=by, at=AT)

    page = read_there()
    assert "NAGY" in page
    assert [words in page for words in (REASON, "were refused", "Minister of water")] == [False] * 3
    kept = Proposal.objects.get()
    (line,) = side_by_side(kept, delegate, by)
    assert (kept.decision_reason, line.then) == (REASON, "Minister of water")
    assert proposals.names_in(kept) == ["function"]


def test_change_that_is_open_is_not_taken_over_and_the_other_delegation_proposes_anew(
    delegate: Delegate, there: Delegation, by: User, read_there: Callable[[], str]
) -> None:
    leader = DelegateFactory(delegation=delegate.delegation, family_name="SZABO")
    named = {"function": "Minister of water", "head": leader.pk, "spouse_of": leader.pk}
    ProposalFactory(delegate=delegate, values=named)

    moving.move(delegate=delegate, delegation=there, by=by, at=AT + dt.timedelta(hours=1))

    page = read_there()
    assert [words in page for words in ("Minister of water", "SZABO")] == [False] * 2
    proposal = Proposal.objects.get()
    assert (proposal.is_open, proposal.is_taken, proposal.decided_by) == (False, False, by)
    dropped = AuditEvent.objects.get(action="delegate.proposal_dropped")
    assert (dropped.target_id, dropped.by) == (delegate.pk, by)

    proposals.propose(delegate=delegate, fields={"function": "Envoy"}, by=by, at=AT)

    assert "Envoy" in read_there()
    assert Proposal.objects.open().get().values == {"function": "Envoy"}


@pytest.mark.parametrize(
    "state", [Accreditation.RETURNED, Accreditation.REJECTED, Accreditation.WITHDRAWN]
)
def test_why_somebody_was_decided_on_stays_behind_and_in_the_history(
    there: Delegation,
    by: User,
    delegate: Delegate,
    read_there: Callable[[], str],
    state: Accreditation,
) -> None:
    Delegate.objects.filter(pk=delegate.pk).update(
        accreditation=Accreditation.SUBMITTED, decided_at=None, decided_by=None
    )
    accreditation.decide_many(
        delegate_ids=[delegate.pk],
        conference=there.conference,
        accreditation=state,
        by=by,
        at=AT,
        reason=REASON,
    )
    delegate.refresh_from_db()

    moving.move(delegate=delegate, delegation=there, by=by, at=AT)

    page = read_there()
    assert ("NAGY" in page, REASON in page) == (True, False)
    delegate.refresh_from_db()
    assert (delegate.accreditation, delegate.decided_by) == (state, by)
    assert delegate.events.filter(decision_reason=REASON).exists()


def moved_and_back(delegate: Delegate, there: Delegation, by: User) -> None:
    former = delegate.delegation
    for delegation in (there, former):
        moving.move(delegate=delegate, delegation=delegation, by=by, at=AT)
    delegate.refresh_from_db()


def rejected(delegate: Delegate, by: User, reason: str, at: dt.datetime = AT) -> None:
    Delegate.objects.filter(pk=delegate.pk).update(
        accreditation=Accreditation.REJECTED, decision_reason=reason, decided_at=at, decided_by=by
    )
    delegate.refresh_from_db()


def test_delegation_to_which_somebody_comes_back_reads_what_was_said_to_it(
    client: Client, delegate: Delegate, there: Delegation, by: User
) -> None:
    refused(delegate, by)
    rejected(delegate, by, "Not on the note")

    moved_and_back(delegate, there, by)

    assert delegate.decision_reason == "Not on the note"
    assert Proposal.objects.of_delegation_now().get().decision_reason == REASON
    client.force_login(FocalPointFactory(delegation=delegate.delegation).user)
    page = client.get(frame.url_of(delegate.delegation, "open_person", delegate)).text
    assert ("Not on the note" in page, REASON in page) == (True, True)


def test_reason_of_a_decision_that_another_has_followed_does_not_come_back(
    delegate: Delegate, there: Delegation, by: User
) -> None:
    former = delegate.delegation
    rejected(delegate, by, REASON)
    moving.move(delegate=delegate, delegation=there, by=by, at=AT)
    rejected(delegate, by, "Unknown here", AT + dt.timedelta(hours=1))

    moving.move(delegate=delegate, delegation=former, by=by, at=AT)

    delegate.refresh_from_db()
    assert delegate.decision_reason == ""


def test_change_that_a_move_dropped_stays_so_for_whoever_comes_back(
    client: Client, delegate: Delegate, there: Delegation, by: User
) -> None:
    """Nobody has refused it, and none says so."""
    ProposalFactory(delegate=delegate, values={"function": "Minister of water"})

    moved_and_back(delegate, there, by)

    proposal = Proposal.objects.get()
    assert (proposal.is_open, proposal.is_dropped) == (False, True)
    client.force_login(FocalPointFactory(delegation=delegate.delegation).user)
    page = client.get(frame.url_of(delegate.delegation, "open_person", delegate)).text
    assert "were refused" not in page


def test_many_come_back_with_as_many_queries_as_one(by: User, there: Delegation) -> None:
    former = DelegationFactory(conference=there.conference)
    people = DelegateFactory.create_batch(4, delegation=former, approved=True)
    for row in people:
        refused(row, by)
        rejected(row, by, f"{REASON} {row.pk}")

    def move(rows: list[Delegate], delegation: Delegation) -> int:
        changes = [registering.Change(row, {"delegation": delegation}) for row in rows]
        with CaptureQueriesContext(connection) as queries:
            registering.change_many(changes=changes, conference=there.conference, by=by, at=AT)
        return len(queries)

    move(people, there)
    assert move(people[:1], former) == move(people[1:], former)
    back = Delegate.objects.filter(delegation=former)
    reasons = dict(back.values_list("pk", "decision_reason"))
    assert reasons == {row.pk: f"{REASON} {row.pk}" for row in people}


def test_withdrawal_that_is_undone_in_the_other_delegation_brings_no_reason_of_the_former_back(
    there: Delegation, by: User, delegate: Delegate
) -> None:
    Delegate.objects.filter(pk=delegate.pk).update(
        accreditation=Accreditation.RETURNED, decision_reason=REASON, decided_at=AT, decided_by=by
    )
    delegate.refresh_from_db()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=by, at=AT)
    delegate.refresh_from_db()
    moving.move(delegate=delegate, delegation=there, by=by, at=AT)

    undone = undoing.undo_withdrawal(delegate=delegate, by=by, at=AT)

    assert (undone.accreditation, undone.decision_reason) == (Accreditation.RETURNED, "")


def test_who_stays_keeps_what_was_said_of_them(delegate: Delegate, by: User) -> None:
    refused(delegate, by)

    registering.change(delegate=delegate, fields={"delegation": delegate.delegation}, by=by, at=AT)

    assert Proposal.objects.of_delegation_now().get().decision_reason == REASON


@pytest.mark.parametrize("name", ["head", "spouse_of"])
def test_who_is_proposed_and_has_moved_is_named_to_nobody(
    client: Client, delegate: Delegate, there: Delegation, by: User, name: str
) -> None:
    client.force_login(FocalPointFactory(delegation=delegate.delegation).user)
    moved = DelegateFactory(delegation=delegate.delegation, family_name="SZABO")
    proposal = ProposalFactory(delegate=delegate, values={name: moved.pk})
    page = frame.url_of(delegate.delegation, "open_person", delegate)
    before = client.get(page).text

    moving.move(delegate=moved, delegation=there, by=by, at=AT)

    after = client.get(page).text
    assert ("SZABO" in before, "SZABO" in after) == (True, False)
    lines = side_by_side(Proposal.objects.get(pk=proposal.pk), delegate, by)
    assert [("SZABO" in line.then, moved.reference in line.then) for line in lines] == [
        (False, False)
    ]
