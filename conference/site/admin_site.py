from django.contrib import admin


class DaisAdminSite(admin.AdminSite):
    """The admin of Dais."""

    site_header = "Dais"
    site_title = "Dais"
