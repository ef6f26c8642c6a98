"""A conference whose time zone was entered wrong."""

import datetime as dt
import zoneinfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import Conference, User
from sessions.choices import PUBLIC, SessionState
from sessions.conflicts import Booking, first_clash
from sessions.models import Session
from sessions.rooms import when


@transaction.atomic
def correct_time_zone(
    *, conference: Conference, time_zone: str, by: User, at: dt.datetime
) -> Conference:
    """The zone is another and every session keeps its time on the wall: 09:00 stays 09:00.

    The instants move, so calendars of readers notice. An hour that the new zone skips in spring
    is read as the hour after it; one that it has twice, as the first.
    """
    if time_zone not in zoneinfo.available_timezones():
        raise DomainError(_("“%s” is not a time zone. Example: Asia/Dushanbe.") % time_zone)
    # Without the key: who holds a session and adds what refers to the conference need not wait for
    # us, who wait for the session.
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    former, conference.time_zone = conference.zone, time_zone
    sessions = list(Session.objects.for_conference(conference).select_for_update().order_by("pk"))
    for session in sessions:
        session.starts_at = same_wall_time(session.starts_at, former, conference.zone)
        session.ends_at = same_wall_time(session.ends_at, former, conference.zone)
        session.updated_at = at
        session.sequence += session.state in PUBLIC
    _refuse_clashes(sessions, conference)
    conference.save(update_fields=["time_zone"])
    _save_moved(sessions)
    audit.record(
        "conference.time_zone_corrected",
        target=conference,
        by=by,
        at=at,
        fields=["time_zone"],
        detail={"from": former.key, "to": time_zone, "sessions": len(sessions)},
    )
    return conference


def same_wall_time(
    instant: dt.datetime, former: zoneinfo.ZoneInfo, zone: zoneinfo.ZoneInfo
) -> dt.datetime:
    """The instant at which the clocks of `zone` show what those of `former` show at `instant`."""
    wall = instant.astimezone(former).replace(tzinfo=zone, fold=0)
    return wall.astimezone(dt.UTC)


def _refuse_clashes(sessions: list[Session], conference: Conference) -> None:
    """Walls of two zones agree except in the nights when one of them changes its clocks."""
    by_id = {session.pk: session for session in sessions}
    backwards = next((s for s in sessions if s.ends_at <= s.starts_at), None)
    if backwards is not None:
        raise DomainError(
            _("“%s” would end before it starts: this zone changes its clocks in between.")
            % backwards.title
        )
    clash = first_clash(
        Booking(s.pk, s.room_id, s.starts_at, s.ends_at)
        for s in sessions
        if s.room_id is not None and s.state != SessionState.CANCELLED
    )
    if clash is None:
        return
    one, other = (by_id[booking.session_id] for booking in clash)
    raise DomainError(
        _("“%(one)s” and “%(other)s”, %(when)s, would clash: this zone changes its clocks then.")
        % {"one": one.title, "other": other.title, "when": when(other, conference)}
    )


def _save_moved(sessions: list[Session]) -> None:
    """Rooms are compared when all have moved: half a moved programme overlaps the other half."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS session_room_never_double_booked DEFERRED")
        update_rows(sessions, ["starts_at", "ends_at", "sequence", "updated_at"])
        cursor.execute("SET CONSTRAINTS session_room_never_double_booked IMMEDIATE")
