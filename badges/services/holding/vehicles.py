"""Vehicles of delegations: registered for a badge, changed, withdrawn."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.choices import Holder
from badges.holders.kind import held_delegation
from badges.holders.requirements import require_vehicle_type
from badges.models import Badge, BadgeType, Vehicle
from badges.services.printing import generations
from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.letters import printed_texts, require_printable
from delegates.models import Delegation


@transaction.atomic
def register(*, vehicle: Vehicle, badge_type: BadgeType, by: User, at: dt.datetime) -> Badge:
    """The vehicle is known, with a badge of the type to be printed, within the delegation's quota.

    Counted under the delegation's lock.
    """
    require_vehicle_type(badge_type)
    delegation = held_delegation(vehicle.delegation)
    counter = generations.lock_counter(badge_type.conference)
    if delegation.is_withdrawn:
        raise DomainError(_("%s is withdrawn.") % delegation)
    _require_quota(BadgeType.objects.get(pk=badge_type.pk), delegation)
    vehicle.conference_id = delegation.conference_id
    _require_one_plate(vehicle)
    vehicle.save()
    badge = Badge.objects.create(
        conference_id=delegation.conference_id,
        type=badge_type,
        holder=Holder.VEHICLE,
        vehicle=vehicle,
        serial=counter.next_serial,
    )
    counter.next_serial += 1
    counter.save(update_fields=["next_serial"])
    audit.record("vehicle.registered", target=vehicle, by=by, at=at)
    return badge


@transaction.atomic
def change(*, vehicle: Vehicle, fields: Collection[str], by: User, at: dt.datetime) -> Vehicle:
    """These fields are saved; a badge that shows something else is out of date."""
    held = _locked(vehicle)
    for name in fields:
        setattr(held, name, getattr(vehicle, name))
    _require_one_plate(held)
    held.save(update_fields=[*fields, "plate_key"])
    audit.record("vehicle.changed", target=held, by=by, at=at, fields=sorted(fields))
    return held


@transaction.atomic
def withdraw(*, vehicle: Vehicle, by: User, at: dt.datetime) -> Vehicle:
    """Its badges open nothing from now on."""
    vehicle = _locked(vehicle)
    if vehicle.is_withdrawn:
        raise DomainError(_("%s is withdrawn already.") % vehicle)
    vehicle.withdrawn_at, vehicle.withdrawn_by = at, by
    vehicle.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("vehicle.withdrawn", target=vehicle, by=by, at=at)
    return vehicle


@transaction.atomic
def restore(*, vehicle: Vehicle, by: User, at: dt.datetime) -> Vehicle:
    """It comes after all: what is live of its badges is valid again, within the quota."""
    vehicle = _locked(vehicle)
    if not vehicle.is_withdrawn:
        raise DomainError(_("%s is not withdrawn.") % vehicle)
    for badge in vehicle.badges.select_related("type"):
        _require_quota(badge.type, vehicle.delegation)
    vehicle.withdrawn_at = vehicle.withdrawn_by = None
    vehicle.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("vehicle.restored", target=vehicle, by=by, at=at)
    return vehicle


def _locked(vehicle: Vehicle) -> Vehicle:
    """With its delegation, under whose lock its vehicles are counted."""
    held_delegation(vehicle.delegation)
    return Vehicle.objects.select_related("delegation").get(pk=vehicle.pk)


def _require_one_plate(vehicle: Vehicle) -> None:
    require_printable([vehicle], printed_texts(Vehicle))
    same = Vehicle.objects.filter(conference_id=vehicle.conference_id).plated(vehicle.plate)
    if same.exclude(pk=vehicle.pk).exists():
        raise DomainError(_("Another vehicle has this number plate."))


def _require_quota(badge_type: BadgeType, delegation: Delegation) -> None:
    coming = Vehicle.objects.active().filter(delegation=delegation, badges__type=badge_type)
    if badge_type.quota is not None and coming.count() >= badge_type.quota:
        raise DomainError(
            ngettext(
                "A delegation may have at most %(quota)d vehicle with a badge of the type"
                " “%(type)s”.",
                "A delegation may have at most %(quota)d vehicles with a badge of the type"
                " “%(type)s”.",
                badge_type.quota,
            )
            % {"quota": badge_type.quota, "type": badge_type}
        )
