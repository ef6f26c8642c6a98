"""Who has which room when: PostgreSQL keeps two from having it at once."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, Room
from sessions.choices import BookingUse
from sessions.models.sessions import Session, TsTzRange


class ClearUntil(Func):
    """The end and so many minutes. Reckoned in UTC: an interval that is added to an instant depends
    on the zone of the connection, and PostgreSQL stores nothing that does.
    """

    template = (
        "timezone('UTC', timezone('UTC', %(expressions)s)"
        ' + make_interval(mins => "turn_round"::integer))'
    )
    output_field = models.DateTimeField()


class RoomBookingQuerySet(ConferenceRowQuerySet["RoomBooking"]):
    def standing(self) -> Self:
        """What keeps a room from others: not what is cancelled."""
        return self.filter(takes_place=True)

    def in_the_way_of(self, room: Room, starts_at: dt.datetime, ends_at: dt.datetime) -> Self:
        """Those with which a booking of this room would clash, each with its time to clear it."""
        clear_until = ends_at + dt.timedelta(minutes=room.turn_round)
        standing = self.standing().filter(room=room)
        return standing.filter(starts_at__lt=clear_until, clear_until__gt=starts_at)


class RoomBooking(ConferenceRow):
    """A room for a session, closed, or held for somebody, from its start until it is clear again.

    Times, and whether it takes place, of a session's booking are the session's own, and the time
    to clear the room is the room's: PostgreSQL lets them follow (`AddLentColumns`), whoever writes
    them and however many at once. Of the main one, `Session.room`, it makes and ends the booking
    too (`BOOKING_OF_THE_MAIN_ROOM`); those beside it are rooms that the session overflows into.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="bookings", verbose_name=_("room"))
    turn_round = models.PositiveSmallIntegerField(editable=False)
    use = models.CharField(_("use"), max_length=10, choices=BookingUse, default=BookingUse.SESSION)
    session = models.ForeignKey(
        Session,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("session"),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Why it is closed, or for whom held.")
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    clear_until = models.GeneratedField(
        expression=ClearUntil("ends_at"), output_field=models.DateTimeField(), db_persist=True
    )
    takes_place = models.BooleanField(default=True, editable=False)
    is_main = models.BooleanField(default=False, editable=False)

    objects = RoomBookingQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("booking of a room")
        verbose_name_plural = _("bookings of rooms")
        ordering = ["starts_at", "-is_main", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(use=BookingUse.SESSION, session__isnull=False)
                | (~Q(use=BookingUse.SESSION) & Q(session__isnull=True) & ~Q(note="")),
                name="booking_says_for_what",
                violation_error_message=_("Say why it is closed, or for whom it is held."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_it_starts",
                violation_error_message=_("The end must be after the start."),
            ),
            models.UniqueConstraint(
                fields=["session", "room"],
                name="booking_room_once_a_session",
                violation_error_message=_("The session has this room already."),
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(is_main=True), name="booking_main_once_a_session"
            ),
            ExclusionConstraint(
                name="room_never_double_booked",
                expressions=[
                    (
                        TsTzRange("starts_at", "clear_until", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("room", RangeOperators.EQUAL),
                ],
                condition=Q(takes_place=True),
                # Checked after each statement; a whole programme that moves waits for the last one.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("The room is already taken at this time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room}: {self.session or self.note}"
