"""Registers the models of this app.

Apart from the package itself, because the admin site imports that and must exist before anything
can be registered with it.
"""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

from conference.admin.pages.people import StaffInvitationAdmin, StaffRoleAdmin, UserAdmin
from conference.admin.pages.places import RoomAdmin, VenueAdmin, ZoneAdmin
from conference.admin.trail.page import AuditEventAdmin

__all__ = [
    "AuditEventAdmin",
    "RoomAdmin",
    "StaffInvitationAdmin",
    "StaffRoleAdmin",
    "UserAdmin",
    "VenueAdmin",
    "ZoneAdmin",
]

# Permission comes from staff roles alone, and an address belongs to its user.
admin.site.unregister([Group, EmailAddress])
