from sessions.models.bookings import RoomBooking, RoomBookingQuerySet
from sessions.models.items import AgendaItem, AgendaItemQuerySet, SessionItem
from sessions.models.sessions import (
    ANNOUNCED,
    Session,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
)

__all__ = [
    "ANNOUNCED",
    "AgendaItem",
    "AgendaItemQuerySet",
    "RoomBooking",
    "RoomBookingQuerySet",
    "Session",
    "SessionItem",
    "SessionOrganizer",
    "SessionPart",
    "SessionQuerySet",
]
