"""What the form of a new session begins with: a programme is typed one session after the other."""

import datetime as dt
from typing import Any

from conference.admin.forgeries import is_key
from conference.models import Conference
from sessions.days import programme_day
from sessions.models import RoomBooking, Session

AFTER = "after"
"""In the address: the session that was saved with "Save and add another"."""


def first_values(conference: Conference, after: str) -> dict[str, Any]:
    """After one that was just saved: its room and kind, from its end on, as long as it is.

    Else day and time from the one that was entered last; of the first, the conference's first day.
    """
    sessions = Session.objects.for_conference(conference)
    just_saved = sessions.filter(pk=after).first() if is_key(after) else None
    last = just_saved or sessions.order_by("-created_at", "-pk").first()
    if last is None:
        return {"starts_at": [conference.starts_on, ""]}
    starts_at = conference.local(end_in_its_room(last))
    ends_at = starts_at + (last.ends_at - last.starts_at)
    values: dict[str, Any] = {
        "starts_at": [starts_at.date(), starts_at.time()],
        "ends_at": ["", ends_at.time()],
    }
    if just_saved is not None:
        values |= {"room": just_saved.room_id, "kind": just_saved.kind}
    return values


def end_in_its_room(session: Session) -> dt.datetime:
    """When its room is clear of whatever has it last on the same programme day."""
    if session.room_id is None:
        return session.ends_at
    conference = session.conference
    start = conference.local(session.starts_at)
    later = RoomBooking.objects.standing().filter(
        room=session.room_id, starts_at__gte=session.starts_at
    )
    within_a_day = later.filter(starts_at__lt=start + dt.timedelta(days=1))
    same_day = [
        clear_until
        for starts_at, clear_until in within_a_day.values_list("starts_at", "clear_until")
        if programme_day(conference.local(starts_at)) == programme_day(start)
    ]
    latest: dt.datetime = max([session.ends_at, *same_day])
    return latest
