"""The programme in the admin, and what decisions of lower apps do to it."""

from sessions.admin import consequences, doors, finding, on_delegates, turn_rounds
from sessions.admin.sessions import SessionAdmin

__all__ = ["SessionAdmin", "consequences", "doors", "finding", "on_delegates", "turn_rounds"]
