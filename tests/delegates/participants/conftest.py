"""A conference with a list: one delegation that leads, one of each way of being counted."""

from collections.abc import Callable
from typing import Any

import pytest

from conference.models import Conference
from delegates.models import Delegate, Delegation
from tests.factories import ConferenceFactory, DelegateFactory, DelegationFactory

Approved = Callable[..., Delegate]


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(languages=["en"])


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(conference=conference)


@pytest.fixture
def approved() -> Approved:
    """Somebody accredited; `leads` makes them the head."""

    def make(delegation: Delegation, *, leads: bool = False, **fields: Any) -> Delegate:
        made = DelegateFactory(delegation=delegation, approved=True, **fields)
        if leads:
            Delegation.objects.filter(pk=delegation.pk).update(head=made)
        return made

    return make
