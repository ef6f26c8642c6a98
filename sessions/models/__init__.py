from sessions.models.sessions import Session, SessionOrganizer, SessionPart, SessionQuerySet

__all__ = ["Session", "SessionOrganizer", "SessionPart", "SessionQuerySet"]
