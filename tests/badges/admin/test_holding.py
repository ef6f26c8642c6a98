"""What a delegation shares and its vehicles, by the pages on which staff work."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from badges.models import Badge, BadgeType, Handover, LapelPins, PrintJob, Vehicle
from badges.services.holding import vehicles
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.choices import Role
from conference.models import Conference, User
from delegates.models import Category, Delegate, Delegation
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.admin.test_sheets import design
from tests.badges.conftest import AT, MakeDelegates, WorkOff
from tests.deciding import decided
from tests.factories import BadgeTypeFactory, DelegationFactory, words
from tests.here import here
from tests.page_forms import form_values


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


@pytest.fixture
def shared(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(
        conference=conference, holder="delegation", quota=6, name=words("Transferable badge")
    )
    return found


@pytest.fixture
def parking(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(
        conference=conference, holder="vehicle", name=words("Parking")
    )
    return found


@pytest.fixture
def member(make_delegates: MakeDelegates) -> Delegate:
    [found] = make_delegates(1)
    return found


def page_of(delegation: Delegation) -> str:
    return here("badges_badge_of_delegation", delegation.pk)


def number(badge_type: BadgeType, former: int, number: int, **more: str) -> dict[str, object]:
    return {"do": "number", "type": badge_type.pk, "former": former, "number": number, **more}


def printed(badge_type: BadgeType, by: Client, work_off: WorkOff) -> None:
    clerk = by.get(here("index")).wsgi_request.user
    order = PrintOrder(badge_type.conference, None, "first", language="en", type=badge_type)  # type: ignore[arg-type]
    jobs.send(order=order, by=clerk, at=AT)  # type: ignore[arg-type]
    work_off()


def test_delegation_shares_more_and_then_fewer_after_a_look_at_what_ends(
    desk: Client, shared: BadgeType, member: Delegate, work_off: WorkOff
) -> None:
    page = page_of(member.delegation)
    link = f'href="{page}"'
    assert (
        link in desk.get(here("delegates_delegation_change", member.delegation_id)).content.decode()
    )

    desk.post(page, number(shared, 0, 3))
    stale = text(desk.post(page, number(shared, 0, 1)))
    beyond = text(desk.post(page, number(shared, 3, 40_000)))
    over = text(desk.post(page, number(shared, 3, 7)))
    assert "3 of at most 6" in text(desk.get(page))
    printed(shared, desk, work_off)
    asked = desk.post(page, number(shared, 3, 1))
    shown = text(asked)
    after = desk.post(page, number(shared, 3, 1, read=asked.context["promise"]), follow=True)

    assert "The number was changed in the meantime: it is 3 now." in stale
    assert "less than or equal to 999" in beyond
    assert "at most 6 badges of the type “Transferable badge”" in over
    ends = Badge.objects.filter(copy__gt=1)
    assert [f"Badge {badge} stops being valid." in shown for badge in ends] == [True, True]
    assert "1 of at most 6" in text(after)
    assert {row.copies for row in Badge.objects.filter(type=shared)} == {1}


def test_shared_badge_is_handed_over_and_taken_back_and_pins_are_counted(
    desk: Client, shared: BadgeType, member: Delegate, work_off: WorkOff
) -> None:
    page = page_of(member.delegation)
    desk.post(page, number(shared, 0, 1))
    printed(shared, desk, work_off)
    badge = Badge.objects.get(type=shared)
    nobody = text(desk.post(page, {"do": "hand_over", "badge": badge.pk, "delegate": ""}))
    desk.post(page, {"do": "hand_over", "badge": badge.pk, "delegate": member.pk})
    given = text(desk.get(page))
    found = text(desk.post(here("find"), {"find": str(badge)}))

    back = desk.post(
        f"{here('badges_badge_decide', badge.pk, 'back')}?in_delegation=1", follow=True
    )
    for count in ("4", "3", "100000", "0"):
        desk.post(page, {"do": "pins", "count": count})

    assert "Choose who receives the badge." in nobody
    assert f"{member}, since" in given
    # What is looked for is marked where it stands, its check digit in a name as well.
    assert f"{member} has it".replace(" ", "") in found.replace(" ", "")
    assert back.redirect_chain[-1][0] == page
    assert f"back from {member}" in text(back)
    assert Handover.objects.get().back_at is not None
    assert sum(LapelPins.objects.values_list("count", flat=True)) == 7


def test_vehicle_is_registered_corrected_withdrawn_and_comes_after_all(
    desk: Client, parking: BadgeType, member: Delegate, work_off: WorkOff
) -> None:
    delegation = member.delegation
    cars = here("badges_vehicle_changelist")
    new = {"delegation": delegation.pk, "badge_type": parking.pk, "plate": "4821 AB 01"}

    added = desk.post(here("badges_vehicle_add"), new | {"make": "Toyota"}, follow=True)
    again = text(desk.post(here("badges_vehicle_add"), new | {"plate": "4821-АВ-01"}))
    vehicle = Vehicle.objects.get()
    parking.design = design(parking.conference, "vehicle")
    parking.save()
    printed(parking, desk, work_off)
    told = text(desk.get(here("badges_printjob_change", PrintJob.objects.get().pk)))
    change = here("badges_vehicle_change", vehicle.pk)
    shown = form_values(desk.get(change).content.decode(), "vehicle_form")
    asked = desk.post(change, shown | {"colour": "Black"})
    desk.post(change, form_values(asked.content.decode(), "vehicle_form"))
    found = text(desk.post(cars, {"search": "4821ab"}, follow=True))
    missed = text(desk.post(cars, {"search": "9999"}, follow=True))
    stale = Vehicle.objects.get()
    stale.plate, stale.colour = "4821 AB 99", "Blue"
    vehicles.change(vehicle=stale, fields=["colour"], by=User.objects.latest("pk"), at=AT)
    assert Vehicle.objects.plated("4821 AB 01").get().colour == "Blue"
    decided(desk, here("badges_vehicle_decide", vehicle.pk, "withdrawn"))
    vehicle.refresh_from_db()
    withdrawn = vehicle.is_withdrawn, text(desk.get(page_of(delegation)))
    decided(desk, here("badges_vehicle_decide", vehicle.pk, "restored"))
    vehicle.refresh_from_db()

    assert added.redirect_chain[-1][0] == page_of(delegation)
    assert "One badge a page, A5, in protocol order." in told
    assert "Another vehicle has this number plate." in again
    assert "4821 AB 01" in found
    assert "4821 AB 01" not in missed
    assert "will be out of date" in text(asked)
    assert withdrawn[0]
    assert "Not valid. The vehicle is withdrawn" in withdrawn[1]
    assert (vehicle.is_withdrawn, vehicle.colour) == (False, "Blue")


def test_blanks_are_made_of_a_category_and_no_second_lot_unasked(
    conference: Conference, category: Category
) -> None:
    desk = signed_in(conference, Role.ORGANIZER)
    blank = BadgeTypeFactory(conference=conference, holder="nobody")
    page = here("badges_badgetype_decide", blank.pk, "blanks")
    filled = {"category": category.pk, "count": 1000}
    shown = form_values(desk.get(page).content.decode(), "decision")

    beyond = text(decided(desk, page, category=category.pk, count=1001))
    made = text(desk.post(page, shown | filled, follow=True))
    twice = text(desk.post(page, shown | filled, follow=True))

    assert "less than or equal to 1000" in beyond
    first, *_, last = Badge.objects.order_by("serial")
    assert f"1000 blanks were made: {first} to {last}." in made
    assert "Blanks not given yet: 1000" in twice
    assert set(Badge.objects.values_list("category", "holder")) == {(category.pk, "nobody")}
    assert Badge.objects.count() == 1000


def test_page_asks_as_often_for_many_as_for_one(
    desk: Client,
    shared: BadgeType,
    parking: BadgeType,
    member: Delegate,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = page_of(member.delegation)
    for count, plates in ((1, "A"), (6, "BCD")):
        desk.post(page, number(shared, Badge.objects.filter(type=shared).count(), count))
        for letter in plates:
            new = {"delegation": member.delegation_id, "badge_type": parking.pk, "plate": letter}
            desk.post(here("badges_vehicle_add"), new)
        desk.get(page)
        with django_assert_num_queries(QUERIES):
            desk.get(page)


QUERIES = 13


def test_delegation_of_another_conference_has_no_page(desk: Client) -> None:
    assert desk.get(page_of(DelegationFactory())).status_code == 404
