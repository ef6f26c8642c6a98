"""Somebody comes in the place of somebody else, who holds it until the new person is approved."""

import pytest

from conference.errors import DomainError
from conference.models import AuditEvent, User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.services import moving
from delegates.services.review import accreditation, handing_in, replacement, undoing
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    QuotaFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation() -> Delegation:
    """Of two, with two places."""
    found: Delegation = DelegationFactory()
    QuotaFactory(conference=found.conference, kind=found.kind, places=2)
    return found


@pytest.fixture
def by() -> User:
    found: User = UserFactory(is_superuser=True)
    return found


@pytest.fixture
def former(delegation: Delegation) -> Delegate:
    row: Delegate = DelegateFactory(delegation=delegation, approved=True)
    DelegateFactory(delegation=delegation, approved=True, order=1)
    return row


def in_place_of(former: Delegate, by: User) -> Delegate:
    new = Delegate(delegation=former.delegation, family_name="Szabo")
    return replacement.replace(former=former, delegate=new, by=by, at=AT)


def states() -> list[str]:
    return list(Delegate.with_drafts.order_by("pk").values_list("accreditation", flat=True))


def test_new_person_takes_place_in_order_and_quota_and_the_former_holds_until_the_approval(
    former: Delegate, by: User
) -> None:
    new = in_place_of(former, by)
    order = Delegate.with_drafts.in_protocol_order()
    assert [row.pk for row in order][:2] == [new.pk, former.pk]

    handing_in.submit(delegate=new, by=by, at=AT)

    # Two places, both taken: one counts for the two, and nobody else has one.
    assert states() == ["approved", "approved", "submitted"]
    further = DelegateFactory(delegation=former.delegation, accreditation=Accreditation.DRAFT)
    handing_in.submit(delegate=further, by=by, at=AT)
    assert states()[3] == "waiting"
    accreditation.approve(delegate=new, by=by, at=AT)
    assert states() == ["withdrawn", "approved", "approved", "waiting"]
    withdrawn = Delegate.objects.get(pk=former.pk)
    reason = f"Replaced by {new.reference}."
    found = (withdrawn.decided_by, withdrawn.decided_at, withdrawn.decision_reason)
    assert found == (by, AT, reason)
    assert AuditEvent.objects.filter(action="delegate.replaced", target_id=former.pk).exists()
    with pytest.raises(DomainError, match="has replaced somebody"):
        undoing.undo_approval(delegate=new, by=by, at=AT)


def test_there_is_a_place_though_the_quota_is_overrun(former: Delegate, by: User) -> None:
    DelegateFactory(delegation=former.delegation, approved=True)
    new = in_place_of(former, by)

    handing_in.submit(delegate=new, by=by, at=AT)

    assert Delegate.objects.get(pk=new.pk).accreditation == Accreditation.SUBMITTED


def test_who_is_rejected_leaves_the_former_as_they_are_and_another_may_replace_them(
    former: Delegate, by: User
) -> None:
    new = in_place_of(former, by)
    with pytest.raises(DomainError, match="is being replaced already"):
        in_place_of(former, by)
    handing_in.submit(delegate=new, by=by, at=AT)
    accreditation.reject(delegate=new, reason="Not nominated", by=by, at=AT)

    other = in_place_of(former, by)

    assert states() == ["approved", "approved", "rejected", "draft"]
    assert Delegate.with_drafts.get(replaces=former) == other
    accreditation.withdraw(delegate=former, reason="Ill", by=by, at=AT)
    with pytest.raises(DomainError, match="cannot be replaced: Withdrawn"):
        in_place_of(former, by)


def test_whoever_moves_replaces_nobody_any_more(former: Delegate, by: User) -> None:
    new = in_place_of(former, by)
    handing_in.submit(delegate=new, by=by, at=AT)
    elsewhere = DelegationFactory(conference=former.conference, kind=former.delegation.kind)

    moving.move(delegate=former, delegation=elsewhere, by=by, at=AT)
    accreditation.approve(delegate=new, by=by, at=AT)

    assert states() == ["approved", "approved", "approved"]
