"""Whether a badge is valid is said once: of one and of a set alike, in every state there is."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from badges.choices import GenerationState, Holder, Obstacle
from badges.holders import KINDS, LOADS, KindOfHolder
from badges.holders.validity import valid_personal, why_each_is_not_valid, why_not_valid
from badges.models import Badge, BadgeType, Generation
from conference.models import Conference
from delegates.choices import DECIDED, Accreditation
from delegates.models import Category, Delegate, Delegation
from sessions.models import Session
from tests.badges.conftest import AT
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    SessionFactory,
    UserFactory,
    VehicleFactory,
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
NOW, LATER, EARLIER = (AT, AFTER), (AFTER, AFTER + dt.timedelta(hours=1)), (BEFORE, AT)
SESSIONS = [
    (NOW, (None, None), True),
    (NOW, (AFTER, None), False),
    (NOW, (None, AT), False),
    (LATER, (None, None), False),
    (LATER, (BEFORE, None), True),
    (EARLIER, (None, None), False),
    (EARLIER, (None, AFTER), True),
    ("cancelled", (BEFORE, AFTER), False),
    ("nowhere", (None, None), False),
]
"""Of a session's times and those of a type for it, whether its badges open at `AT`."""
DATES_OF = {
    GenerationState.RESERVED: {},
    GenerationState.LIVE: {"issued_at": AT},
    GenerationState.ENDED: {"issued_at": AT, "ended_at": AT, "end_reason": "lost"},
    GenerationState.RELEASED: {},
}


Made = Callable[..., Badge]


def kinds_of_badges(conference: Conference) -> list[tuple[Holder, Made, bool]]:
    """Of each kind of holder every case there is, as a badge of a type, and whether it may open."""
    withdrawn = {"withdrawn_at": AT, "withdrawn_by": UserFactory()}
    category = CategoryFactory(conference=conference)
    cases: list[tuple[Holder, Made, bool]] = [(Holder.NOBODY, blank_of(category, None), False)]
    for attends in (True, False):
        delegation = DelegationFactory(conference=conference, **({} if attends else withdrawn))
        for accreditation in Accreditation:
            delegate = delegate_of(delegation, accreditation)
            is_entitled = attends and accreditation == Accreditation.APPROVED
            cases += [
                (Holder.DELEGATE, partial(BadgeFactory, delegate=delegate), is_entitled),
                (Holder.NOBODY, blank_of(category, delegate), is_entitled),
            ]
        for copy in (2, 3):
            made = partial(BadgeFactory, shared=True, delegation=delegation, copy=copy, copies=2)
            cases.append((Holder.DELEGATION, made, attends and copy == 2))
        for stays_away in (False, True):
            vehicle = VehicleFactory(delegation=delegation, **(withdrawn if stays_away else {}))
            made = partial(BadgeFactory, parked=True, vehicle=vehicle)
            cases.append((Holder.VEHICLE, made, attends and not stays_away))
    return cases


def delegate_of(delegation: Delegation, accreditation: Accreditation) -> Delegate:
    delegate: Delegate = DelegateFactory(delegation=delegation, approved=True)
    decided = {} if accreditation in DECIDED else {"decided_at": None, "decided_by": None}
    rows = Delegate.with_drafts.filter(pk=delegate.pk)
    since = AT if accreditation == Accreditation.WAITING else None
    rows.update(accreditation=accreditation, waiting_since=since, **decided)
    return rows.get()


def blank_of(category: Category, delegate: Delegate | None) -> Made:
    bound = {"delegate": delegate, "bound_at": AT, "bound_by": UserFactory()} if delegate else {}
    return partial(BadgeFactory, blank=True, category=category, **bound)


def badges_in_every_state(conference: Conference) -> dict[int, bool]:
    """Of each kind of holder, window, state and right to a badge one; and whether it is valid."""
    cases = kinds_of_badges(conference)
    made = {}
    for holder, (place, (start, end)), state in product(
        Holder, enumerate(WINDOWS), GenerationState
    ):
        badge_type = BadgeTypeFactory(
            conference=conference, holder=holder, starts_at=start, ends_at=end
        )
        for _holder, make, may_open in (case for case in cases if case[0] == holder):
            generation = GenerationFactory(
                badge=make(type=badge_type), state=state, **DATES_OF[state]
            )
            made[generation.pk] = place < 3 and may_open and state == GenerationState.LIVE
    return made


def badges_for_sessions(conference: Conference) -> dict[int, bool]:
    """Of every case a live badge, and whether it is valid."""
    made = {}
    for session, (start, end), is_valid in SESSIONS:
        starts_at, ends_at = NOW if isinstance(session, str) else session
        row = SessionFactory(conference=conference, starts_at=starts_at, ends_at=ends_at)
        if session == "cancelled":
            Session.objects.filter(pk=row.pk).update(state=session)
        badge_type = BadgeTypeFactory(
            conference=conference,
            starts_at=start,
            ends_at=end,
            occasion="gone" if session == "nowhere" else row.code,
        )
        delegate = DelegateFactory(delegation__conference=conference, approved=True)
        badge = BadgeFactory(type=badge_type, delegate=delegate)
        made[GenerationFactory(badge=badge, live=True).pk] = is_valid
    return made


