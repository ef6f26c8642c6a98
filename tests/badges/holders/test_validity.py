"""Whether a badge is valid is said once: of one and of a set alike, in every state there is."""

import datetime as dt
from itertools import product

from badges.choices import GenerationState, Holder, Obstacle
from badges.holders import KINDS, LOADS
from badges.holders.validity import valid, why_not_valid
from badges.models import Badge, Generation
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.badges.conftest import AT
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    DelegationFactory,
    GenerationFactory,
    UserFactory,
)

BEFORE, AFTER = AT - dt.timedelta(hours=1), AT + dt.timedelta(hours=1)
WINDOWS = [
    (None, None),
    (BEFORE, AFTER),
    (AT, None),
    (None, AT),
    (AFTER, None),
    (None, BEFORE),
]
"""`AT` is in the first three: a window begins with its start and ends before its end."""
DATES_OF = {
    GenerationState.RESERVED: {},
    GenerationState.LIVE: {"issued_at": AT},
    GenerationState.ENDED: {"issued_at": AT, "ended_at": AT, "end_reason": "lost"},
    GenerationState.RELEASED: {},
}


def badges_in_every_state(conference: Conference) -> dict[int, bool]:
    """Of each kind of holder, window, state and right to a badge one; and whether it is valid."""
    withdrawn = {"withdrawn_at": AT, "withdrawn_by": UserFactory()}
    delegations = [
        (DelegationFactory(conference=conference), True),
        (DelegationFactory(conference=conference, **withdrawn), False),
    ]
    types = [
        (BadgeTypeFactory(conference=conference, starts_at=start, ends_at=end), place < 3)
        for place, (start, end) in enumerate(WINDOWS)
    ]
    made = {}
    for accreditation, (delegation, attends) in product(Accreditation, delegations):
        for (badge_type, is_open), state in product(types, GenerationState):
            badge = BadgeFactory(delegate__delegation=delegation, type=badge_type)
            decided = (
                {"decided_at": None, "decided_by": None}
                if accreditation == Accreditation.PENDING
                else {}
            )
            Delegate.objects.filter(pk=badge.delegate_id).update(
                accreditation=accreditation, **decided
            )
            generation = GenerationFactory(badge=badge, state=state, **DATES_OF[state])
            is_entitled = attends and accreditation == Accreditation.APPROVED
            made[generation.pk] = is_open and is_entitled and state == GenerationState.LIVE
    return made


def test_one_and_set_say_the_same_of_every_state_type_and_holder(conference: Conference) -> None:
    expected = badges_in_every_state(conference)
    generations = Generation.objects.select_related(*(f"badge__{path}" for path in LOADS))

    found = Generation.objects.filter(valid(AT)).values_list("pk", flat=True)

    assert {row.pk: why_not_valid(row, at=AT) is None for row in generations} == expected
    assert {pk: pk in set(found) for pk in expected} == expected
    assert sum(expected.values()) == 3


def test_reason_is_the_holders_before_the_times(conference: Conference) -> None:
    over = BadgeTypeFactory(conference=conference, ends_at=BEFORE)
    later = BadgeTypeFactory(conference=conference, starts_at=AFTER)
    people = {
        "over": BadgeFactory(type=over, delegate__delegation__conference=conference),
        "later": BadgeFactory(type=later, delegate__delegation__conference=conference),
        "gone": BadgeFactory(type=over, delegate__delegation__conference=conference),
    }
    rows = {name: GenerationFactory(badge=badge, live=True) for name, badge in people.items()}
    Delegate.objects.filter(pk=people["gone"].delegate_id).update(
        accreditation=Accreditation.WITHDRAWN
    )
    rows["gone"].refresh_from_db()

    assert {name: why_not_valid(row, at=AT) for name, row in rows.items()} == {
        "over": Obstacle.NO_LONGER_OPEN,
        "later": Obstacle.NOT_OPEN_YET,
        "gone": Obstacle.WITHDRAWN,
    }


def test_every_kind_of_holder_is_a_column_of_a_badge() -> None:
    columns = {kind.column for kind in KINDS.values()}

    assert KINDS.keys() <= set(Holder)
    assert columns <= {field.name for field in Badge._meta.concrete_fields}
