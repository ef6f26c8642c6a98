from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Whose spouse somebody is is of the same delegation."""

    dependencies = [("delegates", "0070_spouses")]
    operations = [AddCompositeKey("delegate", "spouse_of", own="delegation", theirs="delegation")]
