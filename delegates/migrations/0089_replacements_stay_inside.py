from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Who replaces somebody is of the same delegation."""

    dependencies = [("delegates", "0088_replacements")]
    operations = [AddCompositeKey("delegate", "replaces", own="delegation", theirs="delegation")]
