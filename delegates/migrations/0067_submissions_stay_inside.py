from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """What is handed in and typed of a conference is of that conference."""

    dependencies = [("delegates", "0066_submissions_and_drafts_of_forms")]
    operations = [
        AddCompositeKey("submission", "delegation"),
        AddCompositeKey("submitteddelegate", "submission"),
        AddCompositeKey("submitteddelegate", "delegate"),
        AddCompositeKey("formdraft", "delegation"),
        AddCompositeKey("formdraft", "delegate"),
    ]
