"""What a booking of a room is called: by its session, or by why the room is closed or held."""

from django.utils.translation import gettext as _

from conference.writing import dates
from sessions.choices import BookingUse
from sessions.models import RoomBooking


def booking_in_words(booking: RoomBooking) -> str:
    """`“Opening” (3 May 2018, 09:00–10:30, UTC+5)`, where the clocks of the conference are."""
    starts_at, ends_at = map(booking.conference.local, (booking.starts_at, booking.ends_at))
    when = f"{dates.span(starts_at, ends_at)}, {dates.utc_offset(starts_at)}"
    return _("%(what)s (%(when)s)") % {"what": _what(booking), "when": when}


def _what(booking: RoomBooking) -> str:
    words = {
        BookingUse.SESSION: _("“%s”"),
        BookingUse.CLOSURE: _("the closure “%s”"),
        BookingUse.HOLD: _("the hold “%s”"),
    }[BookingUse(booking.use)]
    return words % (booking.session.title if booking.session else booking.note)
