"""Sessions: put on the programme, changed, cancelled, held after all.

Readers are told with the next release.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit
from conference.database import violations
from conference.errors import DomainError
from conference.models import Room, User
from delegates.models import Delegation
from sessions import rooms
from sessions.choices import SessionKind, SessionState
from sessions.models import RoomBooking, Session, SessionOrganizer, SessionPart

OVERFLOW = "overflow_rooms"


@transaction.atomic
def add(
    *,
    session: Session,
    parts: Sequence[SessionPart] = (),
    organizers: Sequence[Delegation] = (),
    overflow: Collection[Room] = (),
    by: User,
    at: dt.datetime,
) -> Session:
    """Put a new session on the programme, with its people and organizing delegations in order.

    `parts` are unsaved and need no session, conference or order. `overflow` are the rooms that it
    has beside its own.
    """
    session.state = SessionState.PLANNED
    _save_in_free_rooms(session, overflow)
    for order, part in enumerate(parts):
        part.session, part.conference, part.order = session, session.conference, order
    SessionPart.objects.bulk_create(parts)
    SessionOrganizer.objects.bulk_create(
        SessionOrganizer(
            session=session,
            conference=session.conference,
            delegation=delegation,
            order=order,
        )
        for order, delegation in enumerate(organizers)
    )
    audit.record("session.added", target=session, by=by, at=at)
    return session


@transaction.atomic
def change(
    *,
    session: Session,
    fields: Sequence[str],
    overflow: Collection[Room] | None = None,
    by: User,
    at: dt.datetime,
) -> Session:
    """Save changed fields.

    `overflow` are the rooms that it has beside its own; None leaves them as they are.
    """
    session.state = _locked(session).state
    stored_fields = [name for name in fields if name != OVERFLOW]
    _save_in_free_rooms(session, overflow, [*stored_fields, "updated_at"])
    audit.record("session.changed", target=session, by=by, at=at, fields=fields)
    return session


@transaction.atomic
def hold_after_all(*, session: Session, by: User, at: dt.datetime) -> Session:
    """A cancelled session takes place again, if its rooms are still free."""
    session = _locked(session)
    session.require_transition_to(SessionState.PLANNED)
    session.state = SessionState.PLANNED
    session.cancel_reason, session.cancel_note = "", ""
    _save_in_free_rooms(session, None, ["state", "cancel_reason", "cancel_note", "updated_at"])
    audit.record("session.held_after_all", target=session, by=by, at=at)
    return session


@transaction.atomic
def cancel(
    *,
    session: Session,
    reason: str,
    note: LazyI18nString | str = "",
    by: User,
    at: dt.datetime,
) -> Session:
    """The session does not take place, and its rooms are free. It is cancelled, not deleted.

    Readers are told the note; the reason is for those who work here.
    """
    session = _locked(session)
    session.require_transition_to(SessionState.CANCELLED)
    session.state = SessionState.CANCELLED
    session.cancel_reason, session.cancel_note = reason, note
    session.save(update_fields=["state", "cancel_reason", "cancel_note", "updated_at"])
    audit.record("session.cancelled", target=session, by=by, at=at)
    return session


@transaction.atomic
def change_note(
    *, session: Session, note: LazyI18nString | str, by: User, at: dt.datetime
) -> Session:
    """Readers of a cancelled session are told this."""
    session = _locked(session)
    if not session.is_cancelled:
        raise DomainError(_("“%s” is not cancelled: it has no such note.") % session)
    session.cancel_note = note
    session.save(update_fields=["cancel_note", "updated_at"])
    audit.record("session.note_changed", target=session, by=by, at=at, fields=["cancel_note"])
    return session


def _locked(session: Session) -> Session:
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("conference")
        .get(pk=session.pk)
    )


def _save_in_free_rooms(
    session: Session, overflow: Collection[Room] | None, fields: Sequence[str] | None = None
) -> None:
    """Save, or say who has a room; a booking that came in between is refused by the database.

    A break takes no room, and what has none of its own overflows from nowhere.
    """
    if session.kind == SessionKind.BREAK or session.room_id is None:
        overflow = ()
    beside = session.overflow_rooms() if overflow is None else overflow
    other = rooms.taken_by(session, beside)
    if other is not None:
        raise DomainError(rooms.taken_sentence(other, session.conference))
    with violations.in_words(), transaction.atomic():
        session.save(update_fields=fields)
        if overflow is not None:
            _overflow_into(session, [room for room in overflow if room.pk != session.room_id])


def _overflow_into(session: Session, wanted: Sequence[Room]) -> None:
    beside = RoomBooking.objects.filter(session=session, is_main=False)
    beside.exclude(room__in=wanted).delete()
    there = set(beside.values_list("room_id", flat=True))
    RoomBooking.objects.bulk_create(
        RoomBooking(
            conference=session.conference,
            session=session,
            room=room,
            turn_round=room.turn_round,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            takes_place=not session.is_cancelled,
        )
        for room in wanted
        if room.pk not in there
    )
