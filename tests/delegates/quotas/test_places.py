"""What is counted is what a naive count of people says, whatever quotas there are."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from delegates.choices import EXPECTED, Accreditation, Hosting, Position
from delegates.models import Delegate, Delegation, Quota
from delegates.quotas import places
from delegates.quotas.places import Person, Quotas, Taken
from tests.factories import (
    AT,
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    QuotaFactory,
    UserFactory,
)

HEAD_IS_NONE = ""


def fits(quota: Quota, delegate: Delegate, delegation: Delegation) -> bool:
    """Read from the words of the model, row by row."""
    position = HEAD_IS_NONE if delegation.head_id == delegate.pk else delegate.position
    if quota.delegation_id and quota.delegation_id != delegation.pk:
        return False
    if quota.kind_id and quota.kind_id != delegation.kind_id:
        return False
    if quota.category_id and quota.category_id != delegate.category_id:
        return False
    return not quota.position or quota.position == position


def naive(quotas: list[Quota]) -> dict[tuple[int, int | None], tuple[int, int]]:
    people: Counter[tuple[int, int | None]] = Counter()
    hosted: Counter[tuple[int, int | None]] = Counter()
    for delegate in Delegate.with_drafts.select_related("delegation"):
        delegation = delegate.delegation
        if delegate.accreditation not in EXPECTED or delegation.is_withdrawn:
            continue
        own = {
            (row.category_id, row.position) for row in quotas if row.delegation_id == delegation.pk
        }
        for quota in quotas:
            if not fits(quota, delegate, delegation):
                continue
            is_replaced = (quota.category_id, quota.position) in own
            if quota.delegation_id is None and quota.is_each and is_replaced:
                continue
            of = delegation.pk if quota.is_each else None
            people[quota.pk, of] += 1
            hosted[quota.pk, of] += delegate.hosting == Hosting.HOSTED
    return {pool: (count, hosted[pool]) for pool, count in people.items()}


def some_people(chance: random.Random) -> list[Delegation]:
    """Forty in four delegations, in every state and under six quotas; one may have withdrawn."""
    conference, officer = ConferenceFactory(), UserFactory()
    categories = [CategoryFactory(conference=conference) for _one in range(2)]
    delegations = [
        DelegationFactory(conference=conference, kind__code=code)
        for code in ("state", "state", "state", "observer_state")
    ]
    decided = {"decided_at": AT, "decided_by": officer}
    for _one in range(40):
        state = chance.choice(list(Accreditation))
        further = decided if state in places_decided() else {}
        if state == Accreditation.WAITING:
            further = {"waiting_since": AT}
        row = DelegateFactory(
            delegation=chance.choice(delegations),
            accreditation=state,
            position=chance.choice([Position.MEMBER, Position.EXPERT]),
            hosting=chance.choice(Hosting.values),
            **further,
        )
        Delegate.with_drafts.filter(pk=row.pk).update(category=chance.choice([None, *categories]))
    for delegation in delegations[:2]:
        delegation.head = chance.choice([*delegation.delegates.all(), None])
        delegation.save()
    gone = delegations[chance.randrange(4)]
    if chance.random() < 0.5:
        Delegation.objects.filter(pk=gone.pk).update(
            withdrawn_at=AT, withdrawn_by=officer, withdrawal_reason="Recalled"
        )
    for of in some_quotas(chance, delegations, categories):
        QuotaFactory(conference=conference, **of)
    return delegations


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.django_db
def test_count_is_that_of_people_one_by_one(seed: int) -> None:
    delegations = some_people(random.Random(seed))

    quotas = Quotas.of(delegations[0].conference)
    people = [places.person_of(row) for row in Delegate.with_drafts.select_related("delegation")]
    pools = {pool for person in people for pool in quotas.pools_of(person)}
    with CaptureQueriesContext(connection) as asked:
        taken = places.taken(quotas, pools)

    assert len(asked) <= 1
    found = {
        tuple(pool): (count, taken.hosted[pool]) for pool, count in taken.people.items() if count
    }
    assert found == naive(list(quotas.by_id.values()))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.django_db
def test_people_of_a_delegation_in_groups_count_as_they_do_by_themselves(seed: int) -> None:
    delegations = some_people(random.Random(seed))
    quotas = Quotas.of(delegations[0].conference)
    former = DelegateFactory(delegation=delegations[0], hosting=Hosting.HOSTED)
    DelegateFactory(delegation=delegations[0], replaces=former, accreditation="submitted")

    for delegation in delegations:
        delegation.refresh_from_db()
        pools = quotas.pools_of_delegation(delegation)
        rows = places.grouped(Delegate.with_drafts.filter(delegation=delegation), "hosting", {})
        taken, in_groups = (
            places.taken(quotas, pools),
            quotas.taken_in(row["group"] for row in rows),
        )
        for pool in pools:
            assert in_groups.people[pool] == taken.people[pool]
            assert in_groups.hosted[pool] == taken.hosted[pool]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.django_db
def test_who_has_a_place_follows_from_the_part_of_the_line_that_it_depends_on(seed: int) -> None:
    chance = random.Random(seed)
    delegations = some_people(chance)
    conference = delegations[0].conference
    if seed % 2:
        Quota.objects.filter(is_each=False).delete()
    Quota.objects.update(places=F("places") + chance.randrange(4))
    quotas = Quotas.of(conference)
    for delegation in delegations:
        newcomers = [Person(delegation.pk, delegation.kind_id, None, Position.EXPERT)] * 3
        whole = places.line_of(conference)
        part = places.line_about(quotas, newcomers, conference)
        found = [
            places.with_place(quotas, [*(one.person for one in line), *newcomers])[len(line) :]
            for line in (whole, part)
        ]
        assert found[0] == found[1]
        assert {one.pk for one in part} <= {one.pk for one in whole}
        assert seed % 2 == 0 or all(one.person.delegation_id == delegation.pk for one in part)


def places_decided() -> set[Accreditation]:
    return {
        Accreditation.RETURNED,
        Accreditation.APPROVED,
        Accreditation.REJECTED,
        Accreditation.WITHDRAWN,
    }


def some_quotas(chance: random.Random, delegations, categories):  # type: ignore[no-untyped-def]
    whose = [
        {"kind": None},
        {"kind": delegations[0].kind},
        {"kind": None, "delegation": delegations[0]},
        {"kind": None, "delegation": delegations[3]},
    ]
    who = [
        {},
        {"category": categories[0]},
        {"category": categories[1]},
        {"position": Position.EXPERT},
    ]
    every = [
        {**one, **other, "is_each": is_each}
        for one in whose
        for other in who
        for is_each in (True, False)
        if len(one) + len(other) > 1 or one["kind"]
        if is_each or "delegation" not in one
    ]
    return chance.sample(every, 6)


PEOPLE = st.lists(
    st.builds(
        Person,
        delegation_id=st.integers(1, 2),
        kind_id=st.just(1),
        category_id=st.sampled_from([None, 1]),
        position=st.sampled_from(["", Position.MEMBER, Position.EXPERT]),
    ),
    max_size=12,
)


@given(PEOPLE, st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_no_pool_holds_more_than_its_places_and_nobody_is_left_out_of_free_ones(
    line: list[Person], sizes: list[int]
) -> None:
    rows = [
        Quota(pk=1, kind_id=1, is_each=True, places=sizes[0]),
        Quota(pk=2, kind_id=1, is_each=False, places=sizes[1]),
        Quota(pk=3, category_id=1, is_each=False, places=sizes[2]),
        Quota(pk=4, delegation_id=1, position=Position.EXPERT, places=sizes[3]),
    ]
    quotas = Quotas(rows)

    have = quotas.with_place(line, Taken())

    people: Counter[places.Pool] = Counter()
    for person, has_place in zip(line, have, strict=True):
        pools = quotas.pools_of(person)
        free = all(people[pool] < quotas.places(pool) for pool in pools)
        assert has_place == free
        if has_place:
            people.update(pools)
    assert all(count <= quotas.places(pool) for pool, count in people.items())
