"""Registers the models of this app.

Apart from the package itself, because the admin site imports that and must exist before anything
can be registered with it.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from conference.admin import finding
from conference.admin.pages.background import BackgroundJobAdmin
from conference.admin.pages.mails import MailAdmin, MailBatchAdmin
from conference.admin.pages.people import StaffInvitationAdmin, StaffRoleAdmin, UserAdmin
from conference.admin.pages.places import RoomAdmin, VenueAdmin, ZoneAdmin
from conference.admin.trail.page import AuditEventAdmin, InstallationEventAdmin

__all__ = [
    "AuditEventAdmin",
    "BackgroundJobAdmin",
    "InstallationEventAdmin",
    "MailAdmin",
    "MailBatchAdmin",
    "RoomAdmin",
    "StaffInvitationAdmin",
    "StaffRoleAdmin",
    "UserAdmin",
    "VenueAdmin",
    "ZoneAdmin",
    "finding",
]

# Permission comes from staff roles alone, and an address and a login session belong to their user.
admin.site.unregister([Group, EmailAddress, UserSession, Authenticator])
