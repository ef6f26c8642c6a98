from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """What is printed of a conference is of that conference."""

    dependencies = [("delegates", "0059_printings_of_the_list")]
    operations = [
        AddCompositeKey("listentry", "printing"),
        AddCompositeKey("listentry", "delegation"),
        AddCompositeKey("listentry", "delegate"),
        AddCompositeKey("listfile", "printing"),
    ]
