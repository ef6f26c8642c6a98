from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [("agenda", "0014_documents")]
    operations = [
        AddCompositeKey("document", "session"),
        AddCompositeKey("document", "item"),
        AddCompositeKey("documentfile", "document"),
    ]
