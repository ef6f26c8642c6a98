from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Answers are of a delegate and a field of their conference; a choice is of its field."""

    dependencies = [("delegates", "0079_own_fields")]
    operations = [
        AddCompositeKey("ownfieldline", "field"),
        AddCompositeKey("ownfieldline", "kind"),
        AddCompositeKey("ownfieldline", "category"),
        AddCompositeKey("ownfieldline", "rank"),
        AddCompositeKey("ownfieldchoice", "field"),
        AddCompositeKey("ownvalue", "delegate", cascades=True),
        AddCompositeKey("ownvalue", "field"),
        AddCompositeKey("ownvalue", "choice", "field", "field"),
    ]
