"""What quotas come to is said in as many queries for three delegations as for one."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from delegates.choices import Position
from delegates.models import Delegate, Delegation
from delegates.quotas import composition
from tests.factories import AT, DelegateFactory, DelegationFactory, QuotaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegations() -> list[Delegation]:
    first = DelegationFactory()
    return [first, *DelegationFactory.create_batch(2, conference=first.conference)]


@pytest.mark.parametrize("count", [1, 3])
def test_composition_of_any_number_takes_two_queries(
    delegations: list[Delegation], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference, kind = delegations[0].conference, delegations[0].kind
    QuotaFactory(conference=conference, kind=kind, places=5)
    QuotaFactory(conference=conference, kind=kind, position=Position.INTERPRETER, places=1)
    QuotaFactory(conference=conference, kind=kind, is_each=False, places=9)
    DelegateFactory(delegation=delegations[0], position=Position.INTERPRETER)

    with django_assert_num_queries(2):
        found = composition.against_quotas(delegations[:count])

    assert found[delegations[0].pk] == ["1 of 5 places", "Interpreter: 1 of 1 place"]
    if count == 3:
        assert found[delegations[2].pk] == ["0 of 5 places", "Interpreter: 0 of 1 place"]


def test_who_waits_is_told_the_number_or_until_when_a_place_is_kept(
    delegations: list[Delegation],
) -> None:
    delegation = delegations[0]
    QuotaFactory(conference=delegation.conference, kind=delegation.kind, places=1)
    first, second = (
        DelegateFactory(
            delegation=delegation, waiting=True, waiting_since=AT + dt.timedelta(hours=number)
        )
        for number in range(2)
    )
    Delegate.objects.filter(pk=second.pk).update(offered_until=AT + dt.timedelta(days=2))
    second.refresh_from_db()

    line = composition.line_for([first, second])

    assert line.of(first) == "Waiting for a place: number 2"
    assert line.of(second).startswith("A place is free: to be handed in by ")
    assert line.of(second).endswith(")")
