"""The agenda at a glance, as the backs of badges say it."""

from itertools import groupby

from django.utils import translation

from badges.engine.design.shipped.words import ProgrammeDay
from conference.models import Conference
from conference.writing.dates import TO, weekday
from conference.writing.languages import Localized, localized
from sessions.choices import SessionKind, SessionState
from sessions.models import Session

MAIN = {
    SessionKind.OPENING,
    SessionKind.PLENARY,
    SessionKind.THEMATIC,
    SessionKind.PANEL,
    SessionKind.FAMILY_PHOTO,
    SessionKind.CLOSING,
    SessionKind.SOCIAL,
}


def at_a_glance(conference: Conference, language: str) -> list[ProgrammeDay]:
    """Each day from its first session to its last, with those that everybody may know of. A draft
    of a session is on no badge, a closed one neither.
    """
    sessions = Session.objects.for_conference(conference).filter(state=SessionState.PUBLISHED)
    others = [tag for tag in conference.languages if tag != language]
    with translation.override(language):
        return [
            ProgrammeDay(
                heading=Localized(weekday(date), language),
                hours=_hours(conference, of_day),
                sessions=tuple(
                    _line(conference, session, localized(session.title, language, fallbacks=others))
                    for session in of_day
                    if session.kind in MAIN and not session.is_closed
                ),
            )
            for date, group in groupby(
                sessions.select_related("conference").in_order(), key=lambda session: session.day
            )
            if (of_day := list(group))
        ]


def _hours(conference: Conference, sessions: list[Session]) -> str:
    first = conference.local(min(session.starts_at for session in sessions))
    last = conference.local(max(session.ends_at for session in sessions))
    return f"{first:%H:%M}{TO}{last:%H:%M}"


def _line(conference: Conference, session: Session, title: Localized) -> Localized:
    return Localized(f"{conference.local(session.starts_at):%H:%M} {title.text}", title.language)
