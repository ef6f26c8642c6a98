"""Whether rooms are free, in words that name who has one."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, Room
from conference.writing import dates
from sessions.choices import BookingUse, SessionKind
from sessions.models import RoomBooking, Session


def taken_by(session: Session, beside: Iterable[Room] = ()) -> RoomBooking | None:
    """The first booking that has a room of this session at its time, or None.

    `beside` are the rooms that it overflows into, or would.
    """
    if session.is_cancelled or session.kind == SessionKind.BREAK:
        return None
    return first_in_the_way(
        [room for room in (session.room, *beside) if room is not None],
        session.starts_at,
        session.ends_at,
        but=session,
    )


def first_in_the_way(
    rooms: Iterable[Room], starts_at: dt.datetime, ends_at: dt.datetime, *, but: Session | None
) -> RoomBooking | None:
    """One query a room; a session has few."""
    for room in rooms:
        others = RoomBooking.objects.in_the_way_of(room, starts_at, ends_at)
        if but is not None and but.pk is not None:
            # Closures and holds have no session, and `exclude` keeps them.
            others = others.exclude(session=but.pk)
        found = others.select_related("room", "session").order_by("starts_at", "pk").first()
        if found is not None:
            return found
    return None


def taken_sentence(other: RoomBooking, conference: Conference) -> str:
    """`Plenary Hall is taken by “Opening”, Thursday 3 May, 09:00–10:30 (UTC+5).`"""
    words = {
        BookingUse.SESSION: _("%(room)s is taken by “%(session)s”, %(when)s."),
        BookingUse.CLOSURE: _("%(room)s is closed (%(note)s), %(when)s."),
        BookingUse.HOLD: _("%(room)s is held (%(note)s), %(when)s."),
    }[BookingUse(other.use)]
    values = {
        "room": other.room,
        "session": other.session.title if other.session else "",
        "note": other.note,
        "when": when(other, conference),
    }
    sentence = words % values
    if not other.turn_round:
        return sentence
    cleared = ngettext(
        "It takes %d minute to clear.", "It takes %d minutes to clear.", other.turn_round
    )
    return f"{sentence} {cleared % other.turn_round}"


def when(span: Session | RoomBooking, conference: Conference) -> str:
    """Day, start and end in the conference's zone, with the zone."""
    starts_at, ends_at = conference.local(span.starts_at), conference.local(span.ends_at)
    return f"{dates.weekday_span(starts_at, ends_at)} ({dates.utc_offset(starts_at)})"
