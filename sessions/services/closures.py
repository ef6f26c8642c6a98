"""Rooms that are closed, or held for somebody: no session can have them meanwhile."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from conference import audit
from conference.database import violations
from conference.errors import DomainError
from conference.models import User
from sessions.models import RoomBooking
from sessions.rooms import taken_sentence


@transaction.atomic
def add(*, booking: RoomBooking, by: User, at: dt.datetime) -> RoomBooking:
    """The room is closed or held from its start until it is clear again."""
    _save_in_free_room(booking)
    audit.record("roombooking.added", target=booking, by=by, at=at)
    return booking


@transaction.atomic
def change(
    *, booking: RoomBooking, fields: Sequence[str], by: User, at: dt.datetime
) -> RoomBooking:
    """It is closed or held at another time, another room is, or for another reason."""
    _save_in_free_room(booking)
    audit.record("roombooking.changed", target=booking, by=by, at=at, fields=fields)
    return booking


def taken_by(booking: RoomBooking) -> RoomBooking | None:
    """The first that has the room already at the time, or None."""
    others = RoomBooking.objects.in_the_way_of(booking.room, booking.starts_at, booking.ends_at)
    others = others.exclude(pk=booking.pk).select_related("room", "session")
    return others.order_by("starts_at", "pk").first()


def _save_in_free_room(booking: RoomBooking) -> None:
    """A booking that came in between is refused by the database."""
    if other := taken_by(booking):
        raise DomainError(taken_sentence(other, booking.conference))
    booking.turn_round = booking.room.turn_round
    with violations.in_words(), transaction.atomic():
        booking.save()
