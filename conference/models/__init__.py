from conference.models.aliases import ConferenceAlias
from conference.models.audit import AuditEvent, InstallationEvent
from conference.models.background import BackgroundJob, BackgroundJobQuerySet
from conference.models.conferences import Conference
from conference.models.desk_browsers import DeskBrowser
from conference.models.invitations import StaffInvitation
from conference.models.leases import (
    ConferenceWork,
    ConferenceWorkQuerySet,
    LeasedWork,
    LeasedWorkQuerySet,
)
from conference.models.list_columns import ListColumns
from conference.models.mailed_codes import MailedCode
from conference.models.mails import (
    Mail,
    MailAttachment,
    MailBatch,
    MailConcern,
    MailQuerySet,
)
from conference.models.numbering import LastNumber
from conference.models.places import Room, Venue, VenueTravel, Zone
from conference.models.published import PublishedChange, PublishedChangeQuerySet
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet
from conference.models.scopes import StaffScope
from conference.models.sign_ins import SignInAttempt
from conference.models.staff import StaffRole
from conference.models.users import User

__all__ = [
    "AuditEvent",
    "BackgroundJob",
    "BackgroundJobQuerySet",
    "Conference",
    "ConferenceAlias",
    "ConferenceRow",
    "ConferenceRowQuerySet",
    "ConferenceWork",
    "ConferenceWorkQuerySet",
    "DeskBrowser",
    "InstallationEvent",
    "LastNumber",
    "LeasedWork",
    "LeasedWorkQuerySet",
    "ListColumns",
    "Mail",
    "MailAttachment",
    "MailBatch",
    "MailConcern",
    "MailQuerySet",
    "MailedCode",
    "PublishedChange",
    "PublishedChangeQuerySet",
    "Room",
    "SignInAttempt",
    "StaffInvitation",
    "StaffRole",
    "StaffScope",
    "User",
    "Venue",
    "VenueTravel",
    "Zone",
]
