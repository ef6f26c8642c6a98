"""What a delegation shares, its vehicles, blanks: allotted, printed, given, bound, ended."""

import datetime as dt

import pytest

from badges.choices import Obstacle, Purpose
from badges.holders import LOADS
from badges.holders.validity import why_not_valid
from badges.jobs.titles import title_of, with_people
from badges.models import Badge, BadgeType, Generation, PrintJob, Vehicle
from badges.services.holding import allotments, blanks, endings, handovers, vehicles
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import outdated_badges
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates.models import Category, Delegation
from delegates.services import delegations
from tests.badges.conftest import AT, MakeDelegates, WorkOff
from tests.factories import (
    BadgeTypeFactory,
    BadgeTypeZoneFactory,
    DelegationFactory,
    ZoneFactory,
    words,
)

LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    found: Delegation = DelegationFactory(
        conference=conference, name=words("France"), flag_code="fr"
    )
    return found


@pytest.fixture
def shared(conference: Conference) -> BadgeType:
    """At most three for each delegation; opens zone T."""
    found: BadgeType = BadgeTypeFactory(
        conference=conference, holder="delegation", quota=3, name=words("Transferable badge")
    )
    BadgeTypeZoneFactory(type=found, zone=ZoneFactory(conference=conference, letter="T"))
    return found


@pytest.fixture
def parking(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(
        conference=conference, holder="vehicle", quota=1, name=words("Parking")
    )
    return found


@pytest.fixture
def blank(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(conference=conference, holder="nobody")
    return found


def print_all(badge_type: BadgeType, clerk: User, work_off: WorkOff, **asked: str) -> PrintJob:
    asked = {"purpose": Purpose.FIRST, "language": "en"} | asked
    order = PrintOrder(badge_type.conference, None, type=badge_type, **asked)  # type: ignore[arg-type]
    job = jobs.send(order=order, by=clerk, at=AT)
    work_off()
    return with_people(PrintJob.objects.all()).get(pk=job.pk)


def reason_of(badge: Badge) -> Obstacle | None:
    generations = Generation.objects.select_related(*(f"badge__{path}" for path in LOADS))
    return why_not_valid(generations.filter(badge=badge).latest("number"), at=AT)


def state_of(badge: Badge) -> str:
    loaded = with_current_generations(Badge.objects.filter(pk=badge.pk)).get()
    return BadgeStates(loaded.conference, at=AT).in_words(loaded)[1]


def test_shared_badges_are_printed_as_so_many_of_so_many(
    delegation: Delegation, shared: BadgeType, clerk: User, work_off: WorkOff
) -> None:
    badges = allotments.allot(badge_type=shared, delegation=delegation, further=2, by=clerk, at=AT)

    job = print_all(shared, clerk, work_off)

    assert (job.state, job.page_count) == ("published", 2)
    assert title_of(job) == "Transferable badge: France, 1 of 2; France, 2 of 2"
    shown = Generation.objects.filter(badge=badges[1]).get().shown
    assert (shown.copy_number, shown.copy_count, shown.delegation_name.text) == ("2", "2", "France")
    assert (shown.zones, shown.badge_type.text) == (("T",), "Transferable badge")
    assert (shown.delegation_flag, shown.family_name.text) == ("flag:fr", "")
    assert [reason_of(badge) for badge in badges] == [None, None]
    assert state_of(badges[0]) == "Valid"


def test_quota_is_kept_and_what_is_given_up_is_taken_up_again(
    delegation: Delegation, shared: BadgeType, clerk: User, work_off: WorkOff
) -> None:
    made = allotments.allot(badge_type=shared, delegation=delegation, further=3, by=clerk, at=AT)
    print_all(shared, clerk, work_off)
    with pytest.raises(DomainError, match="at most 3 badges of the type “Transferable badge”"):
        allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)

    allotments.give_up(badge_type=shared, delegation=delegation, left=1, by=clerk, at=AT)

    assert [reason_of(badge) for badge in made] == [
        None,
        Obstacle.NO_LONGER_ALLOTTED,
        Obstacle.NO_LONGER_ALLOTTED,
    ]
    # It says 1 of 3 still.
    assert made[0].pk in outdated_badges(shared.conference, shared.pk)
    again = allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)
    assert [(row.serial, row.copy, row.copies) for row in again] == [
        (made[0].serial, 1, 2),
        (made[1].serial, 2, 2),
        (made[2].serial, 3, 2),
    ]
    with pytest.raises(DomainError, match="has only 2"):
        allotments.give_up(badge_type=shared, delegation=delegation, left=2, by=clerk, at=AT)
    for further in (0, -2, 1000):
        with pytest.raises(DomainError, match="1 to 999 badges"):
            allotments.allot(
                badge_type=shared, delegation=delegation, further=further, by=clerk, at=AT
            )
    with pytest.raises(DomainError, match="how many badges the delegation keeps"):
        allotments.give_up(badge_type=shared, delegation=delegation, left=-1, by=clerk, at=AT)


