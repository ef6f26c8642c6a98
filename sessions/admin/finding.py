"""What is found of sessions from every page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from conference.admin import Finder, Found, contribute
from conference.admin.lists.search_of_list import search_of_list
from conference.writing import dates
from conference.writing.languages import localized, translations
from sessions.models import Session


def tell(session: Session) -> Found:
    starts_at = dates.weekday_and_time(timezone.localtime(session.starts_at))
    room = str(session.room) if session.room else ""
    about = (starts_at, room, session.get_state_display())
    return Found(
        name=str(localized(session.title)),
        url=reverse("admin:agenda_session_change", args=[session.pk]),
        about=" · ".join(filter(None, about)),
        names=tuple(translations(session.title).values()),
    )


contribute(Session, Finder(gettext_lazy("Session"), search_of_list(Session), tell))
