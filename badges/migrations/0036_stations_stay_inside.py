from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """A job's printer station is one of its own conference."""

    dependencies = [("badges", "0035_sheets")]

    operations = [AddCompositeKey("printjob", "station")]