def test_one_and_several_say_the_same_of_every_state_type_and_holder(
    conference: Conference,
) -> None:
    expected = badges_in_every_state(conference)
    for_sessions = badges_for_sessions(conference)
    expected |= for_sessions
    generations = Generation.objects.select_related(*(f"badge__{path}" for path in LOADS))

    assert {row.pk: why_not_valid(row, at=AT) is None for row in generations} == expected
    with CaptureQueriesContext(connection) as queries:
        reasons = why_each_is_not_valid(list(generations.filter(pk__in=for_sessions)), at=AT)
    assert [reasons.get(pk) for pk in for_sessions] == [
        *(None, Obstacle.NOT_OPEN_YET, Obstacle.NO_LONGER_OPEN, Obstacle.NOT_OPEN_YET, None),
        *(Obstacle.NO_LONGER_OPEN, None, Obstacle.SESSION_IS_OFF, Obstacle.SESSION_IS_OFF),
    ]
    # The badges, and the sessions.
    assert len(queries) == 2
    # In three windows a delegate's, a blank's, a shared one and a vehicle's; and for sessions.
    assert sum(expected.values()) == 3 * len(Holder) + 3


def test_what_opens_only_beside_a_personal_badge_does_while_one_is_valid(
    conference: Conference,
) -> None:
    holders_of_each = {
        case: beside_badges(DelegationFactory(conference=conference)) for case in PERSONAL
    }
    for case, (delegate, _badges) in holders_of_each.items():
        elsewhere = DelegateFactory(delegation__conference=conference, approved=True)
        is_elsewhere = case == "of another delegation"
        personal = BadgeFactory(delegate=elsewhere if is_elsewhere else delegate)
        if case == "entitled no more":
            Delegate.objects.filter(pk=delegate.pk).update(accreditation=Accreditation.WITHDRAWN)
        state = GenerationState.RESERVED if case == "not printed" else GenerationState.LIVE
        GenerationFactory(badge=personal, state=state, **DATES_OF[state])
    expected = {
        generation.pk: None if PERSONAL[case] else reason_of(case, generation)
        for case, (_delegate, generations) in holders_of_each.items()
        for generation in generations
    }
    rows = Generation.objects.filter(pk__in=expected).select_related(
        *(f"badge__{path}" for path in LOADS)
    )
    personal_type = BadgeType.objects.filter(conference=conference, is_personal=True)
    of_persons = Generation.objects.personal().select_related(*(f"badge__{path}" for path in LOADS))

    def valid_ones() -> set[int]:
        """As a set, and one by one."""
        found = set(valid_personal(AT).values_list("pk", flat=True))
        assert found == {row.pk for row in of_persons.all() if why_not_valid(row, at=AT) is None}
        return found

    assert {row.pk: why_not_valid(row, at=AT) for row in rows} == expected
    assert valid_ones()
    with CaptureQueriesContext(connection) as queries:
        several = why_each_is_not_valid(list(rows), at=AT)
    assert several == {pk: obstacle for pk, obstacle in expected.items() if obstacle}
    assert len(queries) == 1
    personal_type.update(ends_at=AT)
    assert {why_not_valid(row, at=AT) for row in rows} == {
        Obstacle.NO_PERSONAL_BADGE,
        Obstacle.WITHDRAWN,
    }
    assert valid_ones() == set()


PERSONAL = {
    "valid": True,
    "not printed": False,
    "entitled no more": False,
    "of another delegation": False,
}
"""Of each case, whether what is beside the delegate's personal badge may open."""


def reason_of(case: str, generation: Generation) -> Obstacle:
    """The reason that a holder has comes first."""
    if case == "entitled no more" and generation.badge.delegate_id:
        return Obstacle.WITHDRAWN
    return Obstacle.NO_PERSONAL_BADGE


def beside_badges(delegation: Delegation) -> tuple[Delegate, list[Generation]]:
    """Of a delegate, and of each kind of holder a live badge that is carried beside the delegate's
    personal one.
    """
    delegate = delegate_of(delegation, Accreditation.APPROVED)
    category = CategoryFactory(conference=delegation.conference)
    makers: dict[Holder, Any] = {
        Holder.DELEGATE: partial(BadgeFactory, delegate=delegate),
        Holder.NOBODY: blank_of(category, delegate),
        Holder.DELEGATION: partial(BadgeFactory, shared=True, delegation=delegation),
        Holder.VEHICLE: partial(
            BadgeFactory, parked=True, vehicle=VehicleFactory(delegation=delegation)
        ),
    }
    types = {
        holder: BadgeTypeFactory(
            conference=delegation.conference, holder=holder, is_beside_personal=True
        )
        for holder in makers
    }
    made = [make(type=types[holder]) for holder, make in makers.items()]
    return delegate, [GenerationFactory(badge=badge, live=True) for badge in made]


def test_what_may_be_printed_is_said_of_one_of_a_set_and_of_many_alike(
    conference: Conference,
) -> None:
    badges = {make().pk for _holder, make, _may_open in kinds_of_badges(conference)}
    rows = Badge.objects.filter(pk__in=badges).select_related(*LOADS)
    by_kind = {
        kind: kind.with_grounds(kind.rows().filter(pk__in=ids_of(kind, rows)))
        for kind in KINDS.values()
    }

    for kind, annotated in by_kind.items():
        of_many = {
            pk: kind.on_grounds(*grounds)
            for pk, *grounds in annotated.values_list("pk", *kind.grounds)
        }
        one_by_one = {row.pk: kind.obstacle(row) for row in kind.rows().filter(pk__in=of_many)}
        entitled = kind.rows().filter(kind.entitled(), pk__in=of_many)
        assert of_many == one_by_one
        assert set(entitled.values_list("pk", flat=True)) == {
            pk for pk, obstacle in one_by_one.items() if obstacle is None
        }
        assert None in one_by_one.values()
        assert set(one_by_one.values()) != {None}


def ids_of(kind: KindOfHolder[Any], badges: QuerySet[Badge]) -> list[int]:
    held = badges.filter(holder=kind.holder)
    return list(held.values_list(kind.key, flat=True))


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


def test_every_holder_that_a_type_may_have_is_known() -> None:
    assert KINDS.keys() == set(Holder)
