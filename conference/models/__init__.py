from conference.models.audit import AuditEvent
from conference.models.conferences import Conference
from conference.models.leases import (
    ConferenceWork,
    ConferenceWorkQuerySet,
    LeasedWork,
    LeasedWorkQuerySet,
)
from conference.models.places import Room, Venue, Zone
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet
from conference.models.staff import StaffRole
from conference.models.users import User

__all__ = [
    "AuditEvent",
    "Conference",
    "ConferenceRow",
    "ConferenceRowQuerySet",
    "ConferenceWork",
    "ConferenceWorkQuerySet",
    "LeasedWork",
    "LeasedWorkQuerySet",
    "Room",
    "StaffRole",
    "User",
    "Venue",
    "Zone",
]
