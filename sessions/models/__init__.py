from sessions.models.sessions import (
    ANNOUNCED,
    Session,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
)

__all__ = ["ANNOUNCED", "Session", "SessionOrganizer", "SessionPart", "SessionQuerySet"]
