import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import sampled_from

from conference.errors import DomainError
from conference.models import AuditEvent
from delegates.choices import DECIDED, EXPECTED, NEXT_ACCREDITATIONS, Accreditation
from delegates.models import Delegate
from delegates.services import delegations
from delegates.services.review import accreditation, handing_in, undoing
from tests.factories import AT, DelegateFactory, QuotaFactory, UserFactory

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

    undoing.undo_withdrawal(delegate=delegate, by=organizer, at=AT + 2 * DAY)

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
        undoing.undo_withdrawal(delegate=delegate, by=other, at=AT)
    withdrawn = Delegate.objects.get().accreditation
    undoing.undo_withdrawal(delegate=delegate, by=officer, at=AT)

    assert (withdrawn, Delegate.objects.get().accreditation) == ("withdrawn", "approved")


def test_withdrawal_that_another_decision_followed_stays() -> None:
    delegate = DelegateFactory()
    officer = UserFactory()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT)
    accreditation.restore(delegate=delegate, by=officer, at=AT)
    accreditation.reject(delegate=delegate, reason="Not nominated", by=officer, at=AT)

    with pytest.raises(DomainError, match="is no longer withdrawn"):
        undoing.undo_withdrawal(delegate=delegate, by=officer, at=AT)

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


class Registration(RuleBasedStateMachine):
    """Somebody is moved about in any order by whoever asks; what becomes of them is written here
    once more, beside the table.
    """

    def __init__(self) -> None:
        super().__init__()
        self.officer = UserFactory()
        self.delegate = DelegateFactory(accreditation=Accreditation.DRAFT)
        self.state = Accreditation.DRAFT
        self.before = Accreditation.SUBMITTED
        self.quota = QuotaFactory(
            conference=self.delegate.conference, kind=self.delegate.delegation.kind
        )

    @property
    def where_a_place_is(self) -> str:
        return "submitted" if self.quota.places else "waiting"

    @rule(places=sampled_from([0, 5]))
    def say_how_many_places(self, places: int) -> None:
        self.quota.places = places
        self.quota.save()

    def do(self, act: Callable[..., object], ways: dict[str, str], **further: object) -> None:
        then = ways.get(self.state)
        try:
            act(delegate=self.stored(), by=self.officer, at=AT, **further)
        except DomainError:
            assert then is None
            return
        assert then is not None
        if then == Accreditation.WITHDRAWN:
            self.before = self.state
        self.state = Accreditation(then)

    def stored(self) -> Delegate:
        return Delegate.with_drafts.get(pk=self.delegate.pk)

    @rule()
    def submit(self) -> None:
        ways = dict.fromkeys(["draft", "waiting"], self.where_a_place_is)
        self.do(handing_in.submit, ways | {"returned": "submitted"})

    @rule()
    def give_place(self) -> None:
        self.do(handing_in.give_place, {"waiting": "submitted"}, reason="Hosts the next")

    @rule()
    def approve(self) -> None:
        self.do(accreditation.approve, dict.fromkeys(["submitted", "returned"], "approved"))

    @rule()
    def return_(self) -> None:
        self.do(
            accreditation.return_, {"submitted": "returned"}, fields=["photo"], reason="Too dark"
        )

    @rule()
    def reject(self) -> None:
        ways = dict.fromkeys(["waiting", "submitted", "returned", "approved"], "rejected")
        self.do(accreditation.reject, ways, reason="Not nominated")

    @rule()
    def withdraw(self) -> None:
        left = ["waiting", "submitted", "returned", "approved", "rejected"]
        self.do(accreditation.withdraw, dict.fromkeys(left, "withdrawn"), reason="Ill")

    @rule()
    def restore(self) -> None:
        ways = dict.fromkeys(["rejected", "withdrawn"], self.where_a_place_is)
        self.do(accreditation.restore, ways)

    @rule()
    def undo_approval(self) -> None:
        self.do(undoing.undo_approval, {"approved": "submitted"})

    @rule()
    def undo_withdrawal(self) -> None:
        had_place = self.before in EXPECTED and not self.quota.places
        self.do(undoing.undo_withdrawal, {"withdrawn": "waiting" if had_place else self.before})

    @invariant()
    def stands_as_it_should(self) -> None:
        row = self.stored()
        is_decided = row.decided_at is not None and row.decided_by is not None
        assert row.accreditation == self.state
        assert is_decided == (self.state in DECIDED)
        assert (row.waiting_since is not None) == (self.state == Accreditation.WAITING)
        assert row.to_correct == (["photo"] if self.state == Accreditation.RETURNED else [])
        assert Delegate.objects.filter(pk=row.pk).exists() == (self.state != Accreditation.DRAFT)


def test_no_sequence_of_steps_leaves_the_map(db: None) -> None:
    run_state_machine_as_test(
        Registration,
        settings=settings(max_examples=30, stateful_step_count=20, deadline=None),
    )


def test_each_step_is_in_the_table() -> None:
    """What the state machine walks is all that the table allows, and nothing more."""
    told = {(state, then) for state, states in NEXT_ACCREDITATIONS.items() for then in states}

    assert told == {
        ("draft", "submitted"),
        ("draft", "waiting"),
        ("waiting", "submitted"),
        ("waiting", "rejected"),
        ("waiting", "withdrawn"),
        ("submitted", "approved"),
        ("submitted", "returned"),
        ("submitted", "rejected"),
        ("submitted", "withdrawn"),
        ("returned", "submitted"),
        ("returned", "approved"),
        ("returned", "rejected"),
        ("returned", "withdrawn"),
        ("approved", "rejected"),
        ("approved", "withdrawn"),
        ("rejected", "submitted"),
        ("rejected", "waiting"),
        ("rejected", "withdrawn"),
        ("withdrawn", "submitted"),
        ("withdrawn", "waiting"),
    }


def test_what_is_to_be_corrected_stays_with_the_person_and_why_too() -> None:
    """The audit trail is kept when somebody is erased: it names the fields and no more."""
    delegate = DelegateFactory()

    accreditation.return_(
        delegate=delegate,
        fields=["photo", "function"],
        reason="The photo shows another person",
        by=UserFactory(),
        at=AT,
    )

    delegate.refresh_from_db()
    event = AuditEvent.objects.get()
    assert delegate.to_correct == ["photo", "function"]
    assert delegate.decision_reason == "The photo shows another person"
    assert (event.action, event.detail) == ("delegate.returned", {"fields": ["photo", "function"]})


def test_fields_to_correct_are_those_that_a_delegation_fills_in() -> None:
    delegate = DelegateFactory()

    with pytest.raises(DomainError, match="from the list"):
        accreditation.return_(
            delegate=delegate, fields=["category"], reason="Wrong", by=UserFactory(), at=AT
        )


def test_corrected_and_submitted_again_nothing_is_left_of_the_return() -> None:
    delegate, officer = DelegateFactory(), UserFactory()
    accreditation.return_(delegate=delegate, fields=["photo"], reason="Too dark", by=officer, at=AT)

    handing_in.submit(delegate=delegate, by=officer, at=AT + DAY)

    delegate.refresh_from_db()
    left = (delegate.to_correct, delegate.decision_reason, delegate.decided_at)
    assert (delegate.accreditation, left) == (Accreditation.SUBMITTED, ([], "", None))
    assert AuditEvent.objects.filter(action="delegate.submitted").count() == 1


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
