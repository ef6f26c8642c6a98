"""The programme in the admin."""

from sessions.admin.sessions import SessionAdmin

__all__ = ["SessionAdmin"]
