from sessions.models.bookings import RoomBooking, RoomBookingQuerySet
from sessions.models.sessions import (
    ANNOUNCED,
    Session,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
)

__all__ = [
    "ANNOUNCED",
    "RoomBooking",
    "RoomBookingQuerySet",
    "Session",
    "SessionOrganizer",
    "SessionPart",
    "SessionQuerySet",
]
