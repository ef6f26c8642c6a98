"""Who may have a badge is said once; a row, a set, and the reason why not never differ."""

import datetime as dt

import pytest

from badges import obstacles
from badges.choices import Obstacle
from badges.holders.validity import why_not_valid
from badges.models import BadgeType, Generation
from badges.standing import badge_states
from conference.models import Conference
from delegates.choices import DECIDED, Accreditation
from delegates.models import Delegate
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import DelegationFactory, UserFactory


@pytest.mark.parametrize("is_withdrawn", [False, True])
@pytest.mark.parametrize("accreditation", Accreditation)
def test_row_set_and_reason_say_the_same(
    conference: Conference,
    make_delegates: MakeDelegates,
    accreditation: Accreditation,
    is_withdrawn: bool,
) -> None:
    stays_away = {"withdrawn_at": AT, "withdrawn_by": UserFactory()} if is_withdrawn else {}
    [delegate] = make_delegates(delegation=DelegationFactory(conference=conference, **stays_away))
    decided = {} if accreditation in DECIDED else {"decided_at": None, "decided_by": None}
    since = AT if accreditation == Accreditation.WAITING else None
    Delegate.objects.filter(pk=delegate.pk).update(
        accreditation=accreditation, waiting_since=since, **decided
    )
    delegate = Delegate.with_drafts.select_related("delegation").get()
    is_entitled = accreditation == Accreditation.APPROVED and not is_withdrawn

    said = (
        delegate.is_entitled_to_badge,
        Delegate.objects.entitled_to_badge().exists(),
        obstacles.to_entitlement(delegate) is None,
    )

    assert said == (is_entitled, is_entitled, is_entitled)


def test_reason_is_the_persons_own_before_the_delegations(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    gone = DelegationFactory(conference=conference, withdrawn_at=AT, withdrawn_by=UserFactory())
    [approved] = make_delegates(delegation=gone)
    [waiting] = make_delegates(delegation=gone, approved=False)

    found = [obstacles.to_entitlement(row) for row in (approved, waiting)]

    assert found == [Obstacle.DELEGATION_WITHDRAWN, Obstacle.PENDING]


def test_sets_of_holders_are_those_of_their_badges(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    valid, invalid, printing, without = make_delegates(4)
    send([valid, invalid])
    work_off()
    send([printing])
    Delegate.objects.filter(pk=invalid.pk).update(accreditation=Accreditation.WITHDRAWN)
    everybody = Delegate.objects.for_conference(conference)

    found = {
        name: set(getattr(badge_states, name)(everybody))
        for name in ("to_be_printed", "being_printed", "holding")
    }
    found["holding_invalid"] = set(badge_states.holding_invalid(everybody, at=AT))

    assert found == {
        "to_be_printed": {without},
        "being_printed": {printing},
        "holding": {valid, invalid},
        "holding_invalid": {invalid},
    }
    assert badge_states.holders_of_live_badges(conference) == {valid.pk, invalid.pk}


@pytest.mark.parametrize("hours", [None, -1, 1])
def test_everybody_holds_an_invalid_badge_while_its_type_is_not_open(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    hours: int | None,
) -> None:
    """But whoever holds none; so each badge says that is asked alone."""
    held = make_delegates(2)
    send(held)
    work_off()
    make_delegates()
    opens_at = None if hours is None else AT + dt.timedelta(hours=hours)
    BadgeType.objects.personal().update(starts_at=opens_at)
    live = Generation.objects.live().select_related("badge__type", "badge__delegate__delegation")

    found = badge_states.holding_invalid(Delegate.objects.for_conference(conference), at=AT)

    assert set(found) == (set(held) if hours == 1 else set())
    assert {row.badge.delegate for row in live if why_not_valid(row, at=AT)} == set(found)
