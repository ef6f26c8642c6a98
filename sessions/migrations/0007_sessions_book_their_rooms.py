from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

from conference.database.composite_keys import AddCompositeKey, AddLentColumns


def book(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What a session had as its room is its main one."""
    booking = apps.get_model("agenda", "RoomBooking")
    sessions = apps.get_model("agenda", "Session").objects.filter(room__isnull=False)
    wanted = ["conference_id", "room_id", "starts_at", "ends_at", "takes_place"]
    # A break is held beside whatever else is there.
    rows = sessions.exclude(kind="break").values("id", *wanted, turn_round=F("room__turn_round"))
    booking.objects.bulk_create(
        booking(session_id=row.pop("id"), is_main=True, **row)
        for row in rows.iterator(chunk_size=2000)
    )


class Migration(migrations.Migration):
    """Bookings stay inside their conference, and follow their session and their room."""

    dependencies = [("agenda", "0006_bookings_of_rooms")]
    operations = [
        AddCompositeKey("roombooking", "session"),
        AddCompositeKey("roombooking", "room"),
        AddLentColumns("roombooking", "session", ["starts_at", "ends_at", "takes_place"]),
        AddLentColumns("roombooking", "room", ["turn_round"]),
        migrations.RunPython(book, migrations.RunPython.noop),
    ]
