"""Sessions as readers know them: released through the service, as an organizer does it."""

import datetime as dt
from collections.abc import Collection

from conference.models import Conference, User
from sessions.choices import SessionState
from sessions.models import Release, Session
from sessions.services import releases

AT = dt.datetime(2018, 4, 2, 9, 0, tzinfo=dt.UTC)


def release(*sessions: Session, at: dt.datetime = AT) -> Release:
    """These on top of what was released before; one that is cancelled, first as it was planned."""
    from tests.factories import UserFactory

    conference = sessions[0].conference
    unknown = [row.pk for row in sessions if row.is_cancelled and not row.has_been_released()]
    rows = Session.objects.filter(pk__in=unknown)
    if rows.update(state=SessionState.PLANNED):
        _release(conference, sessions, UserFactory(), at)
        rows.update(state=SessionState.CANCELLED)
    return _release(conference, sessions, UserFactory(), at)


def release_all(conference: Conference, at: dt.datetime = AT) -> Release:
    """Whatever has changed since the release before."""
    return release(*Session.objects.for_conference(conference), at=at)


def _release(
    conference: Conference, sessions: Collection[Session], by: User, at: dt.datetime
) -> Release:
    latest = Release.objects.for_conference(conference).latest_first().first()
    return releases.release(
        conference=conference,
        codes=[session.code for session in sessions],
        after=latest.number if latest else 0,
        by=by,
        at=at,
    )
