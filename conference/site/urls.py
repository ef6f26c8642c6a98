"""Everything but the admin's own pages, which lie in the configuration of each of its places."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter

from conference.site import entrance, home, reader
from conference.slugs import ConferenceSlug

handler400 = "conference.site.errors.bad_request"
handler500 = "conference.site.errors.server_error"

register_converter(ConferenceSlug, "conference")

urlpatterns = [
    path("accounts/", include("conference.site.account.urls")),
    path("admin/", entrance.admin_home, name="admin-home"),
    re_path(r"^admin/(?P<rest>.+/)$", entrance.former_address, name="admin-former"),
    path("", home.choose_language, name="choose-language"),
    re_path(r"^assets/accent/(?P<colour>[0-9a-f]{6})\.css$", home.accent_css, name="accent-css"),
    path("assets/logos/<conference:slug>/", home.conference_logo, name="conference-logo"),
]
urlpatterns += i18n_patterns(
    path("", home.conference_list, name="conference-list"),
    path("me", reader.me, name="me"),
    path("registration/help/", reader.focal_point_guide, name="focal-point-guide"),
    path("", include("delegates.registration.urls")),
    path("<conference:slug>/", home.conference_home, name="conference-home"),
    path("<conference:slug>/me", reader.conference_me, name="conference-me"),
    path("<conference:slug>/", include("sessions.reading.urls")),
)
