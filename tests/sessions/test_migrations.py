"""Why something was decided leaves the trail, on which it stood as it was typed."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from conference.models import AuditEvent, User
from delegates.models import Delegate
from delegates.services import delegations, erasure
from delegates.services.registration import invitation_requests
from delegates.services.review import accreditation, handing_in
from sessions.services import programme
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    InvitationRequestFactory,
    SessionFactory,
    UserFactory,
)

migration = import_module("sessions.migrations.0025_typed_reasons_leave_the_trail")

WHY = "Ágnes SZABÓ is in hospital"


@pytest.fixture
def officer() -> User:
    user: User = UserFactory(is_superuser=True)
    return user


def run() -> None:
    with connection.cursor() as cursor:
        for statement in migration.STATEMENTS:
            cursor.execute(statement)


def wrote(action: str, target: Model, reason: str = WHY, at: dt.datetime = AT) -> AuditEvent:
    """As the trail had it: the event that the service writes today says no reason."""
    return AuditEvent.objects.create(
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        at=at,
        detail={"reason": reason},
    )


def left() -> list[tuple[str, Any]]:
    events = AuditEvent.objects.filter(detail__has_key="reason").order_by("pk")
    return [(event.action, event.detail["reason"]) for event in events]


def test_reasons_that_stand_with_what_was_decided_are_taken_out(officer: User) -> None:
    own: dict[str, Any] = {"reason": WHY, "by": officer, "at": AT}
    delegation = DelegationFactory()
    request = InvitationRequestFactory(conference=delegation.conference)
    session = SessionFactory(conference=delegation.conference)
    rejected, withdrawn = DelegateFactory.create_batch(2, delegation=delegation)
    accreditation.reject(delegate=rejected, **own)
    accreditation.withdraw(delegate=withdrawn, **own)
    # What is decided no more stands in the history.
    accreditation.restore(delegate=withdrawn, by=officer, at=AT)
    delegations.withdraw(delegation=delegation, **own)
    invitation_requests.decline(request=request, **own)
    programme.cancel(session=session, **own)
    wrote("delegate.rejected", rejected)
    wrote("delegate.withdrawn", withdrawn)
    wrote("delegation.withdrawn", delegation)
    wrote("invitationrequest.declined", request)
    wrote("session.cancelled", session)
    before = AuditEvent.objects.count()

    run()

    assert left() == []
    assert AuditEvent.objects.count() == before


def test_reasons_that_are_codes_and_what_stands_nowhere_else_stay(officer: User) -> None:
    delegate = DelegateFactory()
    accreditation.reject(delegate=delegate, reason="Unknown", by=officer, at=AT)
    wrote("badge.invalidated", delegate, "not_needed")
    wrote("delegate.rejected", delegate, "Something else")

    run()

    assert left() == [
        ("badge.invalidated", "not_needed"),
        ("delegate.rejected", "Something else"),
    ]


def test_of_whoever_is_erased_no_reason_stays(officer: User) -> None:
    delegate = DelegateFactory()
    accreditation.withdraw(delegate=delegate, reason=WHY, by=officer, at=AT)
    erasure.erase(delegate=delegate, by=officer, at=AT)
    wrote("delegate.withdrawn", delegate)
    wrote("delegate.given_place", delegate)

    run()

    assert left() == []


def as_it_was(delegate: Delegate, officer: User) -> None:
    """A place beyond the quota had its reason on the trail alone."""
    handing_in.give_place(delegate=delegate, reason=WHY, by=officer, at=AT)
    Delegate.objects.filter(pk=delegate.pk).update(place_reason="")
    delegate.events.update(place_reason="")  # type: ignore[attr-defined]
    wrote("delegate.given_place", delegate)


def test_reasons_of_places_beyond_quotas_stand_with_whoever_has_one(officer: User) -> None:
    has, had = DelegateFactory.create_batch(2, waiting=True)
    for delegate in (has, had):
        as_it_was(delegate, officer)
    accreditation.approve(delegate=has, by=officer, at=AT)
    accreditation.withdraw(delegate=had, reason="Ill", by=officer, at=AT)
    accreditation.restore(delegate=had, by=officer, at=AT)
    known = [delegate.events.count() for delegate in (has, had)]

    run()

    assert left() == []
    rows = Delegate.objects.filter(pk__in=[has.pk, had.pk]).order_by("pk")
    assert list(rows.values_list("place_reason", flat=True)) == [WHY, ""]
    assert [delegate.events.count() for delegate in (has, had)] == known
    states = [
        list(delegate.events.order_by("pk").values_list("accreditation", "place_reason"))
        for delegate in (has, had)
    ]
    assert [state for state in states[0] if state[1]][-1] == ("approved", WHY)
    assert states[0][0] == ("waiting", "")
    assert {state for state in states[1] if state[0] == "withdrawn"} == {("withdrawn", "")}
    assert states[1][-1] == ("submitted", "")


def test_the_trail_takes_no_change_afterwards(officer: User) -> None:
    event = wrote("delegate.rejected", DelegateFactory())

    run()

    with pytest.raises(Exception, match="Cannot update or delete rows"):
        AuditEvent.objects.filter(pk=event.pk).update(detail={})
