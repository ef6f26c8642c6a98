from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [("agenda", "0016_releases")]
    operations = [
        AddCompositeKey("sessionversion", "session"),
        AddCompositeKey("sessionversion", "since"),
        AddCompositeKey("sessionversion", "until"),
    ]
