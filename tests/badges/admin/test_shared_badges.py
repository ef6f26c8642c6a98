"""Badges that are not one delegate's, on the pages that show badges of any holder."""

import pytest
from django.test import Client

from badges.models import Badge, PrintJob, Vehicle
from badges.services.holding import allotments, blanks, vehicles
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.models import Conference, User
from delegates.models import Category, Delegation
from tests.badges.conftest import AT, WorkOff
from tests.factories import BadgeTypeFactory, DelegationFactory, words
from tests.here import here


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    found: Delegation = DelegationFactory(conference=conference, name=words("France"))
    return found


@pytest.fixture
def printed(
    conference: Conference,
    category: Category,
    delegation: Delegation,
    clerk: User,
    work_off: WorkOff,
) -> list[Badge]:
    """A shared badge, a vehicle's and a blank."""
    types = {
        holder: BadgeTypeFactory(conference=conference, holder=holder)
        for holder in ("delegation", "vehicle", "nobody")
    }
    shared = types["delegation"]
    allotments.allot(badge_type=shared, delegation=delegation, further=2, by=clerk, at=AT)
    vehicle = Vehicle(delegation=delegation, plate="4821 AB 01", make="Toyota")
    vehicles.register(vehicle=vehicle, badge_type=types["vehicle"], by=clerk, at=AT)
    blanks.make(badge_type=types["nobody"], category=category, count=1, by=clerk, at=AT)
    for badge_type in types.values():
        order = PrintOrder(conference, None, "first", language="en", type=badge_type)  # type: ignore[arg-type]
        jobs.send(order=order, by=clerk, at=AT)
        work_off()
    return list(Badge.objects.order_by("serial"))


def test_badges_of_every_holder_are_listed_and_shown(
    conference: Conference, printed: list[Badge], clerk: User
) -> None:
    client = Client()
    client.force_login(clerk)

    listed = client.get(here("badges_badge_changelist")).content.decode()

    for said in ("1 of 2", "2 of 2", "4821 AB 01, Toyota", str(printed[-1])):
        assert said in listed
    for badge in printed:
        page = client.get(here("badges_badge_change", badge.pk))
        assert (page.status_code, str(badge) in page.content.decode()) == (200, True)
    assert [Vehicle.objects.matching(typed).count() for typed in ("4821ab", "99")] == [1, 0]


def test_desk_and_jobs_name_every_holder(printed: list[Badge], clerk: User) -> None:
    client = Client()
    client.force_login(clerk)

    desk = client.get(here("badges_printjob_desk")).content.decode()

    for said in ("1 of 2", "4821 AB 01, Toyota", str(printed[-1])):
        assert said in desk
    for job in PrintJob.objects.all():
        assert client.get(here("badges_printjob_change", job.pk)).status_code == 200


def test_what_has_changed_of_a_vehicle_is_said_and_replaced(
    printed: list[Badge], clerk: User
) -> None:
    client = Client()
    client.force_login(clerk)
    vehicle = Vehicle.objects.get()
    vehicle.colour = "Black"
    vehicles.change(vehicle=vehicle, fields=["colour"], by=clerk, at=AT)

    page = client.get(here("badges_printjob_due_changed"))

    assert "4821 AB 01, Toyota" in page.content.decode()
    [group] = page.context["groups"]
    client.post(
        here("badges_printjob_due_changed"),
        {"group": group[0].key, "read": page.context["promise"]},
    )
    job = PrintJob.objects.latest("pk")
    assert (job.purpose, job.entries.get().generation.badge.vehicle) == ("replace", vehicle)
