from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from conference.site import home

handler400 = "conference.site.errors.bad_request"
handler500 = "conference.site.errors.server_error"

urlpatterns = [
    path("accounts/", include("conference.site.account_urls")),
    path("admin/", admin.site.urls),
    path("", home.choose_language, name="choose-language"),
    re_path(r"^assets/accent/(?P<colour>[0-9a-f]{6})\.css$", home.accent_css, name="accent-css"),
    path("assets/logos/<slug:slug>/", home.conference_logo, name="conference-logo"),
]
urlpatterns += i18n_patterns(
    path("", home.conference_list, name="conference-list"),
    path("<slug:slug>/", home.conference_home, name="conference-home"),
    path("<slug:slug>/", include("sessions.reading.urls")),
)
