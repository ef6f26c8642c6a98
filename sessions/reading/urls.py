"""The agenda of one conference; included below `/<language>/<conference>/`."""

from django.urls import path

from sessions.reading import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.agenda_ics, name="agenda-ics"),
    path("agenda/<slug:code>/", views.session, name="session"),
    path("agenda/<slug:code>.ics", views.session_ics, name="session-ics"),
]
