"""The programme in the admin, and what decisions of lower apps do to it."""

from sessions.admin import consequences, doors, finding, on_delegates, on_rooms
from sessions.admin.closures import ClosureAdmin
from sessions.admin.documents import DocumentAdmin
from sessions.admin.items import AgendaItemAdmin
from sessions.admin.releases import ReleaseAdmin
from sessions.admin.sessions import SessionAdmin

__all__ = [
    "AgendaItemAdmin",
    "ClosureAdmin",
    "DocumentAdmin",
    "ReleaseAdmin",
    "SessionAdmin",
    "consequences",
    "doors",
    "finding",
    "on_delegates",
    "on_rooms",
]
