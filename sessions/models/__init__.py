from sessions.models.sessions import Session, SessionOrganizer, SessionPart

__all__ = ["Session", "SessionOrganizer", "SessionPart"]
