"""Whether a room is free, in words that name who has it."""

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing import dates
from sessions.models import Session


def taken_by(session: Session) -> Session | None:
    """The first session that has the room at this session's time, or None."""
    if session.room_id is None or session.is_cancelled:
        return None
    return (
        Session.objects.occupying_rooms()
        .filter(room_id=session.room_id)
        .overlapping(session.starts_at, session.ends_at)
        .exclude(pk=session.pk)
        .with_places()
        .in_order()
        .first()
    )


def taken_sentence(other: Session, conference: Conference) -> str:
    """`Plenary Hall is taken by “Opening”, Thursday 3 May, 09:00–10:30 (UTC+5).`"""
    return _("%(room)s is taken by “%(session)s”, %(when)s.") % {
        "room": other.room,
        "session": other.title,
        "when": when(other, conference),
    }


def when(session: Session, conference: Conference) -> str:
    """Day, start and end of a session in the conference's zone, with the zone."""
    starts_at, ends_at = conference.local(session.starts_at), conference.local(session.ends_at)
    start = f"{dates.weekday(starts_at.date())}, {starts_at:%H:%M}"
    same_day = starts_at.date() == ends_at.date()
    end = f"{ends_at:%H:%M}" if same_day else f" {dates.weekday(ends_at.date())}, {ends_at:%H:%M}"
    return f"{start}–{end.strip()} ({dates.utc_offset(starts_at)})"
