"""What is found of sessions from every page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import Finder, Found, Use, contribute, may
from conference.admin.lists.search_of_list import search_of_list
from conference.writing import dates
from conference.writing.languages import localized, translations
from sessions.admin.decisions import PERMISSION
from sessions.choices import SessionState
from sessions.days import programme_day
from sessions.models import Session


def tell(session: Session) -> Found:
    at = timezone.localtime(session.starts_at)
    room = str(session.room) if session.room else ""
    about = (f"{dates.weekday(programme_day(at))}, {at:%H:%M}", room, session.get_state_display())
    return Found(
        name=str(localized(session.title)),
        url=reverse("admin:agenda_session_change", args=[session.pk]),
        about=" · ".join(filter(None, about)),
        names=tuple(translations(session.title).values()),
    )


def next_for(request: HttpRequest, sessions: Sequence[Session]) -> list[Use | None]:
    may_publish = may(request, PERMISSION)
    return [
        _publish(one) if may_publish and one.state == SessionState.DRAFT else None
        for one in sessions
    ]


def _publish(session: Session) -> Use:
    args = [session.pk, SessionState.PUBLISHED.value]
    return Use(_("Publish"), reverse("admin:agenda_session_decide", args=args))


contribute(Session, Finder(gettext_lazy("Session"), search_of_list(Session), tell, next_for))
