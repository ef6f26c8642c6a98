"""The agenda of one conference; included below `/<language>/<conference>/`.

A part of the agenda is a path without a question: each can be a file.
"""

import datetime as dt

from django.urls import path, register_converter

from sessions.reading import views


class ProgrammeDay:
    """`2018-05-03`; what is no day of the calendar is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return str(value)


register_converter(ProgrammeDay, "programme-day")

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/now", views.agenda_now, name="agenda-now"),
    path("agenda/mine/", views.agenda_mine, name="agenda-mine"),
    path("agenda/day/<programme-day:day>/", views.agenda_day, name="agenda-day"),
    path("agenda/for-some/", views.agenda_for_some, name="agenda-for-some"),
    path("agenda/search/", views.agenda_search, name="agenda-search"),
    path("agenda/room/<int:room>/", views.agenda_room, name="agenda-room"),
    path("agenda/kind/<slug:kind>/", views.agenda_kind, name="agenda-kind"),
    path("agenda/by/<int:delegation>/", views.agenda_by, name="agenda-by"),
    path("agenda/day/<programme-day:day>.ics", views.agenda_day_ics, name="agenda-day-ics"),
    path("agenda/day/<programme-day:day>.pdf", views.agenda_day_pdf, name="agenda-day-pdf"),
    path("agenda/room/<int:room>.ics", views.agenda_room_ics, name="agenda-room-ics"),
    path("agenda.ics", views.agenda_ics, name="agenda-ics"),
    path("agenda/schedule.xml", views.schedule_xml, name="schedule-xml"),
    path("agenda/schedule.json", views.schedule_json, name="schedule-json"),
    path("agenda.pdf", views.agenda_pdf, name="agenda-pdf"),
    path("agenda/releases.atom", views.releases_atom, name="releases-atom"),
    path("agenda/documents/<slug:code>/", views.document, name="document"),
    path("agenda/<slug:code>/", views.session, name="session"),
    path("agenda/<slug:code>.ics", views.session_ics, name="session-ics"),
]
