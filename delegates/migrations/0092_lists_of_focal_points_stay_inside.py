from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """A list is of a delegation of its conference."""

    dependencies = [("delegates", "0091_lists_of_focal_points")]
    operations = [AddCompositeKey("importrun", "delegation")]
