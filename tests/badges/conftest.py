"""A conference that can print, and people in it."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from badges import files
from badges.background import sampling
from badges.background.printing import KINDS, WAIT
from badges.choices import Purpose
from badges.models import PrintJob
from badges.services import defaults
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference import leased_work
from conference.choices import Role
from conference.leased_work import Hold
from conference.models import Conference, User
from delegates.models import Category, Delegate, Delegation
from tests.badges.printed import stored_files
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
)
from tests.here import HERE

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
LEASE = KINDS[0].lease


@pytest.fixture
def conference() -> Conference:
    """With the shipped design as its default."""
    conference: Conference = ConferenceFactory(slug=HERE)
    defaults.install(conference=conference, by=None, at=AT)
    return conference


@pytest.fixture
def category(conference: Conference) -> Category:
    found: Category = CategoryFactory(conference=conference, letter="D")
    return found


@pytest.fixture
def clerk(conference: Conference) -> User:
    """Works at the conference's badge desk."""
    user: User = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user
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


@pytest.fixture
def empty_storage() -> None:
    """No file of print jobs lies in the storage."""
    files.discard(stored_files())


@pytest.fixture
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **_: call())


Send = Callable[..., PrintJob]


@pytest.fixture
def send(conference: Conference, clerk: User) -> Send:
    """Sends a job for everybody, or for the given delegates."""

    def send_job(
        delegates: list[Delegate] | None = None, purpose: Purpose = Purpose.FIRST, **further: Any
    ) -> PrintJob:
        ids = None if delegates is None else [row.pk for row in delegates]
        further.setdefault("badges_per_file", jobs.BADGES_PER_FILE)
        order = PrintOrder(conference, ids, purpose, language="en", **further)
        return jobs.send(order=order, by=clerk, at=AT)

    return send_job


@pytest.fixture
def all_jobs_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is prepared by a worker, however few badges it has."""
    monkeypatch.setattr(jobs, "MOST_IN_SMALL_JOB", 0)


def claim(at: dt.datetime) -> Hold[Any] | None:
    """What a worker would take up then; its clock stands still."""
    return leased_work.claim(KINDS, lambda: at)


def perform_next() -> None:
    """The next piece of a job's work is done, and there is one."""
    assert leased_work.run_next(KINDS, lambda: AT)


def print_samples() -> None:
    """Every design that waits for its sample has been printed, or could not be."""
    while leased_work.run_next([sampling.KIND], lambda: AT):
        pass


def work_with_patience() -> int:
    """Does every step, those put back included; says how many attempts it took."""
    ticks = count()
    attempts = 0
    while leased_work.run_next(KINDS, lambda: AT + next(ticks) * WAIT):
        attempts += 1
    return attempts


WorkOff = Callable[[], int]


@pytest.fixture
def work_off() -> WorkOff:
    """Does every claimable step in this process; says how many there were."""

    def work() -> int:
        done = 0
        while leased_work.run_next(KINDS, lambda: AT):
            done += 1
        return done

    return work
