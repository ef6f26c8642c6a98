from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class DaisAdminConfig(AdminConfig):
    """Makes our admin site the one that every app registers with."""

    default_site = "conference.site.admin_site.DaisAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("conference.admin.registered")