def test_shared_badge_ends_with_its_delegation(
    delegation: Delegation, shared: BadgeType, clerk: User, work_off: WorkOff
) -> None:
    [badge] = allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)
    print_all(shared, clerk, work_off)

    delegations.withdraw(delegation=delegation, reason="Stays away", by=clerk, at=LATER)

    assert reason_of(badge) == Obstacle.DELEGATION_WITHDRAWN
    with pytest.raises(DomainError, match="France is withdrawn"):
        allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)


def test_shared_badge_is_given_to_an_approved_delegate_and_comes_back(
    delegation: Delegation,
    shared: BadgeType,
    make_delegates: MakeDelegates,
    clerk: User,
    work_off: WorkOff,
) -> None:
    [badge] = allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)
    [approved] = make_delegates(delegation=delegation)
    [pending] = make_delegates(delegation=delegation, approved=False)
    [stranger] = make_delegates()
    with pytest.raises(DomainError, match="has not been printed"):
        handovers.give(badge=badge, to=approved, by=clerk, at=AT)
    print_all(shared, clerk, work_off)
    for other, said in ((pending, "not approved"), (stranger, "another delegation")):
        with pytest.raises(DomainError, match=said):
            handovers.give(badge=badge, to=other, by=clerk, at=AT)

    given = handovers.give(badge=badge, to=approved, by=clerk, at=AT)

    assert (given.given_to, given.given_by, given.given_at, given.back_at) == (
        approved, clerk, AT, None,
    )  # fmt: skip
    with pytest.raises(DomainError, match="was given to"):
        handovers.give(badge=badge, to=approved, by=clerk, at=AT)
    back = handovers.take_back(badge=badge, by=clerk, at=LATER)
    assert (back.pk, back.back_at, back.back_by) == (given.pk, LATER, clerk)
    with pytest.raises(DomainError, match="not given to anybody"):
        handovers.take_back(badge=badge, by=clerk, at=LATER)
    handovers.give(badge=badge, to=approved, by=clerk, at=LATER)
    trail = AuditEvent.objects.filter(target_type="badges.badge", target_id=badge.pk)
    actions = trail.exclude(action="badge.issued").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["badge.given", "badge.taken_back", "badge.given"]


def test_lapel_pins_are_a_count(delegation: Delegation, clerk: User) -> None:
    for count in (6, 2):
        handovers.give_pins(delegation=delegation, count=count, by=clerk, at=AT)

    assert handovers.pins_of(delegation) == 8
    for count in (0, 1000):
        with pytest.raises(DomainError, match="how many"):
            handovers.give_pins(delegation=delegation, count=count, by=clerk, at=AT)


