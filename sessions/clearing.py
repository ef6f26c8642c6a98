"""How long a room's bookings leave to clear it, one after the other."""

import datetime as dt

from django.db.models import F, Window
from django.db.models.functions import Lead

from conference.models import Room
from sessions.models import RoomBooking

BookingPair = tuple[RoomBooking, RoomBooking]


def tightest_beyond(room: Room) -> BookingPair | None:
    """Two bookings that follow each other sooner than `turn_round` allows; those with the least
    time between them, None where all leave enough. The number of queries and rows is constant.
    """
    standing = RoomBooking.objects.standing().filter(room=room)
    in_order = F("starts_at").asc()
    followed = standing.annotate(
        next_one=Window(Lead("pk"), order_by=in_order),
        left=Window(Lead("starts_at"), order_by=in_order) - F("ends_at"),
    )
    enough = dt.timedelta(minutes=room.turn_round)
    found = followed.filter(left__lt=enough).order_by("left", "starts_at").first()
    if found is None:
        return None
    pair = RoomBooking.objects.select_related("conference", "session").in_bulk(
        [found.pk, found.next_one]  # type: ignore[attr-defined]
    )
    return pair[found.pk], pair[found.next_one]  # type: ignore[attr-defined]


def minutes_left(pair: BookingPair) -> int:
    former, later = pair
    return int((later.starts_at - former.ends_at).total_seconds() // 60)
