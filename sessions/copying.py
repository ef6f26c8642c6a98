"""What a new conference takes over of the agenda: nothing, its programme is another one."""

from conference.copying import Copied, Left
from sessions.models import (
    AgendaItem,
    AudienceGroup,
    Document,
    DocumentFile,
    ImportedSession,
    Release,
    RoomBooking,
    Session,
    SessionInvitation,
    SessionItem,
    SessionOrganizer,
    SessionPart,
    SessionVersion,
)

PROGRAMME = "the programme of the earlier conference"

ROWS: tuple[Copied | Left, ...] = (
    Left(Session, PROGRAMME),
    Left(SessionPart, PROGRAMME),
    Left(SessionOrganizer, PROGRAMME),
    Left(RoomBooking, PROGRAMME),
    Left(AgendaItem, PROGRAMME),
    Left(SessionItem, PROGRAMME),
    Left(AudienceGroup, PROGRAMME),
    Left(Document, PROGRAMME),
    Left(DocumentFile, PROGRAMME),
    Left(ImportedSession, PROGRAMME),
    Left(SessionInvitation, PROGRAMME),
    Left(Release, PROGRAMME),
    Left(SessionVersion, PROGRAMME),
)
