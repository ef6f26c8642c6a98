from sessions.models.audiences import AudienceGroup, SessionInvitation
from sessions.models.bookings import RoomBooking, RoomBookingQuerySet
from sessions.models.documents import Document, DocumentFile, DocumentQuerySet
from sessions.models.imported import ImportedSession
from sessions.models.items import AgendaItem, AgendaItemQuerySet, SessionItem
from sessions.models.releases import (
    Release,
    ReleaseQuerySet,
    SessionVersion,
    SessionVersionQuerySet,
)
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
    "AudienceGroup",
    "Document",
    "DocumentFile",
    "DocumentQuerySet",
    "ImportedSession",
    "Release",
    "ReleaseQuerySet",
    "RoomBooking",
    "RoomBookingQuerySet",
    "Session",
    "SessionInvitation",
    "SessionItem",
    "SessionOrganizer",
    "SessionPart",
    "SessionQuerySet",
    "SessionVersion",
    "SessionVersionQuerySet",
]
