from django.db import migrations

from conference.database.composite_keys import RemoveCompositeKey


class Migration(migrations.Migration):
    dependencies = [("badges", "0009_content_lies_with_the_generation")]

    operations = [
        migrations.RemoveField("printentry", "content"),
        RemoveCompositeKey("printentry", "design_version"),
        migrations.RemoveField("printentry", "design_version"),
    ]
