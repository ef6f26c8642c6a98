from django.contrib.admin.apps import AdminConfig


class DaisAdminConfig(AdminConfig):
    """Makes our admin site the one that every app registers with."""

    default_site = "conference.site.admin_site.DaisAdminSite"
