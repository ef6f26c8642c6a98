"""A session in a room beside its own."""

from conference.models import Room
from sessions.models import RoomBooking, Session
from tests.factories import RoomBookingFactory


def overflow(session: Session, room: Room) -> RoomBooking:
    booking: RoomBooking = RoomBookingFactory(
        room=room,
        use="session",
        note="",
        session=session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        takes_place=session.takes_place,
    )
    return booking
