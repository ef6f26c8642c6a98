"""Badges in the admin, and what they add to the lists of delegates and delegations."""

from badges.admin import doors, finding
from badges.admin.badges import BadgeAdmin
from badges.admin.designs.pages import BadgeDesignAdmin
from badges.admin.holding.vehicles import VehicleAdmin
from badges.admin.jobs import PrintJobAdmin
from badges.admin.on_delegates import BadgeFilter
from badges.admin.stations import PrinterStationAdmin
from badges.admin.types import BadgeTypeAdmin

__all__ = [
    "BadgeAdmin",
    "BadgeDesignAdmin",
    "BadgeFilter",
    "BadgeTypeAdmin",
    "PrintJobAdmin",
    "PrinterStationAdmin",
    "VehicleAdmin",
    "doors",
    "finding",
]
