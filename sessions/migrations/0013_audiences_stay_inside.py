from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [("agenda", "0012_audiences")]
    operations = [
        AddCompositeKey("audiencegroup", "session"),
        AddCompositeKey("audiencegroup", "kind"),
        AddCompositeKey("audiencegroup", "category"),
        AddCompositeKey("sessioninvitation", "session"),
        AddCompositeKey("sessioninvitation", "delegate"),
    ]
