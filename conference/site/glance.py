"""The agenda at a glance, as the backs of badges say it."""

from itertools import groupby

from django.utils import translation

from badges.engine.design.shipped.words import ProgrammeDay
from conference.models import Conference
from conference.writing.dates import TO, weekday
from conference.writing.languages import Localized, localized
from sessions.choices import AT_A_GLANCE, SessionState
from sessions.models import Session


def at_a_glance(conference: Conference, language: str) -> list[ProgrammeDay]:
    """Each day that has sessions which everybody may know of, as the conference's home names them,
    with its hours from the first session of any kind to the last. A draft of a session is on no
    badge, a closed one neither.
    """
    sessions = Session.objects.for_conference(conference).public_once_open()
    sessions = sessions.filter(state=SessionState.PUBLISHED)
    others = [tag for tag in conference.languages if tag != language]
    with translation.override(language):
        return [
            ProgrammeDay(
                heading=Localized(weekday(date), language),
                hours=_hours(conference, of_day),
                sessions=tuple(
                    _line(conference, session, localized(session.title, language, fallbacks=others))
                    for session in of_day
                    if _is_at_a_glance(session)
                ),
            )
            for date, group in groupby(
                sessions.select_related("conference").in_order(), key=lambda session: session.day
            )
            if any(map(_is_at_a_glance, of_day := list(group)))
        ]


def _is_at_a_glance(session: Session) -> bool:
    return session.kind in AT_A_GLANCE and not session.is_closed


def _hours(conference: Conference, sessions: list[Session]) -> str:
    first = conference.local(min(session.starts_at for session in sessions))
    last = conference.local(max(session.ends_at for session in sessions))
    return f"{first:%H:%M}{TO}{last:%H:%M}"


def _line(conference: Conference, session: Session, title: Localized) -> Localized:
    return Localized(f"{conference.local(session.starts_at):%H:%M} {title.text}", title.language)
