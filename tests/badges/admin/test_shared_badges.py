"""Badges that are not one delegate's, on the pages that show badges of any holder."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from badges.choices import Purpose
from badges.models import Badge, BadgeType, PrintJob, Vehicle
from badges.services import missing_badges
from badges.services.holding import allotments, blanks, vehicles
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.choices import Role
from conference.models import Conference, User
from delegates.models import Category, Delegation
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import AT, WorkOff
from tests.factories import BadgeTypeFactory, DelegationFactory, words
from tests.here import here


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    found: Delegation = DelegationFactory(conference=conference, name=words("France"))
    return found


@pytest.fixture
def made(
    conference: Conference, category: Category, delegation: Delegation, clerk: User
) -> list[BadgeType]:
    """Two shared badges, a vehicle's and a blank, none of them printed; the types of them."""
    types = {
        holder: BadgeTypeFactory(conference=conference, holder=holder)
        for holder in ("delegation", "vehicle", "nobody")
    }
    shared = types["delegation"]
    allotments.allot(badge_type=shared, delegation=delegation, further=2, by=clerk, at=AT)
    vehicle = Vehicle(delegation=delegation, plate="4821 AB 01", make="Toyota")
    vehicles.register(vehicle=vehicle, badge_type=types["vehicle"], by=clerk, at=AT)
    blanks.make(badge_type=types["nobody"], category=category, count=1, by=clerk, at=AT)
    return list(types.values())


@pytest.fixture
def printed(
    conference: Conference, made: list[BadgeType], clerk: User, work_off: WorkOff
) -> list[Badge]:
    for badge_type in made:
        order = PrintOrder(conference, None, "first", language="en", type=badge_type)  # type: ignore[arg-type]
        jobs.send(order=order, by=clerk, at=AT)
        work_off()
    return list(Badge.objects.order_by("serial"))


def test_what_was_made_and_not_printed_is_due(
    conference: Conference,
    made: list[BadgeType],
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On the pages that say what is due, until a job has it: also while it is being numbered."""
    client = signed_in(conference, Role.ORGANIZER)
    shared, parked, _blank = made
    day = timezone.now().date() + dt.timedelta(days=2)
    Conference.objects.filter(pk=conference.pk).update(starts_on=day, ends_on=day)

    said = [
        text(client.get(page))
        for page in (
            here("badges_printjob_due"),
            here("conference_conference_doors", conference.pk),
            here("index"),
        )
    ]
    for badge_type, at_once in ((shared, 100), (parked, 0)):
        monkeypatch.setattr(jobs, "MOST_IN_SMALL_JOB", at_once)
        order = PrintOrder(conference, None, Purpose.FIRST, language="en", type=badge_type)
        jobs.send(order=order, by=clerk, at=AT)
    found = missing_badges.to_be_printed_further(conference, at=AT)

    for badge_type, count in zip(made, (2, 1, 1), strict=True):
        assert f"{badge_type}: {count} not yet issued …" in said[0]
    assert "4 badges of other types are to be printed." in said[1]
    assert "4 badges of other types are to be printed" in said[2]
    assert [badge.type.holder for badge in found] == ["nobody"]


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
    assert {badge.vehicle for badge in rows_of(client, state="outdated")} == {vehicle}
    client.post(
        here("badges_printjob_due_changed"),
        {"group": group[0].key, "read": page.context["promise"]},
    )
    job = PrintJob.objects.latest("pk")
    assert (job.purpose, job.entries.get().generation.badge.vehicle) == ("replace", vehicle)


def test_list_is_narrowed_to_what_waits_a_delegation_or_a_category_whoever_holds_them(
    made: list[BadgeType], delegation: Delegation, category: Category, clerk: User
) -> None:
    client = Client()
    client.force_login(clerk)
    shared, parked, blank = made
    DelegationFactory(conference=delegation.conference)

    waiting = rows_of(client, state="to_print")
    of_delegation = rows_of(client, delegation=delegation.pk)

    assert {badge.type for badge in waiting} == {shared, parked, blank}
    assert {badge.type for badge in of_delegation} == {shared, parked}
    assert [badge.type for badge in rows_of(client, category=category.pk)] == [blank]
    assert rows_of(client, state="outdated") == []


def rows_of(client: Client, **asked: object) -> list[Badge]:
    response = client.get(here("badges_badge_changelist"), asked)
    return list(response.context["cl"].result_list)
