from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """What a delegation is to do, hands in and writes is of its conference."""

    dependencies = [("delegates", "0081_papers")]
    operations = [
        AddCompositeKey("delegationtaskkind", "task"),
        AddCompositeKey("delegationtaskkind", "kind"),
        AddCompositeKey("tickedtask", "task"),
        AddCompositeKey("tickedtask", "delegation"),
        AddCompositeKey("nomination", "delegation"),
        AddCompositeKey("credentials", "delegation"),
        AddCompositeKey("message", "delegation"),
    ]
