from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """References between rows of a conference cannot leave it."""

    dependencies = [("agenda", "0001_programme")]
    operations = [
        AddCompositeKey("session", "room"),
        AddCompositeKey("sessionorganizer", "session"),
        AddCompositeKey("sessionorganizer", "delegation"),
        AddCompositeKey("sessionpart", "session"),
        AddCompositeKey("sessionpart", "delegate"),
    ]
