"""Badges that are not one delegate's, in every state: what `tests.upgrade.fill` leaves of them."""

import datetime as dt
from typing import Any

from django.utils import timezone
from i18nfield.strings import LazyI18nString

from badges.background import printing
from badges.choices import Arrangement, Holder, Purpose, Reason
from badges.engine.design import shipped
from badges.models import Badge, BadgeDesign, BadgeType, PrinterStation, PrintJob, Vehicle
from badges.services import designs
from badges.services.holding import allotments, blanks, endings, handovers, vehicles
from badges.services.printing import jobs, pauses
from badges.services.printing.jobs import PrintOrder, SheetOrder
from conference import leased_work
from conference.models import Conference, User
from delegates.models import Category, Delegate, Delegation


def fill(conference: Conference, by: User) -> None:
    at = timezone.now()
    people = list(
        Delegate.objects.for_conference(conference)
        .entitled_to_badge()
        .in_protocol_order()
        .select_related("delegation", "category")[50:60]
    )
    lent, driven, given = people[0], people[1], people[2]
    share(conference, lent, by, at)
    register(conference, driven.delegation, by, at)
    make_blanks(conference, given, by, at)
    send_second(conference, people[3:6], by)
    leave_one_paused(conference, people[6:9], by)


def a_type(conference: Conference, name: str, holder: Holder, **fields: Any) -> BadgeType:
    found: BadgeType = BadgeType.objects.create(
        conference=conference, name=LazyI18nString({"en": name}), holder=holder, **fields
    )
    return found


def a_design(conference: Conference, key: str, by: User) -> BadgeDesign:
    """Two faces where the shipped design has two."""
    design: BadgeDesign = BadgeDesign.objects.create(conference=conference, name=key)
    at, faces = timezone.now(), shipped.BY_KEY[key].newest.faces()
    version = designs.save_version(design=design, faces=faces, by=by, at=at)
    designs.use(version=version, instead_of=None, by=by, at=at)
    return design


def send(badge_type: BadgeType, holders: list[int], by: User, **more: Any) -> PrintJob:
    asked: dict[str, Any] = {"purpose": Purpose.FIRST, "language": "en", **more}
    return jobs.send(
        order=PrintOrder(badge_type.conference, holders, type=badge_type, **asked),
        by=by,
        at=timezone.now(),
    )


def drawn(job: PrintJob) -> PrintJob:
    while leased_work.run_next(printing.KINDS, timezone.now):
        pass
    job.refresh_from_db()
    assert job.state == "published", (job.state, job.error)
    return job


def ids(badges: list[Badge]) -> list[int]:
    return [badge.pk for badge in badges]


def share(conference: Conference, delegate: Delegate, by: User, at: dt.datetime) -> None:
    """Of six two are given up, one is outside, one came back, one is lost."""
    design = a_design(conference, "transferable", by)
    shared = a_type(conference, "Transferable badge", Holder.DELEGATION, quota=8, design=design)
    asked: dict[str, Any] = {"badge_type": shared, "delegation": delegate.delegation}
    badges = allotments.allot(**asked, further=6, by=by, at=at)
    sheets = SheetOrder("a6-on-a4", "long", Arrangement.ENVELOPES)
    drawn(send(shared, ids(badges), by, sheets=sheets))
    allotments.give_up(**asked, left=4, by=by, at=at)
    later = timezone.now()
    for badge in badges[:2]:
        handovers.give(badge=Badge.objects.get(pk=badge.pk), to=delegate, by=by, at=later)
    handovers.take_back(badge=Badge.objects.get(pk=badges[1].pk), by=by, at=later)
    handovers.give_pins(delegation=delegate.delegation, count=5, by=by, at=later)
    drawn(send(shared, ids(badges[2:3]), by, purpose=Purpose.REPLACE, reason=Reason.LOST))


def register(conference: Conference, delegation: Delegation, by: User, at: dt.datetime) -> None:
    design = a_design(conference, "vehicle", by)
    plates = a_type(conference, "Vehicle", Holder.VEHICLE, design=design)
    for plate in ("АВ 1234 01", "CD-567-EF"):
        vehicle = Vehicle(
            conference=conference, delegation=delegation, plate=plate, make="Toyota Land Cruiser"
        )
        vehicles.register(vehicle=vehicle, badge_type=plates, by=by, at=at)
    cars = list(Vehicle.objects.for_conference(conference))
    drawn(send(plates, [car.pk for car in cars], by))
    vehicles.withdraw(vehicle=cars[1], by=by, at=timezone.now())


def make_blanks(conference: Conference, delegate: Delegate, by: User, at: dt.datetime) -> None:
    """One is bound, one has ended, the others wait."""
    day = a_type(conference, "Day badge", Holder.NOBODY, design=a_design(conference, "day", by))
    category = delegate.category
    assert isinstance(category, Category)
    made = blanks.make(badge_type=day, category=category, count=5, by=by, at=at)
    station = PrinterStation.objects.create(conference=conference, name="Desk", offset_right=1)
    sheets = SheetOrder("a6-on-a4", station=station)
    drawn(send(day, ids(made), by, sheets=sheets))
    later = timezone.now()
    blanks.bind(badge=Badge.objects.get(pk=made[0].pk), delegate=delegate, by=by, at=later)
    endings.end(badge=Badge.objects.get(pk=made[1].pk), reason=Reason.NOT_NEEDED, by=by, at=later)


def send_second(conference: Conference, people: list[Delegate], by: User) -> None:
    """Drawn on both sides, to cut in one pile."""
    design = a_design(conference, "a6-back", by)
    second = a_type(conference, "Reception", Holder.DELEGATE, design=design)
    sheets = SheetOrder("a6-on-a4", "short", Arrangement.ALPHABET_STACKED)
    drawn(send(second, [row.pk for row in people], by, sheets=sheets))


def leave_one_paused(conference: Conference, people: list[Delegate], by: User) -> None:
    second = BadgeType.objects.get(conference=conference, name__contains="Reception")
    job = send(second, [row.pk for row in people], by, sheets=SheetOrder("a6-on-a4", "long"))
    pauses.pause(job=job, by=by, at=timezone.now())
