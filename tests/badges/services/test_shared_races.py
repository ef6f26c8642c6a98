"""Two at once: for one blank, for one person, for the last of a quota, for one shared badge."""

from collections.abc import Callable
from functools import partial

import pytest

from badges.models import Badge, BadgeType, Handover
from badges.services.holding import allotments, blanks, handovers
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Category, Delegation
from delegates.services import delegations
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    DelegationFactory,
    GenerationFactory,
)
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def make_blanks(conference: Conference, category: Category) -> Callable[[int], list[Badge]]:
    """Printed ones, of one type."""

    def make(count: int) -> list[Badge]:
        badge_type = BadgeTypeFactory(conference=conference, holder="nobody")
        badges: list[Badge] = BadgeFactory.create_batch(
            count, blank=True, type=badge_type, category=category
        )
        for badge in badges:
            GenerationFactory(badge=badge, live=True)
        return badges

    return make


@pytest.fixture
def shared(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(conference=conference, holder="delegation", quota=3)
    return found


@racing
def test_of_two_desks_that_take_one_blank_one_holds_it(
    make_blanks: Callable[[int], list[Badge]], make_delegates: MakeDelegates, clerk: User
) -> None:
    [badge] = make_blanks(1)
    one, other = make_delegates(2)
    bind = partial(blanks.bind, badge=badge, by=clerk, at=AT)

    with pytest.raises(DomainError, match="already"):
        while_uncommitted(partial(bind, delegate=one), partial(bind, delegate=other))

    badge.refresh_from_db()
    assert badge.delegate == one


@racing
def test_of_two_desks_that_serve_one_person_one_gives_a_blank(
    make_blanks: Callable[[int], list[Badge]], make_delegates: MakeDelegates, clerk: User
) -> None:
    first, second = make_blanks(2)
    [person] = make_delegates()
    bind = partial(blanks.bind, delegate=person, by=clerk, at=AT)

    with pytest.raises(DomainError, match="has badge"):
        while_uncommitted(partial(bind, badge=first), partial(bind, badge=second))

    assert list(Badge.objects.filter(delegate=person)) == [first]


@racing
def test_who_is_withdrawn_meanwhile_is_bound_no_blank(
    make_blanks: Callable[[int], list[Badge]], make_delegates: MakeDelegates, clerk: User
) -> None:
    [badge] = make_blanks(1)
    [person] = make_delegates()

    with pytest.raises(DomainError, match="not approved"):
        while_uncommitted(
            partial(accreditation.withdraw, delegate=person, reason="Ill", by=clerk, at=AT),
            partial(blanks.bind, badge=badge, delegate=person, by=clerk, at=AT),
        )


@racing
def test_of_two_who_allot_the_last_of_a_quota_one_is_refused(
    conference: Conference, shared: BadgeType, clerk: User
) -> None:
    delegation = DelegationFactory(conference=conference)
    allot = partial(
        allotments.allot, badge_type=shared, delegation=delegation, further=2, by=clerk, at=AT
    )

    with pytest.raises(DomainError, match="at most 3"):
        while_uncommitted(allot, allot)

    assert list(Badge.objects.values_list("copy", "copies")) == [(1, 2), (2, 2)]


@racing
def test_delegation_that_is_withdrawn_meanwhile_is_allotted_nothing(
    conference: Conference, shared: BadgeType, clerk: User
) -> None:
    delegation: Delegation = DelegationFactory(conference=conference)

    with pytest.raises(DomainError, match="is withdrawn"):
        while_uncommitted(
            partial(delegations.withdraw, delegation=delegation, reason="-", by=clerk, at=AT),
            partial(
                allotments.allot,
                badge_type=shared,
                delegation=delegation,
                further=1,
                by=clerk,
                at=AT,
            ),
        )


@racing
def test_of_two_desks_that_hand_over_one_shared_badge_one_does(
    conference: Conference, shared: BadgeType, make_delegates: MakeDelegates, clerk: User
) -> None:
    one, other = make_delegates(2)
    badge = BadgeFactory(shared=True, type=shared, delegation=one.delegation)
    GenerationFactory(badge=badge, live=True)
    give = partial(handovers.give, badge=badge, by=clerk, at=AT)

    with pytest.raises(DomainError, match="was given to"):
        while_uncommitted(partial(give, to=one), partial(give, to=other))

    assert [row.given_to for row in Handover.objects.all()] == [one]