def test_vehicle_is_printed_and_ends_when_it_is_withdrawn(
    delegation: Delegation, parking: BadgeType, clerk: User, work_off: WorkOff
) -> None:
    vehicle = Vehicle(
        delegation=delegation, plate="4821 AB 01", make="Toyota", colour="Black",
        driver_name="Rustam Nazarov",
    )  # fmt: skip
    badge = vehicles.register(vehicle=vehicle, badge_type=parking, by=clerk, at=AT)

    job = print_all(parking, clerk, work_off)

    assert (job.page_count, title_of(job)) == (1, "Parking: 4821 AB 01, Toyota")
    shown = Generation.objects.get(badge=badge).shown
    assert (shown.vehicle_plate, shown.vehicle_make.text, shown.vehicle_colour.text) == (
        "4821 AB 01", "Toyota", "Black",
    )  # fmt: skip
    assert (shown.vehicle_driver.text, shown.delegation_name.text) == ("Rustam Nazarov", "France")
    another = Vehicle(delegation=delegation, plate="1111")
    with pytest.raises(DomainError, match="at most 1 vehicle"):
        vehicles.register(vehicle=another, badge_type=parking, by=clerk, at=AT)
    vehicle.driver_name = "Farhod Saidov"
    vehicles.change(vehicle=vehicle, fields=["driver_name"], by=clerk, at=AT)
    outdated = outdated_badges(parking.conference, parking.pk)
    assert {pk: row.parts for pk, row in outdated.items()} == {vehicle.pk: {"vehicle_driver"}}
    vehicles.withdraw(vehicle=vehicle, by=clerk, at=AT)
    assert reason_of(badge) == Obstacle.VEHICLE_WITHDRAWN
    vehicles.register(vehicle=another, badge_type=parking, by=clerk, at=AT)
    with pytest.raises(DomainError, match="at most 1 vehicle"):
        vehicles.restore(vehicle=vehicle, by=clerk, at=AT)


def test_blank_opens_nothing_until_it_is_bound_once(
    blank: BadgeType,
    category: Category,
    make_delegates: MakeDelegates,
    clerk: User,
    work_off: WorkOff,
) -> None:
    first, second = blanks.make(badge_type=blank, category=category, count=2, by=clerk, at=AT)
    one, other = make_delegates(2)
    with pytest.raises(DomainError, match="has not been printed"):
        blanks.bind(badge=first, delegate=one, by=clerk, at=AT)
    print_all(blank, clerk, work_off)
    shown = Generation.objects.get(badge=first).shown
    assert (shown.category_letter, shown.serial, shown.family_name.text) == (
        "D", str(first), "",
    )  # fmt: skip
    assert (reason_of(first), state_of(first)) == (
        Obstacle.NOT_BOUND, "Not valid. Not given to anybody yet",
    )  # fmt: skip

    blanks.bind(badge=first, delegate=one, by=clerk, at=AT)

    assert (reason_of(first), reason_of(second)) == (None, Obstacle.NOT_BOUND)
    with pytest.raises(DomainError, match="already"):
        blanks.bind(badge=first, delegate=other, by=clerk, at=AT)
    with pytest.raises(DomainError, match="has badge"):
        blanks.bind(badge=second, delegate=one, by=clerk, at=AT)
    endings.end(badge=first, reason="lost", by=clerk, at=LATER)
    blanks.bind(badge=second, delegate=one, by=clerk, at=LATER)
    assert (reason_of(first), reason_of(second)) == (Obstacle.NO_LONGER_LIVE, None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"approved": False}, "not approved"), ({"category": None}, "is for the category")],
)
def test_blank_is_bound_to_nobody_who_may_not_have_it(
    blank: BadgeType,
    category: Category,
    make_delegates: MakeDelegates,
    clerk: User,
    work_off: WorkOff,
    fields: dict[str, object],
    said: str,
) -> None:
    [badge] = blanks.make(badge_type=blank, category=category, count=1, by=clerk, at=AT)
    print_all(blank, clerk, work_off)
    [delegate] = make_delegates(**fields)

    with pytest.raises(DomainError, match=said):
        blanks.bind(badge=badge, delegate=delegate, by=clerk, at=AT)


def test_badge_ends_for_a_reason_and_is_due_again(
    delegation: Delegation, shared: BadgeType, clerk: User, work_off: WorkOff
) -> None:
    [badge] = allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)
    print_all(shared, clerk, work_off)
    with pytest.raises(DomainError, match="Say why"):
        endings.end(badge=badge, reason="changed", by=clerk, at=AT)

    endings.end(badge=badge, reason="lost", by=clerk, at=LATER)

    assert reason_of(badge) == Obstacle.NO_LONGER_LIVE
    with pytest.raises(DomainError, match="was ended"):
        endings.end(badge=badge, reason="lost", by=clerk, at=LATER)
    print_all(shared, clerk, work_off)
    assert list(
        Generation.objects.filter(badge=badge).order_by("number").values_list("number", "state")
    ) == [(1, "ended"), (2, "live")]
