"""A session's main room is booked by PostgreSQL itself, whoever writes the session and however.

The column of the session says which room it is, as a person chose it and as its history keeps it;
the booking is what keeps the room from others. A break keeps it from nobody: it is held where the
coffee is, beside whatever else is there.
"""

import pgtrigger

FORMER_MAIN_ROOM = pgtrigger.Trigger(
    name="former_main_room_is_let_go",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("room_id", "kind"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Q(old__room__df=pgtrigger.F("new__room"))
    | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind")),
    # Before the times of its bookings follow: in the room it leaves, they may be somebody else's.
    func="""
        DELETE FROM agenda_roombooking
        WHERE session_id = OLD.id AND (is_main OR room_id = NEW.room_id);
        RETURN NEW;
    """,
)

BOOKING_OF_THE_MAIN_ROOM = pgtrigger.Trigger(
    name="main_room_is_booked",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("room_id", "kind"),  # type: ignore[no-untyped-call]
    func="""
        IF TG_OP = 'UPDATE'
            AND OLD.room_id IS NOT DISTINCT FROM NEW.room_id AND OLD.kind = NEW.kind
        THEN
            RETURN NULL;
        END IF;
        INSERT INTO agenda_roombooking (
            conference_id, room_id, turn_round, use, session_id, note,
            starts_at, ends_at, takes_place, is_main
        )
        SELECT NEW.conference_id, room.id, room.turn_round, 'session', NEW.id, '',
            NEW.starts_at, NEW.ends_at, NEW.takes_place, TRUE
        FROM conference_room AS room WHERE room.id = NEW.room_id AND NEW.kind <> 'break';
        RETURN NULL;
    """,
)
