"""What is said where a room shall need more minutes to be cleared than its bookings leave."""

from django.utils.translation import ngettext

from conference.admin import Objection, contribute
from conference.models import Room
from sessions.clearing import minutes_left, tightest_beyond
from sessions.naming import booking_in_words


def too_soon(room: Room) -> str:
    """`Between “Opening”, 3 May 2018, 09:00–10:30 (UTC+5), and …, 15 minutes are left …`"""
    pair = tightest_beyond(room)
    if pair is None:
        return ""
    left = minutes_left(pair)
    words = ngettext(
        "Between %(former)s and %(later)s there is %(left)d minute to clear the room.",
        "Between %(former)s and %(later)s there are %(left)d minutes to clear the room.",
        left,
    )
    former, later = (booking_in_words(booking) for booking in pair)
    return words % {"former": former, "later": later, "left": left}


contribute(Room, Objection("turn_round", too_soon))
