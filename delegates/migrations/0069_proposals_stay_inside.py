from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """A change is proposed of somebody of the same conference."""

    dependencies = [("delegates", "0068_proposed_changes")]
    operations = [AddCompositeKey("proposal", "delegate")]
