"""A conference whose time zone was entered wrong."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.contributions import WallTimes, contributed, contributions
from conference.database import violations
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import Conference, User
from conference.time_zones import time_zones
from sessions.conflicts import Span, first_clash
from sessions.exchange.known import TIMES_ELSEWHERE
from sessions.models import ImportedSession, RoomBooking, Session, SessionVersion
from sessions.rooms import when


@transaction.atomic
def correct_time_zone(
    *, conference: Conference, time_zone: str, by: User, at: dt.datetime
) -> Conference:
    """The zone is another and every session keeps its time on the wall: 09:00 stays 09:00.

    So does whatever else was entered on it: embargoes, the times at which badges open. The
    instants move, in what was released too, so calendars of readers notice. An hour that the new
    zone skips in spring is read as the hour after it; one that it has twice, as the first.
    """
    if time_zone not in time_zones():
        raise DomainError(_("“%s” is not a time zone. Example: Asia/Dushanbe.") % time_zone)
    # Without the key: who holds a session and adds what refers to the conference need not wait for
    # us, who wait for the session.
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    former, conference.time_zone = conference.zone, time_zone
    moved = _Programme.locked(conference)
    for row in [*moved.rows(), *moved.told]:
        row.starts_at = same_wall_time(row.starts_at, former, conference.zone)
        row.ends_at = same_wall_time(row.ends_at, former, conference.zone)
    for session in moved.sessions:
        session.updated_at = at
    for version in moved.told:
        version.changed_at = at
        version.sequence += 1
    _refuse_what_ends_before_it_starts(moved)
    _refuse_clashes(moved, conference)
    conference.save(update_fields=["time_zone"])
    _save(moved)
    _move_what_else_was_entered(conference, former)
    _move_what_files_said(conference, former)
    audit.record(
        "conference.time_zone_corrected",
        target=conference,
        by=by,
        at=at,
        fields=["time_zone"],
        detail={"from": former.key, "to": time_zone, "sessions": len(moved.sessions)},
    )
    return conference


def same_wall_time(
    instant: dt.datetime, former: zoneinfo.ZoneInfo, zone: zoneinfo.ZoneInfo
) -> dt.datetime:
    """The instant at which the clocks of `zone` show what those of `former` show at `instant`."""
    wall = instant.astimezone(former).replace(tzinfo=zone, fold=0)
    return wall.astimezone(dt.UTC)


@dataclass
class _Programme:
    """What moves with the zone: sessions, and what has a room without one. `booked` are the
    bookings of those sessions, which follow them; `told`, what releases say of them.
    """

    sessions: list[Session]
    others: list[RoomBooking]
    booked: list[RoomBooking]
    told: list[SessionVersion]

    def rows(self) -> list[Session | RoomBooking]:
        return [*self.sessions, *self.others]

    @classmethod
    def locked(cls, conference: Conference) -> "_Programme":
        bookings = RoomBooking.objects.for_conference(conference)
        return cls(
            list(Session.objects.for_conference(conference).select_for_update().order_by("pk")),
            list(bookings.filter(session=None).select_for_update().order_by("pk")),
            list(bookings.exclude(session=None)),
            list(SessionVersion.objects.for_conference(conference).defer("facts")),
        )


def _refuse_what_ends_before_it_starts(moved: _Programme) -> None:
    backwards = next((row for row in moved.rows() if row.ends_at <= row.starts_at), None)
    if backwards is not None:
        raise DomainError(
            _("“%s” would end before it starts: this zone changes its clocks in between.")
            % _called(backwards)
        )


def _refuse_clashes(moved: _Programme, conference: Conference) -> None:
    """Walls of two zones agree except in the nights when one of them changes its clocks."""
    held_as: dict[int, Session | RoomBooking] = {row.pk: row for row in moved.others}
    sessions = {session.pk: session for session in moved.sessions}
    held_as |= {
        row.pk: sessions[row.session_id]
        for row in moved.booked
        if row.session_id is not None and row.takes_place
    }
    clash = first_clash(
        Span(
            row.pk,
            row.room_id,
            held_as[row.pk].starts_at,
            held_as[row.pk].ends_at + dt.timedelta(minutes=row.turn_round),
        )
        for row in [*moved.others, *moved.booked]
        if row.pk in held_as
    )
    if clash is None:
        return
    one, other = (held_as[span.key] for span in clash)
    raise DomainError(
        _("“%(one)s” and “%(other)s”, %(when)s, would clash: this zone changes its clocks then.")
        % {"one": _called(one), "other": _called(other), "when": when(other, conference)}
    )


def _called(row: Session | RoomBooking) -> str:
    return str(row.title) if isinstance(row, Session) else row.note


def _save(moved: _Programme) -> None:
    """Rooms are compared when all have moved: half a moved programme overlaps the other half."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS room_never_double_booked DEFERRED")
        update_rows(moved.sessions, ["starts_at", "ends_at", "updated_at"])
        update_rows(moved.told, ["starts_at", "ends_at", "sequence", "changed_at"])
        update_rows(moved.others, ["starts_at", "ends_at"])
        cursor.execute("SET CONSTRAINTS room_never_double_booked IMMEDIATE")


def _move_what_else_was_entered(conference: Conference, former: zoneinfo.ZoneInfo) -> None:
    """The models of every app say which times these are."""
    for model in list(contributions):
        for entered in contributed(model, WallTimes):
            found = model._default_manager.filter(conference=conference)
            rows: list[Any] = list(found.select_for_update(no_key=True).order_by("pk"))
            for row in rows:
                for column in entered.columns:
                    instant = getattr(row, column)
                    if instant is not None:
                        setattr(row, column, same_wall_time(instant, former, conference.zone))
            with violations.in_words():
                update_rows(rows, entered.columns)


def _move_what_files_said(conference: Conference, former: zoneinfo.ZoneInfo) -> None:
    """Otherwise a file without offsets would say each time anew, over what was moved by hand."""
    rows = list(ImportedSession.objects.for_conference(conference).filter(written__has_key="times"))
    for row in rows:
        row.written = _said_on_the_wall(row.written, former, conference.zone)
    update_rows(rows, ["written"])


def _said_on_the_wall(
    written: Mapping[str, Any], former: zoneinfo.ZoneInfo, zone: zoneinfo.ZoneInfo
) -> dict[str, Any]:
    """Files say how long a session takes, not when it ends."""
    starts_at, ends_at = (dt.datetime.fromisoformat(moment) for moment in written["times"])
    moved = same_wall_time(starts_at, former, zone)
    times = [moved.isoformat(), (moved + (ends_at - starts_at)).isoformat()]
    return {TIMES_ELSEWHERE: written["times"], **written, "times": times}
