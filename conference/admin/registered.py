"""Registers the models of this app.

Apart from the package itself, because the admin site imports that and must exist before anything
can be registered with it.
"""

from conference.admin.places import RoomAdmin, VenueAdmin, ZoneAdmin

__all__ = ["RoomAdmin", "VenueAdmin", "ZoneAdmin"]
