"""Who stands alike is asked about once: by thousands it comes out as one by one."""

from itertools import product

import pytest

from badges import obstacles
from badges.choices import GenerationState, Obstacle, Purpose
from badges.models import BadgeDesign, CategoryDesign, Generation, PrintJob
from badges.obstacles import Issues
from badges.services.printing import jobs
from badges.snapshot import with_what_badges_show
from badges.standing.print_plan import (
    Designs,
    count_plans,
    delegates_of,
    make_plan,
    obstacles_of,
)
from conference.models import Conference, User
from delegates.choices import DECIDED, Accreditation
from delegates.models import Category, Delegate
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.factories import (
    BadgeFactory,
    CategoryFactory,
    CategoryZoneFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    UserFactory,
)

ISSUED: list[dict[str, dict[str, object]]] = [
    {},
    {GenerationState.LIVE: {"issued_at": AT}},
    {GenerationState.RESERVED: {}},
    {GenerationState.LIVE: {"issued_at": AT}, GenerationState.RESERVED: {}},
    {GenerationState.ENDED: {"issued_at": AT, "ended_at": AT, "end_reason": "lost"}},
    {GenerationState.RELEASED: {}},
]


@pytest.fixture
def categories(conference: Conference) -> list[Category | None]:
    """None at all; one to print with; one with too many zones; one whose design has no version."""
    usual, wide, without = CategoryFactory.create_batch(3, conference=conference)
    CategoryZoneFactory.create_batch(11, category=wide)
    empty = BadgeDesign.objects.create(conference=conference, name="Empty")
    CategoryDesign.objects.create(conference=conference, category=without, design=empty)
    return [None, usual, wide, without]


@pytest.fixture
def everybody(conference: Conference, categories: list[Category | None]) -> list[Delegate]:
    """One of each kind, in protocol order."""
    clerk = UserFactory()
    there = DelegationFactory(conference=conference)
    gone = DelegationFactory(conference=conference, withdrawn_at=AT, withdrawn_by=clerk)
    version = BadgeDesign.objects.get(conference=conference, is_default=True).versions.latest("pk")
    registered = [state for state in Accreditation if state != Accreditation.DRAFT]
    for accreditation, delegation, category, issued in product(
        registered, (there, gone), categories, ISSUED
    ):
        decided = {"decided_at": AT, "decided_by": clerk} if accreditation in DECIDED else {}
        delegate = DelegateFactory(
            delegation=delegation,
            accreditation=accreditation,
            waiting_since=AT if accreditation == Accreditation.WAITING else None,
            category=category,
            is_category_set_by_hand=category is not None,
            **decided,
        )
        badge = BadgeFactory(delegate=delegate) if issued else None
        for number, (state, fields) in enumerate(issued.items(), start=1):
            GenerationFactory(
                badge=badge, number=number, state=state, design_version=version, **fields
            )
    rows = with_what_badges_show(delegates_of(conference, None)).in_protocol_order()
    return list(rows)


def one_by_one(delegate: Delegate, purpose: Purpose, designs: Designs) -> Obstacle | None:
    states = set(Generation.objects.of([delegate.pk]).values_list("state", flat=True))
    return obstacles.to_printing(
        delegate,
        purpose=purpose,
        issues=Issues(
            is_live=GenerationState.LIVE in states,
            is_being_printed=GenerationState.RESERVED in states,
        ),
        has_design=designs.for_category(delegate.category_id) is not None,
    )


@pytest.mark.parametrize("purpose", Purpose)
def test_plan_finds_what_the_rule_says_of_each(
    conference: Conference, everybody: list[Delegate], purpose: Purpose
) -> None:
    designs = Designs(conference)
    expected = [(row.pk, one_by_one(row, purpose, designs)) for row in everybody]

    plan = make_plan(conference, holder_ids=None, purpose=purpose)

    assert plan.printable == [pk for pk, obstacle in expected if obstacle is None]
    assert plan.refused == [(pk, obstacle) for pk, obstacle in expected if obstacle]
    assert len({obstacle for _pk, obstacle in plan.refused}) == 9


def test_counts_and_names_are_those_of_the_plans(
    conference: Conference, everybody: list[Delegate]
) -> None:
    counts = count_plans(conference, holder_ids=None, named=2)

    for purpose, counted in counts.items():
        plan = make_plan(conference, holder_ids=None, purpose=purpose)
        assert counted.printable == len(plan.printable)
        assert counted.refused == len(plan.refused)
        for refusal in counted.refusals:
            refused = [pk for pk, why in plan.refused if why == refusal.obstacle]
            assert refusal.count == len(refused)
            assert [row.pk for row in refusal.named] == refused[:2]
            assert refusal.more == len(refused) - len(refused[:2])
        assert [refusal.count for refusal in counted.refusals] == sorted(
            (refusal.count for refusal in counted.refusals), reverse=True
        )


def test_one_is_asked_about_as_all_are(conference: Conference, everybody: list[Delegate]) -> None:
    plans = {
        purpose: dict(make_plan(conference, holder_ids=None, purpose=purpose).refused)
        for purpose in Purpose
    }

    for delegate in everybody[::7]:
        assert obstacles_of(delegate) == {
            purpose: refused.get(delegate.pk) for purpose, refused in plans.items()
        }


def test_only_the_chosen_are_counted(conference: Conference, make_delegates: MakeDelegates) -> None:
    one, other, _third = make_delegates(3)

    counted = count_plans(conference, holder_ids=[other.pk, one.pk])[Purpose.FIRST]
    nobody = count_plans(conference, holder_ids=[])[Purpose.FIRST]

    assert (counted.printable, counted.refused) == (2, 0)
    assert (nobody.printable, nobody.refused) == (0, 0)


@pytest.mark.usefixtures("all_jobs_are_large")
def test_who_is_to_be_printed_by_a_job_that_waits_is_being_printed(
    conference: Conference, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    """Otherwise a second click on the same button would send the same thousands again."""
    one, other = make_delegates(2)
    job = send([one])

    waiting = make_plan(conference, holder_ids=None, purpose=Purpose.FIRST)
    its_own = make_plan(conference, holder_ids=None, purpose=Purpose.FIRST, to_prepare=job)
    jobs.cancel(job=job, by=clerk, at=AT)
    cancelled = make_plan(conference, holder_ids=None, purpose=Purpose.FIRST)

    assert PrintJob.objects.get().entries.count() == 0
    assert waiting.refused == [(one.pk, Obstacle.BEING_PRINTED)]
    assert waiting.printable == [other.pk]
    assert its_own.printable == cancelled.printable == [one.pk, other.pk]
