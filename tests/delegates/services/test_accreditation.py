import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conference.errors import DomainError
from conference.models import AuditEvent
from delegates.choices import NEXT_ACCREDITATIONS, Accreditation
from delegates.models import Delegate
from delegates.services import accreditation, delegations
from tests.factories import AT, DelegateFactory, UserFactory

DAY = dt.timedelta(days=1)


def test_approve_records_who_and_when() -> None:
    delegate = DelegateFactory()
    officer = UserFactory()

    accreditation.approve(delegate=delegate, by=officer, at=AT)

    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.APPROVED
    assert (delegate.decided_by, delegate.decided_at) == (officer, AT)
    event = AuditEvent.objects.get()
    assert (event.action, event.target_id) == ("delegate.approved", delegate.pk)


@pytest.mark.parametrize("decide", [accreditation.reject, accreditation.withdraw])
def test_a_negative_decision_needs_a_reason(decide: object) -> None:
    delegate = DelegateFactory()

    with pytest.raises(DomainError, match="Give a reason"):
        decide(delegate=delegate, reason="  ", by=UserFactory(), at=AT)  # type: ignore[operator]

    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.SUBMITTED


def test_restore_forgets_the_decision() -> None:
    delegate = DelegateFactory()
    officer = UserFactory()
    accreditation.reject(delegate=delegate, reason="Not nominated", by=officer, at=AT)

    accreditation.restore(delegate=delegate, by=officer, at=AT)

    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.SUBMITTED
    assert (delegate.decided_by, delegate.decided_at, delegate.decision_reason) == (None, None, "")


def test_undoing_a_withdrawal_leaves_the_decision_before_it() -> None:
    """With by whom and when, as if nobody had withdrawn; the trail keeps who undid it and when."""
    delegate = DelegateFactory()
    officer, organizer = UserFactory(), UserFactory(is_superuser=True)
    accreditation.reject(delegate=delegate, reason="Not nominated", by=officer, at=AT)
    accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT + DAY)

    accreditation.undo_withdrawal(delegate=delegate, by=organizer, at=AT + 2 * DAY)

    delegate.refresh_from_db()
    event = AuditEvent.objects.latest("pk")
    assert delegate.accreditation == Accreditation.REJECTED
    assert (delegate.decided_by, delegate.decided_at) == (officer, AT)
    assert delegate.decision_reason == "Not nominated"
    assert (event.action, event.target_id) == ("delegate.withdrawal_undone", delegate.pk)
    assert (event.by, event.at) == (organizer, AT + 2 * DAY)


def test_withdrawal_is_undone_by_who_withdrew_and_by_no_other_officer() -> None:
    delegate = DelegateFactory(approved=True)
    officer, other = UserFactory(), UserFactory()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT)

    with pytest.raises(DomainError, match="Only the person who withdrew"):
        accreditation.undo_withdrawal(delegate=delegate, by=other, at=AT)
    withdrawn = Delegate.objects.get().accreditation
    accreditation.undo_withdrawal(delegate=delegate, by=officer, at=AT)

    assert (withdrawn, Delegate.objects.get().accreditation) == ("withdrawn", "approved")


def test_withdrawal_that_another_decision_followed_stays() -> None:
    delegate = DelegateFactory()
    officer = UserFactory()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT)
    accreditation.restore(delegate=delegate, by=officer, at=AT)
    accreditation.reject(delegate=delegate, reason="Not nominated", by=officer, at=AT)

    with pytest.raises(DomainError, match="is no longer withdrawn"):
        accreditation.undo_withdrawal(delegate=delegate, by=officer, at=AT)

    assert Delegate.objects.get().accreditation == Accreditation.REJECTED


def test_decide_many_names_those_it_refuses() -> None:
    pending = DelegateFactory()
    withdrawn = DelegateFactory(delegation=pending.delegation)
    officer = UserFactory()
    accreditation.withdraw(delegate=withdrawn, reason="Ill", by=officer, at=AT)

    result = accreditation.decide_many(
        delegate_ids=[pending.pk, withdrawn.pk],
        conference=pending.conference,
        accreditation=Accreditation.APPROVED,
        by=officer,
        at=AT,
    )

    assert result.decided == [pending]
    assert [delegate for delegate, _ in result.refused] == [withdrawn]
    assert "“Withdrawn” cannot become “Approved”" in result.refused[0][1]


def test_decide_many_leaves_another_conference_alone() -> None:
    own, stranger = DelegateFactory(), DelegateFactory()

    accreditation.decide_many(
        delegate_ids=[own.pk, stranger.pk],
        conference=own.conference,
        accreditation=Accreditation.APPROVED,
        by=UserFactory(),
        at=AT,
    )

    stranger.refresh_from_db()
    assert stranger.accreditation == Accreditation.SUBMITTED


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.lists(st.sampled_from(list(Accreditation)), max_size=6))
def test_no_sequence_of_decisions_leaves_the_map(wanted: list[Accreditation]) -> None:
    delegate = DelegateFactory()
    officer = UserFactory()
    for step in wanted:
        before = Delegate.objects.get(pk=delegate.pk).accreditation
        accreditation.decide_many(
            delegate_ids=[delegate.pk],
            conference=delegate.conference,
            accreditation=step,
            by=officer,
            at=AT,
            reason="Because",
        )
        after = Delegate.objects.get(pk=delegate.pk).accreditation
        assert after == (step if step in NEXT_ACCREDITATIONS[before] else before)


def test_a_withdrawn_delegation_entitles_nobody_and_restoring_it_everybody() -> None:
    delegate = DelegateFactory(approved=True)
    officer = UserFactory()

    delegations.withdraw(delegation=delegate.delegation, reason="Not attending", by=officer, at=AT)
    withdrawn = Delegate.objects.select_related("delegation").get()
    assert not withdrawn.is_entitled_to_badge
    assert not Delegate.objects.entitled_to_badge().exists()

    delegations.restore(delegation=delegate.delegation, by=officer, at=AT)
    restored = Delegate.objects.select_related("delegation").get()
    assert restored.is_entitled_to_badge
    assert list(Delegate.objects.entitled_to_badge()) == [restored]
