"""A conference that can print, and people in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from badges.choices import Purpose
from badges.models import PrintJob
from badges.services import designs, jobs
from badges.services.jobs import Order
from badges.work import claim, perform
from conference.models import Conference, User
from delegates.models import Category, Delegate, Delegation
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    UserFactory,
)

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def conference() -> Conference:
    """With the shipped design as its default."""
    conference: Conference = ConferenceFactory()
    designs.install_default(conference=conference, by=None, at=AT)
    return conference


@pytest.fixture
def category(conference: Conference) -> Category:
    found: Category = CategoryFactory(conference=conference, letter="D")
    return found


@pytest.fixture
def clerk() -> User:
    user: User = UserFactory()
    return user


MakeDelegates = Callable[..., list[Delegate]]


@pytest.fixture
def make_delegates(conference: Conference, category: Category) -> MakeDelegates:
    """So many approved delegates of one delegation, with a category; further fields by name."""

    def make(count: int = 1, **fields: object) -> list[Delegate]:
        fields.setdefault("delegation", None)
        delegation: Delegation = fields.pop("delegation") or DelegationFactory(
            conference=conference
        )
        fields = {"approved": True, "category": category, "is_category_set_by_hand": True} | fields
        return [DelegateFactory(delegation=delegation, order=n, **fields) for n in range(count)]

    return make


Send = Callable[..., PrintJob]


@pytest.fixture
def send(conference: Conference, clerk: User) -> Send:
    """Sends a job for everybody, or for the given delegates."""

    def send_job(
        delegates: list[Delegate] | None = None, purpose: Purpose = Purpose.FIRST, **further: Any
    ) -> PrintJob:
        ids = None if delegates is None else [row.pk for row in delegates]
        further.setdefault("badges_per_file", jobs.BADGES_PER_FILE)
        order = Order(conference, ids, purpose, language="en", **further)
        return jobs.send(order=order, by=clerk, at=AT)

    return send_job


@pytest.fixture
def work_off() -> Callable[[], int]:
    """Does every claimable piece in this process; says how many there were."""

    def work() -> int:
        done = 0
        while piece := claim(AT):
            perform(piece, lambda: AT)
            done += 1
        return done

    return work
