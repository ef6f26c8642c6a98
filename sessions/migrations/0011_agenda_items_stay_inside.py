from django.db import migrations

from conference.database.composite_keys import AddCompositeKey, AddLentColumns


class Migration(migrations.Migration):
    """Items stay inside their conference, and know how deep the one above them stands."""

    dependencies = [("agenda", "0010_agenda_items")]
    operations = [
        AddCompositeKey("agendaitem", "parent"),
        AddLentColumns("agendaitem", "parent", {"parent_level": "level"}),
        AddCompositeKey("sessionitem", "session"),
        AddCompositeKey("sessionitem", "item"),
    ]
