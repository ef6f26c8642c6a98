from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Needs are of a delegate of their conference, and go with the person."""

    dependencies = [("delegates", "0076_needs")]
    operations = [AddCompositeKey("needs", "delegate", cascades=True)]
