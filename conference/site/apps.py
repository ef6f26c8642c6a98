from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DaisAdminConfig(AdminConfig):
    """Makes our admin site the one that every app registers with."""

    default_site = "conference.site.admin_site.DaisAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("conference.admin.registered")
        import_module("conference.site.conferences.admin")
        import_module("conference.site.session_badges")


class SiteConfig(AppConfig):
    """The roof as an app of its own, so that its commands are found; it has no models."""

    name = "conference.site"
    label = "site"

    def ready(self) -> None:
        """Badges and nameplates say what the agenda knows."""
        # Models cannot be imported before every app is loaded.
        from badges import occasions, programme
        from conference.site.glance import at_a_glance
        from conference.site.occasions import SESSIONS

        programme.contribute(at_a_glance)
        occasions.contribute(SESSIONS)
