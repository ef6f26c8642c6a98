from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """References between rows of a conference cannot leave it."""

    dependencies = [("delegates", "0001_delegations")]
    operations = [
        AddCompositeKey("categoryrule", "rank"),
        AddCompositeKey("categoryrule", "category"),
        AddCompositeKey("categoryzone", "category"),
        AddCompositeKey("categoryzone", "zone"),
        AddCompositeKey("delegate", "delegation"),
        AddCompositeKey("delegate", "rank"),
        AddCompositeKey("delegate", "category"),
        AddCompositeKey("delegation", "head", own="id", theirs="delegation"),
    ]
