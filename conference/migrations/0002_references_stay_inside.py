from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """References between rows of a conference cannot leave it."""

    dependencies = [("conference", "0001_conferences")]
    operations = [
        AddCompositeKey("room", "venue"),
    ]
