"""What a room's page knows of its bookings."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import Objection, Tool, Use, contribute
from conference.models import Room
from sessions.choices import BookingUse
from sessions.clearing import minutes_left, tightest_beyond
from sessions.models import RoomBooking
from sessions.rooms import when


def too_soon(room: Room) -> str:
    """Why it cannot need so many minutes to be cleared: between which two bookings there are the
    fewest, and how many, so that so many can be typed.
    """
    pair = tightest_beyond(room)
    if pair is None:
        return ""
    left = minutes_left(pair)
    words = ngettext(
        "Between %(former)s, and %(later)s, there is %(left)d minute to clear the room.",
        "Between %(former)s, and %(later)s, there are %(left)d minutes to clear the room.",
        left,
    )
    former, later = (in_words(booking) for booking in pair)
    return words % {"former": former, "later": later, "left": left}


def in_words(booking: RoomBooking) -> str:
    """`“Opening”, Thursday 3 May, 09:00–10:30 (UTC+5)`."""
    words = {
        BookingUse.SESSION: _("“%(name)s”, %(when)s"),
        BookingUse.CLOSURE: _("the closure “%(name)s”, %(when)s"),
        BookingUse.HOLD: _("the hold “%(name)s”, %(when)s"),
    }[BookingUse(booking.use)]
    name = booking.session.title if booking.session else booking.note
    return words % {"name": name, "when": when(booking, booking.conference)}


def closing(rooms: Sequence[Room]) -> list[Use]:
    add = "admin:agenda_roombooking_add"
    return [Use(_("Close or hold it"), reverse(add, query={"room": room.pk})) for room in rooms]


contribute(Room, Objection("turn_round", too_soon), Tool("agenda.add_roombooking", closing))
